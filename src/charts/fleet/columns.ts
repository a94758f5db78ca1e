/** Where the columns of a fleet's rows stand, in px: each as wide as its words, the line gets what is left. */
import type { FleetChart } from '../../domain/chart.ts'
import { drawable, textWidth } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'

const GAP = 14
const MARK_PX = 17
const LONGEST_HOST_PX = 148
const LONGEST_WORDS_PX = 92
const BAR_PX = 128
const SHARE_GAP = 8
const SHARE_PX = textWidth('100 %', TEXT_PX)

interface Span {
  readonly left: number
  readonly right: number
}

export interface Columns {
  /** The host's name; its mark stands before it where one row has a mark. */
  readonly host: Span
  readonly bar: Span
  /** Its share in figures, by its right end. */
  readonly shareRight: number
  readonly past: Span
  /** These two by their right ends, and how wide they may be. */
  readonly change: Span
  readonly full: Span
}

export type Row = FleetChart['rows'][number]

/** Gives the columns for the rows that are drawn. */
export function columnsOf(spec: FleetChart, rows: readonly Row[]): Columns {
  const wide = (texts: readonly string[], most: number): number =>
    Math.min(most, Math.max(...texts.map((text) => textWidth(drawable(text), TEXT_PX, 600))))
  const { columns } = spec
  const marks = rows.some(({ tone }) => tone !== 'calm') ? MARK_PX : 0
  const hostLeft = MARGIN + marks
  const hostRight =
    hostLeft + wide([columns.host, ...rows.map(({ host }) => host)], LONGEST_HOST_PX)
  const barLeft = hostRight + GAP
  const shareRight = barLeft + BAR_PX + SHARE_GAP + SHARE_PX
  const full = wide([columns.full, ...rows.map((row) => row.full)], LONGEST_WORDS_PX)
  const change = wide([columns.change, ...rows.map((row) => row.change)], LONGEST_WORDS_PX)
  const right = WIDTH - MARGIN
  const changeRight = right - full - GAP
  return {
    host: { left: hostLeft, right: hostRight },
    bar: { left: barLeft, right: barLeft + BAR_PX },
    shareRight,
    past: { left: shareRight + GAP, right: changeRight - change - GAP },
    change: { left: changeRight - change, right: changeRight },
    full: { left: right - full, right },
  }
}
