/**
 * Block Kit -> HTML, drawn as Slack draws it, for the workspace's page and for export. Pure, total: unknown
 * blocks are shown as such, never dropped, and no text of a block can become markup of the page.
 */
import { elementHtml, type HtmlOptions, textHtml } from './htmlElements.ts'
import { inputBlockHtml } from './htmlInputs.ts'
import { richHtml, tableHtml } from './htmlRich.ts'
import { escapeHtml } from './htmlText.ts'
import { listOf, type Node, nodeOf, wordOf } from './node.ts'

export { mrkdwnToHtml } from './htmlText.ts'

/** Blocks as they travel -> escaped HTML. `fileUrl` gives the address of an uploaded file by its id. */
export function blocksToHtml(blocks: readonly unknown[], options: HtmlOptions): string {
  return blocks.map((block) => blockHtml(nodeOf(block), options)).join('\n')
}

function blockHtml(block: Node, options: HtmlOptions): string {
  switch (wordOf(block.type)) {
    case 'header':
      return `<h3 class="header">${textHtml(block.text)}</h3>`
    case 'divider':
      return '<hr>'
    case 'section':
      return sectionHtml(block, options)
    case 'context':
      return rowHtml('context', block, options)
    case 'actions':
      return rowHtml('actions', block, options)
    case 'image':
      return imageHtml(block, options)
    case 'input':
      return inputBlockHtml(block, options)
    case 'table':
      return tableHtml(block)
    case 'rich_text':
      return `<div class="rich">${richHtml(block)}</div>`
    default:
      return `<div class="unknown">[unsupported block: ${escapeHtml(block.type)}]</div>`
  }
}

function sectionHtml(block: Node, options: HtmlOptions): string {
  const text = block.text === undefined ? '' : `<p>${textHtml(block.text)}</p>`
  const fields = listOf(block.fields).map((field) => `<div class="field">${textHtml(field)}</div>`)
  const grid = fields.length === 0 ? '' : `<div class="fields">${fields.join('')}</div>`
  const accessory =
    block.accessory === undefined
      ? ''
      : elementHtml(nodeOf(block.accessory), wordOf(block.block_id), options)
  return `<div class="section"><div class="body">${text}${grid}</div>${accessory}</div>`
}

function rowHtml(name: 'context' | 'actions', block: Node, options: HtmlOptions): string {
  const id = wordOf(block.block_id)
  const elements = listOf(block.elements).map((element) => elementHtml(element, id, options))
  return `<div class="${name}">${elements.join(' ')}</div>`
}

function imageHtml(block: Node, options: HtmlOptions): string {
  const title = block.title === undefined ? '' : `<figcaption>${textHtml(block.title)}</figcaption>`
  return `<figure>${title}${elementHtml(block, '', options)}</figure>`
}
