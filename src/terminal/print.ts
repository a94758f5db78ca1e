/** A message as terminal text: escaped, with marks in words, colour only on a terminal that wants it. */
import type { Block, Message } from '../domain/report.ts'
import { plain, type Text } from '../domain/words.ts'

const MARKS = {
  critical: '[CRITICAL]',
  warning: '[WARNING]',
  info: '[info]',
  ok: '[ok]',
  unknown: '[could not check]',
  working: '[…]',
  failed: '[failed]',
  choice: '[which one]',
} as const
const COLOURS = {
  critical: 31,
  warning: 33,
  info: 36,
  ok: 32,
  unknown: 35,
  working: 90,
  failed: 31,
  choice: 36,
} as const
const ESC = '\u001b['

/** Text of a whole message, one line at least a block. */
export function printed(message: Message, options: { readonly colour: boolean }): string {
  return `${message.blocks
    .map((block) => blockText(block, options.colour))
    .filter((text) => text !== '')
    .join('\n')}\n`
}

function blockText(block: Block, colour: boolean): string {
  switch (block.kind) {
    case 'headline':
      return `${paint(MARKS[block.mark], COLOURS[block.mark], colour)} ${clean(block.text)}`
    case 'text':
      return clean(block.text)
    case 'fields':
      return fieldsText(block)
    case 'bullets':
      return block.items.map((item) => `  - ${clean(item)}`).join('\n')
    case 'table':
      return tableText(block)
    case 'code':
      return safe(block.text)
    case 'chart':
      return `  (${safe(block.chart.alt)})`
    case 'file':
      return `--- ${safe(block.name)}\n${safe(block.text)}`
    case 'buttons':
      return ''
    case 'context':
      return block.items.map((item) => `  ${clean(item)}`).join('\n')
  }
}

function fieldsText(block: Extract<Block, { kind: 'fields' }>): string {
  const labels = block.fields.map((field) => clean(field.label))
  const width = Math.max(0, ...labels.map(columnsOf))
  return block.fields
    .map((field, i) => `  ${fitted(labels[i] ?? '', width, 'left')}  ${clean(field.value)}`)
    .join('\n')
}

function tableText(block: Extract<Block, { kind: 'table' }>): string {
  const rows = [block.columns.map((column) => column.title), ...block.rows].map((row) =>
    row.map(safe),
  )
  const widths = block.columns.map((_, i) =>
    Math.max(...rows.map((row) => columnsOf(row[i] ?? ''))),
  )
  const lines = rows.map((row) =>
    `  ${block.columns.map((column, i) => fitted(row[i] ?? '', widths[i] ?? 0, column.align)).join('  ')}`.trimEnd(),
  )
  return [`  ${clean(block.caption)}`, ...lines].join('\n')
}

function fitted(text: string, width: number, align: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - columnsOf(text)))
  return align === 'right' ? fill + text : text + fill
}

/** One text, for standard error. */
export function printedText(text: Text): string {
  return clean(text)
}

function clean(text: Text): string {
  return safe(plain(text))
}

/** Host text must not steer the terminal: control characters but newline and tab are shown as escapes. */
function safe(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  )
}

/** Columns that a text takes: CJK and full-width characters take two (Unicode UAX #11, the wide blocks). */
function columnsOf(text: string): number {
  return [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        char,
      )
        ? 2
        : 1),
    0,
  )
}

function paint(text: string, code: number, colour: boolean): string {
  return colour ? `${ESC}1;${code}m${text}${ESC}0m` : text
}
