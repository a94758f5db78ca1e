/** Tables and monospaced text -> Block Kit. Their texts are literal in Slack: nothing in them is markup. */
import type { RichTextBlock, TableBlock } from '@slack/types'
import type { Block, Column } from '../domain/report.ts'
import { type Lang, plain, say } from '../domain/words.ts'
import { cleanLine, cleanLines } from './escape.ts'
import { SURFACE_WORDS, type SurfaceWord } from './words.ts'

export type NeutralTable = Extract<Block, { kind: 'table' }>

/** Slack's limits of a table block (docs.slack.dev, table block). */
const TABLE_ROWS = 100
const TABLE_COLUMNS = 20
const TABLE_CHARS = 10_000
/** A cell longer than this makes the table unreadable before Slack refuses it. */
const CELL_CHARS = 300
/** Monospaced text in one message; the rest is better as a file. */
const CODE_CHARS = 6000

/** An empty cell is refused by Slack, and a gap must be seen. */
const EMPTY_CELL = '–'

/** A phrase of this surface about a count, as plain text. */
export function counted(word: SurfaceWord, count: number, lang: Lang): string {
  return plain(say(SURFACE_WORDS[word], { count }, lang))
}

/** Monospaced text, and whether all of it is there. */
export interface Code {
  readonly block: RichTextBlock
  readonly isWhole: boolean
}

/** The rows of a table, heading first, all of the same width, no cell empty. */
function gridOf(
  table: NeutralTable,
  textOf: (cell: string | undefined) => string,
): readonly (readonly string[])[] {
  const heading = table.columns.map((column) => column.title)
  const all = [heading, ...table.rows]
  const width = Math.max(0, ...all.map((row) => row.length))
  return all.map((row) => Array.from({ length: width }, (_, index) => textOf(row[index])))
}

/** False when a cell is shown shorter than it is. */
export function hasWholeCells(table: NeutralTable): boolean {
  const heading = table.columns.map((column) => column.title)
  return [heading, ...table.rows].flat().every((cell) => wholeCell(cell).length <= CELL_CHARS)
}

/** All of a table as aligned lines, heading first. */
export function tableLines(table: NeutralTable): readonly string[] {
  return aligned(gridOf(table, wholeCell), table.columns)
}

/** Slack's own table, or null when it would be refused. */
export function nativeTable(table: NeutralTable): TableBlock | null {
  const grid = gridOf(table, cellText)
  const width = grid[0]?.length ?? 0
  const chars = grid.flat().reduce((sum, cell) => sum + cell.length, 0)
  if (width === 0 || width > TABLE_COLUMNS) return null
  if (grid.length > TABLE_ROWS || chars > TABLE_CHARS) return null
  const columns = table.columns.map((column) => ({ align: column.align }))
  return {
    type: 'table',
    // Whether Slack takes an empty list here is not told; no list is sure.
    ...(columns.length === 0 ? {} : { column_settings: columns }),
    rows: grid.map((row) => row.map((text) => ({ type: 'raw_text', text }))),
  }
}

/** A table as aligned text, for messages that have a table already and for tables too large for Slack. */
export function tableAsCode(table: NeutralTable, lang: Lang): Code | null {
  const grid = gridOf(table, cellText)
  if ((grid[0]?.length ?? 0) === 0) return null
  const lines = aligned(grid, table.columns)
  return codeOf(lines, 'moreRows', lang)
}

/** Monospaced text, cut visibly. */
export function codeBlock(text: string, lang: Lang): Code {
  return codeOf(cleanLines(text).replace(/\n+$/, '').split('\n'), 'moreLines', lang)
}

function codeOf(lines: readonly string[], word: 'moreRows' | 'moreLines', lang: Lang): Code {
  const text = cutLines(lines, CODE_CHARS, word, lang)
  return { block: preformatted(text), isWhole: text === lines.join('\n') }
}

/** Text of at most `maxChars`: whole lines, and a last one that says how many are left out. */
export function cutLines(
  lines: readonly string[],
  maxChars: number,
  word: 'moreRows' | 'moreLines',
  lang: Lang,
): string {
  const whole = lines.join('\n')
  if (whole.length <= maxChars) return whole
  const room = maxChars - counted(word, lines.length, lang).length - 1
  let kept = 0
  let chars = 0
  for (const line of lines) {
    chars += line.length + 1
    if (chars > room) break
    kept += 1
  }
  if (kept === 0) return cutCharacters(whole, maxChars, lang)
  return [...lines.slice(0, kept), counted(word, lines.length - kept, lang)].join('\n')
}

function cutCharacters(text: string, maxChars: number, lang: Lang): string {
  const room = Math.max(0, maxChars - counted('moreCharacters', text.length, lang).length - 1)
  // A half of a surrogate pair at the cut would be refused as invalid UTF-8.
  const kept = cleanLines(text.slice(0, room))
  return `${kept}\n${counted('moreCharacters', text.length - room, lang)}`
}

/** A block of monospaced text. Slack refuses an empty one. */
export function preformatted(text: string): RichTextBlock {
  const shown = text.trim() === '' ? EMPTY_CELL : text
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown }] }],
  }
}

function wholeCell(cell: string | undefined): string {
  return cleanLine(cell ?? '').trim() || EMPTY_CELL
}

function cellText(cell: string | undefined): string {
  const text = wholeCell(cell)
  return text.length > CELL_CHARS ? `${cleanLine(text.slice(0, CELL_CHARS - 1))}…` : text
}

function aligned(grid: readonly (readonly string[])[], columns: readonly Column[]): string[] {
  const width = grid[0]?.length ?? 0
  const widths = Array.from({ length: width }, (_, index) =>
    grid.reduce((most, row) => Math.max(most, cells(row[index] ?? '')), 0),
  )
  return grid.map((row) => {
    const padded = row.map((text, index) => {
      const pad = ' '.repeat((widths[index] ?? 0) - cells(text))
      return columns[index]?.align === 'right' ? pad + text : text + pad
    })
    return padded.join('  ').trimEnd()
  })
}

/** Columns of a fixed-width font: East Asian characters and emoji take two. */
function cells(text: string): number {
  let count = 0
  for (const char of text)
    count += /[\u1100-\u115f\u2e80-\uffdc\u{1f000}-\u{3ffff}]/u.test(char) ? 2 : 1
  return count
}
