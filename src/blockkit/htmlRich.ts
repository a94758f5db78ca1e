/** Rich text and tables of Block Kit -> HTML. Their texts are literal: nothing in them is markup. */
import { drawEmoji, emojiOf } from './htmlEmoji.ts'
import { hideSparklines } from './htmlSparkline.ts'
import { escapeHtml, isLink, linkHtml } from './htmlText.ts'
import { listOf, type Node, nodeOf, wordOf } from './node.ts'

/** A `rich_text` block or one of its elements. */
export function richHtml(node: Node): string {
  switch (wordOf(node.type)) {
    case 'rich_text':
    case 'rich_text_section':
      return listOf(node.elements).map(richHtml).join('')
    case 'rich_text_preformatted':
      return `<pre>${listOf(node.elements).map(richHtml).join('')}</pre>`
    case 'rich_text_quote':
      return `<blockquote>${listOf(node.elements).map(richHtml).join('')}</blockquote>`
    case 'rich_text_list':
      return richList(node)
    case 'link':
      return richLink(node)
    case 'emoji':
      return drawEmoji(escapeHtml(emojiOf(wordOf(node.name))))
    case 'user':
      return `<span class="ref">@${escapeHtml(node.user_id)}</span>`
    case 'date':
      return `<time data-unix="${Number(node.timestamp) || 0}">${escapeHtml(node.fallback)}</time>`
    default:
      return styledText(node)
  }
}

function richList(node: Node): string {
  const tag = node.style === 'ordered' ? 'ol' : 'ul'
  const items = listOf(node.elements).map((item) => `<li>${richHtml(item)}</li>`)
  return `<${tag}>${items.join('')}</${tag}>`
}

function richLink(node: Node): string {
  const label = wordOf(node.text) || wordOf(node.url)
  return isLink(node.url) ? linkHtml(node.url, label) : escapeHtml(label)
}

function styledText(node: Node): string {
  const style = nodeOf(node.style)
  let html = hideSparklines(escapeHtml(node.text))
  if (style.code === true) html = `<code>${html}</code>`
  if (style.bold === true) html = `<strong>${html}</strong>`
  if (style.italic === true) html = `<em>${html}</em>`
  if (style.strike === true) html = `<s>${html}</s>`
  return html
}

/** A `table` block: the first row is the heading. */
export function tableHtml(block: Node): string {
  const rows = Array.isArray(block.rows) ? block.rows.map(listOf) : []
  const aligns = listOf(block.column_settings).map((column) => wordOf(column.align))
  const body = rows.map((row, index) => rowHtml(row, index === 0 ? 'th' : 'td', aligns))
  return `<table>${body.join('')}</table>`
}

function rowHtml(cells: readonly Node[], tag: 'th' | 'td', aligns: readonly string[]): string {
  const drawn = cells.map((cell, index) => {
    const align = aligns[index]
    const style = align === 'right' || align === 'center' ? ` style="text-align:${align}"` : ''
    return `<${tag}${style}>${richHtml(cell)}</${tag}>`
  })
  return `<tr>${drawn.join('')}</tr>`
}
