/** Restarts: a triangle over a dotted line each, and the word once. */
import type { GrowthChart } from '../../domain/chart.ts'
import { drawable, ellipsize, textWidth } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'
import { element, label, px, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import type { Plot } from './plot.ts'

/** Beyond this many, triangles and lines would hide the data: ticks only. */
const MOST_TRIANGLES = 30
const GAP = 9
const LONGEST_LABEL_PX = 200

/** Gives the markup of the restarts at their instants. */
export function restartMarks(
  restarts: readonly number[],
  spec: Pick<GrowthChart, 'restartLabel'>,
  plot: Plot,
  palette: Palette,
): string {
  if (restarts.length === 0) return ''
  const xs = [...new Set(restarts.map((at) => Math.round(plot.x(at) * 2) / 2))]
  const few = restarts.length <= MOST_TRIANGLES
  const marks = xs.map((x) => (few ? triangle(x, plot, palette) : tick(x, plot, palette)))
  return element(
    'g',
    { class: 'restarts' },
    ...marks,
    word(restarts.length, xs, spec, plot, palette),
  )
}

function triangle(x: number, plot: Plot, palette: Palette): string {
  const line = rule([x, plot.top - 4], [x, plot.bottom], palette.muted, {
    class: 'restart',
    'stroke-dasharray': '2 3',
  })
  const d = `M${px(x - 5)} ${px(plot.top - 14)}h10l-5 8z`
  return line + element('path', { class: 'restart-mark', d, fill: palette.muted })
}

function tick(x: number, plot: Plot, palette: Palette): string {
  return rule([x, plot.top - 12], [x, plot.top - 4], palette.muted, { class: 'restart' })
}

/** The word stands in the first gap that holds it, else after the last mark; many restarts give one word and a count. */
function word(
  count: number,
  xs: readonly number[],
  spec: Pick<GrowthChart, 'restartLabel'>,
  plot: Plot,
  palette: Palette,
): string {
  const text = drawable(count > 1 ? `${spec.restartLabel} ×${count}` : spec.restartLabel)
  const style = { class: 'restart-word', size: TEXT_PX, fill: palette.muted }
  const y = plot.top - 5
  const need = Math.min(textWidth(text, TEXT_PX), LONGEST_LABEL_PX)
  const fitted = ellipsize(text, need, TEXT_PX)
  const right = WIDTH - MARGIN
  const free = xs.findIndex((x, at) => x + GAP + need + GAP <= (xs[at + 1] ?? right + GAP))
  const start = xs[free]
  if (start !== undefined) return label(fitted, start + GAP, y, style)
  const first = xs[0] ?? right
  if (first - GAP - need >= MARGIN)
    return label(fitted, first - GAP, y, { ...style, anchor: 'end' })
  const beside = plot.right + GAP
  return label(ellipsize(text, right - beside, TEXT_PX), beside, y, style)
}
