/** Slack's rules for its two tables. Sources: docs.slack.dev, table block and data table block. */
import { dictOf, type Faults } from '../faults.ts'
import type { Dict } from '../model.ts'
import { checkRichText } from './richText.ts'

/** Characters of all cells of a table; the older block counts all tables of a message together. */
const MAX_TABLE_CHARS = 10_000
const COLUMNS = 20
const ALIGNS: readonly unknown[] = [undefined, 'left', 'center', 'right']

export function checkTable(block: Dict, pointer: string, faults: Faults): void {
  const rows = rowsOf(block.rows, 1, 100, pointer, faults)
  rows.forEach((row, index) => {
    for (const [cell, at] of faults.items(row, COLUMNS, `${pointer}/rows/${index}`))
      checkCell(cell, at, faults)
  })
  if (block.column_settings === undefined) return
  const settings = faults.items(block.column_settings, COLUMNS, `${pointer}/column_settings`)
  for (const [setting, at] of settings) {
    if (!ALIGNS.includes(setting.align))
      faults.add(`${at}/align`, 'must be one of: left, center, right')
  }
}

/** A heading and 1 to 100 rows, all of one width. */
export function checkDataTable(block: Dict, pointer: string, faults: Faults): void {
  const rows = rowsOf(block.rows, 2, 101, pointer, faults)
  const width = Array.isArray(rows[0]) ? rows[0].length : 0
  rows.forEach((row, index) => {
    const cells = faults.items(row, COLUMNS, `${pointer}/rows/${index}`)
    if (cells.length !== width)
      faults.add(`${pointer}/rows/${index}`, 'all rows must have the same number of cells')
    for (const [cell, at] of cells) {
      if (index === 0 && cell.type === 'rich_text')
        faults.add(`${at}/type`, 'unsupported type: rich_text')
      else checkCell(cell, at, faults)
    }
  })
  faults.words(block.caption, Number.POSITIVE_INFINITY, `${pointer}/caption`)
  checkInteger(block.page_size, 1, 100, `${pointer}/page_size`, faults)
  checkInteger(
    block.row_header_column_index,
    0,
    Math.max(0, width - 1),
    `${pointer}/row_header_column_index`,
    faults,
  )
  if (textChars(rows) > MAX_TABLE_CHARS) faults.add(`${pointer}/rows`, TOO_LONG)
}

/** All tables of a message: one, and its characters. */
export function checkTables(blocks: readonly Dict[], faults: Faults): void {
  const tables = blocks.filter((block) => block.type === 'table')
  if (tables.length > 1) faults.add('/blocks', 'only_one_table_allowed')
  const chars = tables.reduce((sum, table) => sum + textChars(table.rows), 0)
  if (chars > MAX_TABLE_CHARS) faults.add('/blocks', TOO_LONG)
}

const TOO_LONG = `table cells must be less than ${MAX_TABLE_CHARS + 1} characters in total`

function rowsOf(
  value: unknown,
  min: number,
  max: number,
  pointer: string,
  faults: Faults,
): readonly unknown[] {
  const rows: readonly unknown[] = Array.isArray(value) ? value : []
  if (rows.length < min) faults.add(`${pointer}/rows`, `no less than ${min} items allowed`)
  if (rows.length > max) faults.add(`${pointer}/rows`, `no more than ${max} items allowed`)
  return rows
}

function checkCell(cell: Dict, pointer: string, faults: Faults): void {
  if (cell.type === 'raw_text') faults.words(cell.text, MAX_TABLE_CHARS, `${pointer}/text`)
  else if (cell.type === 'raw_number') {
    if (typeof cell.value !== 'number' || !Number.isFinite(cell.value))
      faults.add(`${pointer}/value`, 'must be a number')
    faults.words(cell.text, MAX_TABLE_CHARS, `${pointer}/text`)
  } else if (cell.type === 'rich_text') checkRichText(cell, pointer, faults)
  else faults.add(`${pointer}/type`, `unsupported type: ${String(cell.type)}`)
}

function checkInteger(
  value: unknown,
  min: number,
  max: number,
  pointer: string,
  faults: Faults,
): void {
  if (value === undefined) return
  const isWithin = Number.isInteger(value) && Number(value) >= min && Number(value) <= max
  if (!isWithin) faults.add(pointer, `must be an integer from ${min} to ${max}`)
}

/** Characters of all `text` values below a value. */
function textChars(value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item: unknown) => sum + textChars(item), 0)
  }
  const dict = dictOf(value)
  if (dict === null) return 0
  return Object.entries(dict).reduce(
    (sum, [key, item]) =>
      sum + (key === 'text' && typeof item === 'string' ? item.length : textChars(item)),
    0,
  )
}
