/** Elements of Block Kit (buttons, menus, inputs, small images, texts) -> HTML. */
import { drawEmoji } from './htmlEmoji.ts'
import { type FieldOptions, fieldHtml } from './htmlInputs.ts'
import { hideSparklines } from './htmlSparkline.ts'
import { escapeHtml, isLink, linkHtml, mrkdwnToHtml } from './htmlText.ts'
import { listOf, type Node, nodeOf, wordOf } from './node.ts'

export interface HtmlOptions extends FieldOptions {
  /** The address of an uploaded file, by its id. */
  fileUrl(id: string): string
  /** The same file for a dark page; without it, or where it gives an empty one, there is one picture for both. */
  darkUrl?(id: string): string
}

/** A text object: mrkdwn is formatted, plain text is literal. */
export function textHtml(value: unknown): string {
  const text = nodeOf(value)
  const words = wordOf(text.text)
  if (text.type === 'mrkdwn') return mrkdwnToHtml(words)
  return hideSparklines(drawEmoji(escapeHtml(words).replaceAll('\n', '<br>')))
}

/** One element. What acts carries `data-block`, `data-action` and, where it asks first, `data-confirm`. */
export function elementHtml(element: Node, blockId: string, options: HtmlOptions): string {
  switch (wordOf(element.type)) {
    case 'button':
      return buttonHtml(element, blockId)
    case 'overflow':
      return overflowHtml(element, blockId)
    case 'image':
      return imageHtml(element, options)
    case 'plain_text':
    case 'mrkdwn':
      return `<span>${textHtml(element)}</span>`
    default:
      return rowFieldHtml(element, blockId, options)
  }
}

/** A field among buttons or beside a text: using it is told at once, after a question where it asks one. */
function rowFieldHtml(element: Node, blockId: string, options: HtmlOptions): string {
  const more = element.confirm === undefined ? '' : confirmHtml(nodeOf(element.confirm))
  return (
    fieldHtml(element, { blockId, acts: true, more }, options) ??
    `<span class="unknown">[unsupported element: ${escapeHtml(element.type)}]</span>`
  )
}

function buttonHtml(element: Node, blockId: string): string {
  if (isLink(element.url)) return linkHtml(element.url, wordOf(nodeOf(element.text).text))
  const style = element.style === 'primary' || element.style === 'danger' ? ` ${element.style}` : ''
  const value = ` value="${escapeHtml(element.value)}"`
  return `<button type="button" class="btn${style}"${actsHtml(element, blockId)}${value}>${textHtml(element.text)}</button>`
}

/** A menu behind three dots; the page opens it. */
function overflowHtml(element: Node, blockId: string): string {
  const items = listOf(element.options).map((option) => {
    const words = escapeHtml(wordOf(nodeOf(option.text).text))
    if (isLink(option.url)) return linkHtml(option.url, wordOf(nodeOf(option.text).text))
    return `<button type="button" role="menuitem"${actsHtml(element, blockId)} value="${escapeHtml(option.value)}">${words}</button>`
  })
  return `<div class="overflow"><button type="button" class="btn dots" aria-haspopup="menu" aria-expanded="false" aria-label="More options">⋯</button><div class="popup" role="menu" aria-label="More options" hidden>${items.join('')}</div></div>`
}

function actsHtml(element: Node, blockId: string): string {
  const confirm = element.confirm === undefined ? '' : confirmHtml(nodeOf(element.confirm))
  return ` data-action="${escapeHtml(element.action_id)}" data-block="${escapeHtml(blockId)}"${confirm}`
}

function confirmHtml(confirm: Node): string {
  const title = wordOf(nodeOf(confirm.title).text)
  const text = wordOf(nodeOf(confirm.text).text)
  const labels = (['confirm', 'deny'] as const)
    .map((name) => [name, wordOf(nodeOf(confirm[name]).text)] as const)
    .filter(([, label]) => label !== '')
    .map(([name, label]) => ` data-${name}-label="${escapeHtml(label)}"`)
  const danger = confirm.style === 'danger' ? ' data-confirm-style="danger"' : ''
  return ` data-confirm="${escapeHtml(`${title}\n\n${text}`)}"${labels.join('')}${danger}`
}

function imageHtml(element: Node, options: HtmlOptions): string {
  const id = wordOf(nodeOf(element.slack_file).id)
  const url = id === '' ? element.image_url : options.fileUrl(id)
  // An address of ours may be relative to the page; one that came with the block must be of the web.
  const src = id === '' && !isLink(url) ? '' : wordOf(url)
  const image = `<img src="${escapeHtml(src)}" alt="${escapeHtml(element.alt_text)}">`
  const dark = options.darkUrl?.(id) ?? ''
  // On paper the light one.
  return dark === ''
    ? image
    : `<picture><source media="screen and (prefers-color-scheme: dark)" srcset="${escapeHtml(dark)}">${image}</picture>`
}
