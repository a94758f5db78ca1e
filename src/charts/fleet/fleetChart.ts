/** The fleet: a row for each host, worst first: how full it is, how that came, what it grows, and when it is full. */
import type { FleetChart } from '../../domain/chart.ts'
import { LIMITS } from '../../domain/limits.ts'
import { card, smallMark } from '../card.ts'
import { drawable, ellipsize } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'
import { element, label, rule, type TextStyle } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { type Columns, columnsOf, type Row } from './columns.ts'
import { pastLine } from './pastLine.ts'

const HEAD_Y = 86
const TOP = 97
const ROW = 30
const BASELINE = 4.5
const BAR = 11
const PAST_PX = 21
const FOOT = 18
const OTHERS = 24

/** Gives the SVG text of a fleet; its height follows from its rows. */
export function fleetChart(spec: FleetChart, palette: Palette): string {
  const rows = spec.rows.slice(0, LIMITS.fleetRows)
  const columns = columnsOf(spec, rows)
  const bottom = TOP + rows.length * ROW
  const height = bottom + (spec.others === '' ? 0 : OTHERS) + FOOT
  return card(spec, height, palette, [
    headings(spec, columns, palette),
    ...rows.map((row, at) => rowOf(row, TOP + at * ROW, columns, palette)),
    othersOf(spec.others, bottom, palette),
  ])
}

function headings({ columns: words }: FleetChart, columns: Columns, palette: Palette): string {
  const style = { class: 'heading', size: TEXT_PX, fill: palette.muted }
  const left = (text: string, { left: x, right }: Columns['host']) =>
    label(fitted(text, right - x), x, HEAD_Y, style)
  const right = (text: string, { left: x, right: end }: Columns['host']) =>
    label(fitted(text, end - x), end, HEAD_Y, { ...style, anchor: 'end' })
  return [
    left(words.host, columns.host),
    left(words.used, { left: columns.bar.left, right: columns.shareRight }),
    left(words.past, columns.past),
    right(words.change, columns.change),
    right(words.full, columns.full),
  ].join('')
}

function rowOf(row: Row, top: number, columns: Columns, palette: Palette): string {
  const y = top + ROW / 2
  const { host } = columns
  const name = fitted(row.host, host.right - host.left, 600)
  return [
    rule([MARGIN, top], [WIDTH - MARGIN, top], palette.grid, { class: 'row-rule' }),
    smallMark(row.tone, MARGIN, y, palette),
    label(name, host.left, y + BASELINE, {
      class: 'host',
      size: TEXT_PX,
      weight: 600,
      fill: palette.ink,
    }),
    row.used === null || !Number.isFinite(row.used)
      ? noteOf(row, y, columns, palette)
      : usedOf(row, row.used, y, columns, palette),
  ].join('')
}

/** Where a host could not be read: why, across the columns of figures. */
function noteOf({ note }: Row, y: number, { bar, full }: Columns, palette: Palette): string {
  const style = { class: 'note', size: TEXT_PX, fill: palette.muted }
  return label(fitted(note, full.right - bar.left), bar.left, y + BASELINE, style)
}

function usedOf(row: Row, used: number, y: number, columns: Columns, palette: Palette): string {
  const share = Math.min(1, Math.max(0, used))
  const { bar, past, change, full } = columns
  const colour = row.tone === 'calm' ? palette.series[0] : palette[row.tone]
  const words = (text: string, span: Columns['full'], style: Omit<TextStyle, 'size'>) =>
    label(fitted(text, span.right - span.left, style.weight), span.right, y + BASELINE, {
      ...style,
      size: TEXT_PX,
      anchor: 'end',
    })
  const figures = { left: bar.right, right: columns.shareRight }
  return [
    barOf('bar-room', bar.left, bar.right - bar.left, y, palette.grid),
    barOf(`bar-${row.tone}`, bar.left, share * (bar.right - bar.left), y, colour),
    words(`${Math.round(share * 100)} %`, figures, { class: 'share', fill: palette.ink }),
    pastLine(row.past, { ...past, top: y - PAST_PX / 2, bottom: y + PAST_PX / 2 }, colour),
    words(row.change, change, { class: 'change', fill: row.grows ? palette.ink : palette.muted }),
    words(row.full, full, {
      class: 'full',
      fill: row.tone === 'calm' || !row.grows ? palette.muted : colour,
      weight: row.tone === 'critical' && row.grows ? 600 : 400,
    }),
  ].join('')
}

function barOf(name: string, x: number, width: number, y: number, fill: string): string {
  const rx = Math.min(2.5, width / 2)
  return element('rect', { class: name, x, y: y - BAR / 2, width, height: BAR, rx, fill })
}

function othersOf(others: string, bottom: number, palette: Palette): string {
  const line = rule([MARGIN, bottom], [WIDTH - MARGIN, bottom], palette.grid)
  if (others === '') return line
  const style = { class: 'others', size: TEXT_PX, fill: palette.muted }
  const text = fitted(others, WIDTH - 2 * MARGIN)
  return line + label(text, MARGIN, bottom + OTHERS - BASELINE, style)
}

function fitted(text: string, width: number, weight: 400 | 600 = 400): string {
  return ellipsize(drawable(text), Math.max(0, width), TEXT_PX, weight)
}
