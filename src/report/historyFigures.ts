/** The lines of a history as a table: numbers first, then the line itself in block signs, for where no picture is shown. */
import { formatBytes } from '../domain/bytes.ts'
import type { GrowthChart } from '../domain/chart.ts'
import type { Block } from '../domain/report.ts'
import { type Lang, say } from '../domain/words.ts'
import { inParts, type Points, sparkline } from './sparkline.ts'
import { HISTORY_WORDS } from './words/history.ts'

/** As wide as a phone leaves beside the numbers. */
const SIGNS = 16

/** The line stands last: what reads aloud leaves it out, and what cuts a row cuts there. Empty where nothing was read. */
export function figuresTable({ series }: GrowthChart, lang: Lang): readonly Block[] {
  const rows = series.flatMap(({ label, points }) => rowOf(label, points))
  if (rows.length === 0) return []
  const titles = HISTORY_WORDS.figureColumns[lang].split(' | ')
  return [
    {
      kind: 'table',
      said: true,
      caption: say(HISTORY_WORDS.figures, {}, lang),
      columns: titles.map((title, at) => ({
        title,
        align: at === 0 || at === titles.length - 1 ? 'left' : 'right',
      })),
      rows,
    },
  ]
}

function rowOf(label: string, points: Points): readonly (readonly string[])[] {
  const read = points.filter((point): point is readonly [number, number] => point[1] !== null)
  const [first, last] = [read[0], read.at(-1)]
  if (first === undefined || last === undefined) return []
  const values = read.map(([, bytes]) => bytes)
  const lowest = values.reduce((least, bytes) => Math.min(least, bytes))
  const highest = values.reduce((most, bytes) => Math.max(most, bytes))
  const line = sparkline(inParts(read, first[0], last[0], SIGNS))
  return [[label, ...[first[1], lowest, highest, last[1]].map(formatBytes), line]]
}
