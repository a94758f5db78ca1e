/** The column at the right: what each line is and holds now, and when the limit is met. */
import { formatBytes } from '../../domain/bytes.ts'
import { DAY_MS } from '../../domain/time.ts'
import { drawable, ellipsize, textWidth } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'
import { spread } from '../spread.ts'
import { element, label, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { dayMonth, hourMinute, hourMinuteSecond, weekday, yearOf, type Zone } from '../zone.ts'
import type { History, Line } from './history.ts'
import type { Horizon } from './horizon.ts'
import type { Plot } from './plot.ts'

export interface Column {
  readonly width: number
  /** Names and values on one row each, or where names are long on two. */
  readonly stacked: boolean
  readonly date: readonly string[]
}

/** The leader from a line's end to its label. */
const LEADER_PX = 14
const NAME_GAP = 14
const WIDEST_ROW_PX = 140
const WIDEST_PX = 170
/** The zone's name stands at the foot of this column. */
const NARROWEST_PX = 72
const ROW = 18
const BASELINE = 4.5
/** Between the date and the labels of the lines, which are another matter. */
const DATE_GAP = 6
/** No value: said, not hidden. */
const NOTHING = '–'
/** Closer than these, the hour or second of the limit is worth saying; further off it would be false precision. */
const HOUR_WORTH_MS = 3 * DAY_MS
const SECOND_WORTH_MS = DAY_MS / 144

/** Decides the column's shape from what it has to hold. */
export function columnOf(history: History, horizon: Horizon, zone: Zone): Column {
  const date = horizon.eta === null ? [] : dateOf(horizon.eta, history.toMs, zone)
  const names = history.lines.map((line) => textWidth(drawable(line.label), TEXT_PX, 600))
  const values = history.lines.map((line) => textWidth(figureOf(line), TEXT_PX))
  const row = Math.max(...names) + NAME_GAP + Math.max(...values)
  const stacked = row > WIDEST_ROW_PX
  const dates = date.map((text) => textWidth(text, TEXT_PX, 600))
  const needs = Math.max(...dates, stacked ? Math.max(...names, ...values) : row, NARROWEST_PX)
  return { width: Math.min(needs, WIDEST_PX), stacked, date }
}

/** Gives the right side of the plot in px. */
export function rightOf(column: Column): number {
  return WIDTH - MARGIN - column.width - LEADER_PX
}

/** Gives the labels, moved apart, each with a leader to its line's end. */
export function endMarks(
  history: History,
  horizon: Horizon,
  column: Column,
  plot: Plot,
  palette: Palette,
) {
  const height = column.stacked ? 2 * ROW : ROW
  const rows = history.lines.map((line) => ({
    want: line.last === null ? plot.bottom : plot.y(line.last[1]),
    height,
  }))
  const limitY = horizon.limit === 'line' ? plot.y(history.limit?.bytes ?? 0) : plot.top + 9
  const dates =
    column.date.length > 0 ? [{ want: limitY, height: column.date.length * ROW + DATE_GAP }] : []
  const places = spread([...dates, ...rows], plot.top - 8, plot.bottom + 6)
  const lines = history.lines.map((line, rank) =>
    lineLabel(
      line,
      places[rank + dates.length] ?? 0,
      palette.series[rank] ?? palette.ink,
      column,
      plot,
    ),
  )
  const date = dates.length > 0 ? dateLabel(column, places[0] ?? 0, palette) : ''
  return element('g', { class: 'ends' }, date, ...lines)
}

function lineLabel(line: Line, middle: number, colour: string, column: Column, plot: Plot): string {
  const x = WIDTH - MARGIN - column.width
  const value = figureOf(line)
  const style = { size: TEXT_PX, fill: colour }
  const room = column.stacked ? column.width : column.width - NAME_GAP - textWidth(value, TEXT_PX)
  const name = ellipsize(drawable(line.label), room, TEXT_PX, 600)
  const top = middle - (column.stacked ? ROW / 2 : 0) + BASELINE
  const words = label(name, x, top, { ...style, class: 'end-name', weight: 600 })
  const figures = column.stacked
    ? label(value, x, top + ROW - 1, { ...style, class: 'end-value' })
    : label(value, WIDTH - MARGIN, top, { ...style, class: 'end-value', anchor: 'end' })
  return leader(line, middle, colour, plot) + words + figures
}

function leader(line: Line, middle: number, stroke: string, plot: Plot): string {
  if (line.last === null) return ''
  const from = [plot.x(line.last[0]) + 5, plot.y(line.last[1])] as const
  const to = [plot.right + LEADER_PX - 4, middle] as const
  return rule(from, to, stroke, { class: 'leader', 'stroke-opacity': 0.65 })
}

function dateLabel(column: Column, middle: number, palette: Palette): string {
  const top = middle - ((column.date.length - 1) * ROW) / 2 + BASELINE
  return column.date
    .map((text, row) =>
      label(text, WIDTH - MARGIN - column.width, top + row * ROW, {
        class: 'eta-date',
        size: TEXT_PX,
        weight: row === 0 ? 600 : 400,
        fill: palette.critical,
      }),
    )
    .join('')
}

function dateOf(eta: NonNullable<Horizon['eta']>, nowMs: number, zone: Zone): readonly string[] {
  const wall = zone.toWall(eta.atMs)
  const now = zone.toWall(nowMs)
  const awayMs = eta.atMs - nowMs
  // A date that lies outside the picture is pointed at.
  const arrow = eta.as === 'date' ? '→ ' : ''
  const otherYear = yearOf(wall) !== yearOf(now)
  const day = otherYear ? `${dayMonth(wall)} ${yearOf(wall)}` : `${weekday(wall)} ${dayMonth(wall)}`
  if (awayMs > HOUR_WORTH_MS) return [arrow + day]
  const time = awayMs < SECOND_WORTH_MS ? hourMinuteSecond(wall) : hourMinute(wall)
  return [`${arrow}≈ ${time}`, day]
}

function figureOf(line: Line): string {
  return line.last === null ? NOTHING : formatBytes(line.last[1])
}
