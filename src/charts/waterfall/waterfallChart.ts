/** The waterfall: a row for each part, each bar where the last one ended, and the whole below them. */
import { formatBytes } from '../../domain/bytes.ts'
import type { WaterfallChart } from '../../domain/chart.ts'
import { byteTicks } from '../byteTicks.ts'
import { card } from '../card.ts'
import { drawable, ellipsize, textWidth } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'
import { element, label, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { type Placed, type Sum, sumOf } from './sum.ts'

const TOP = 74
const ROW = 28
const BAR = 19
const BASELINE = 4.5
const GAP = 10
/** From the last row to the ticks' baseline, and from there to the card's edge. */
const AXIS = 24
const FOOT = 16
const LONGEST_NAME_PX = 190
/** A part too small to be seen is shown as a sliver: it is there. */
const THINNEST_PX = 2.5
const TICK_GAP = 12

interface Plot {
  readonly left: number
  readonly right: number
  readonly bottom: number
  x(bytes: number): number
  /** The middle of a row. */
  row(at: number): number
}

/** Gives the SVG text of a waterfall; its height follows from its rows. */
export function waterfallChart(spec: WaterfallChart, palette: Palette): string {
  const sum = sumOf(spec)
  const plot = plotOf(spec, sum)
  return card(spec, plot.bottom + AXIS + FOOT, palette, [
    scale(sum, plot, palette),
    ...sum.steps.map((_, at) => connector(sum, at, plot, palette)),
    ...sum.steps.map((placed, at) => row(placed, at, spec, plot, palette)),
    totalRow(spec, sum, plot, palette),
  ])
}

function plotOf(spec: WaterfallChart, sum: Sum): Plot {
  const rows = [...sum.steps.map(({ step }) => step), { ...spec.total, strong: true }]
  const wide = (texts: readonly string[]): number =>
    Math.max(...texts.map((text) => textWidth(text, TEXT_PX, 600)))
  const names = Math.min(wide(rows.map((one) => drawable(one.label))), LONGEST_NAME_PX)
  const values = wide(rows.map((one) => formatBytes(one.bytes)))
  const left = MARGIN + names + GAP
  const right = WIDTH - MARGIN - values - GAP
  return {
    left,
    right,
    bottom: TOP + rows.length * ROW,
    x: (bytes) => left + (bytes / sum.topBytes) * (right - left),
    row: (at) => TOP + at * ROW + ROW / 2,
  }
}

/** Lines down through the rows; a label only where the one before leaves room. */
function scale(sum: Sum, plot: Plot, palette: Palette): string {
  let taken = Number.NEGATIVE_INFINITY
  return byteTicks(sum.topBytes)
    .map((bytes) => {
      const x = plot.x(bytes)
      const line = rule([x, TOP], [x, plot.bottom + 4], bytes === 0 ? palette.axis : palette.grid)
      const text = bytes === 0 ? '0' : formatBytes(bytes)
      const half = textWidth(text, TEXT_PX) / 2
      if (x - half < taken + TICK_GAP) return line
      taken = x + half
      return (
        line +
        label(text, x, plot.bottom + AXIS, {
          class: 'size',
          size: TEXT_PX,
          fill: palette.muted,
          anchor: 'middle',
        })
      )
    })
    .join('')
}

/** From where a bar ended down to the next, or to the total. */
function connector(sum: Sum, at: number, plot: Plot, palette: Palette): string {
  const x = plot.x(sum.steps[at]?.toBytes ?? 0)
  const [from, to] = [plot.row(at) + BAR / 2, plot.row(at + 1) - BAR / 2]
  return rule([x, from], [x, to], palette.axis, { class: 'connector' })
}

function row(
  { step, fromBytes, toBytes }: Placed,
  at: number,
  spec: WaterfallChart,
  plot: Plot,
  palette: Palette,
): string {
  const [from, to] = [plot.x(Math.min(fromBytes, toBytes)), plot.x(Math.max(fromBytes, toBytes))]
  const width = Math.max(to - from, step.bytes === 0 ? 0 : THINNEST_PX)
  const colour = colourOf(step, spec, palette)
  const bar = element('rect', {
    class: `bar-${step.kind}`,
    // A sliver at the right end stays on the plot.
    x: Math.min(from, plot.right - width),
    y: plot.row(at) - BAR / 2,
    width,
    height: BAR,
    rx: Math.min(2.5, width / 2),
    ...lookOf(step.kind, colour, palette),
  })
  return bar + words(step.label, step.bytes, step.strong, at, plot, palette)
}

/** What is free is drawn as room: hollow. What nothing accounts for is drawn unsure: dashed. */
function lookOf(kind: Placed['step']['kind'], colour: string, palette: Palette) {
  const outline = { fill: palette.card, stroke: colour, 'stroke-width': 1.5 }
  if (kind === 'free') return outline
  if (kind === 'unknown') return { ...outline, fill: palette.zone, 'stroke-dasharray': '4 2.5' }
  return { fill: colour }
}

function colourOf(step: Placed['step'], spec: WaterfallChart, palette: Palette): string {
  if (step.strong && spec.tone !== 'calm') return palette[spec.tone]
  const [held, cache, kernel, rest] = palette.series
  return { held, cache, kernel, unknown: palette.muted, free: rest }[step.kind]
}

function totalRow(spec: WaterfallChart, sum: Sum, plot: Plot, palette: Palette): string {
  const at = sum.steps.length
  const bar = element('rect', {
    class: 'bar-total',
    x: plot.left,
    y: plot.row(at) - BAR / 2,
    width: plot.x(sum.totalBytes) - plot.left,
    height: BAR,
    rx: 2.5,
    fill: palette.axis,
  })
  return bar + words(spec.total.label, sum.totalBytes, true, at, plot, palette)
}

function words(
  name: string,
  bytes: number,
  strong: boolean,
  at: number,
  plot: Plot,
  palette: Palette,
): string {
  const y = plot.row(at) + BASELINE
  const weight = strong ? 600 : 400
  const style = { size: TEXT_PX, weight, fill: palette.ink, anchor: 'end' } as const
  const fitted = ellipsize(drawable(name), LONGEST_NAME_PX, TEXT_PX, weight)
  return (
    label(fitted, plot.left - GAP, y, { ...style, class: 'name' }) +
    label(formatBytes(bytes), WIDTH - MARGIN, y, { ...style, class: 'value' })
  )
}
