/**
 * What a message could not hold: each block that was cut, whole and in plain words, as one text. Blocks go in whole, not
 * by their missing ends: a table without its heading tells nothing.
 */
import type { Block, Message } from '../domain/report.ts'
import { type Lang, plain } from '../domain/words.ts'
import { cleanLines } from './escape.ts'
import { tableLines } from './tables.ts'
import { MARK_WORDS } from './words.ts'

/** The name under which it is shared. */
export const REST_FILE = 'rest.txt'

/** The text of these blocks, by their places in the message, and of its line where that was cut. */
export function restOf(message: Message, cut: ReadonlySet<number>, lang: Lang): string {
  const line = cut.has(MESSAGE_LINE) ? [message.text] : []
  const blocks = message.blocks.filter((_, at) => cut.has(at)).map((block) => textOf(block, lang))
  return `${cleanLines([...line, ...blocks].join('\n\n'))}\n`
}

/** All of a message, for the case that Slack takes no block of it. */
export function wholeOf(message: Message, lang: Lang): string {
  return restOf(message, new Set(message.blocks.keys()), lang)
}

/** Stands for the message's one line among the places of its blocks. */
export const MESSAGE_LINE = -1

function textOf(block: Block, lang: Lang): string {
  switch (block.kind) {
    case 'headline':
      return `${MARK_WORDS[block.mark][lang]} · ${plain(block.text)}`
    case 'text':
      return plain(block.text)
    case 'fields':
      return block.fields.map(({ label, value }) => `${plain(label)}: ${plain(value)}`).join('\n')
    case 'bullets':
      return block.items.map((item) => `• ${plain(item)}`).join('\n')
    case 'table':
      return [plain(block.caption), ...tableLines(block)].join('\n')
    case 'code':
      return block.text
    case 'chart':
      return block.chart.alt
    case 'file':
      return `${block.name}: ${plain(block.title)}\n${block.text}`
    case 'buttons':
      return [...block.buttons, ...(block.more ?? [])]
        .map(({ label }) => `[${plain(label)}]`)
        .join('\n')
    case 'context':
      return block.items.map(plain).join('\n')
  }
}
