/** A table as far as it may be shown. A column in which one cell is not known to be ours is data in all of its cells. */
import type { Block } from '../../domain/report.ts'
import { ownerOf } from './judge.ts'
import { type Censor, hides, shownSpans, shownText, WITHHELD } from './spans.ts'

type Table = Extract<Block, { kind: 'table' }>

export function shownTable(censor: Censor, table: Table): Table {
  const isData = table.columns.map((_, at) =>
    table.rows.some((row) => ownerOf(row[at] ?? '', censor.known) === 'data'),
  )
  const cell = (text: string, at: number): string => {
    if (!/[\p{L}\p{N}]/u.test(text)) return shownText(censor, text)
    if (isData[at] !== true) return shownText(censor, text)
    return hides(censor, 'data') ? WITHHELD : text
  }
  return {
    ...table,
    caption: shownSpans(censor, table.caption),
    columns: table.columns.map((column) =>
      table.said === true ? column : { ...column, title: shownText(censor, column.title) },
    ),
    rows: table.rows.map((row) => row.map(cell)),
  }
}
