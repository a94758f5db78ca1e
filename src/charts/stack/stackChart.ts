/** The stack: bands that add up over time, the outer count as a line above them, names and shares at their ends. */
import { MIB } from '../../domain/bytes.ts'
import type { StackChart } from '../../domain/chart.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { card } from '../card.ts'
import { byteAxis, leftOf, ticksOf, timeAxis } from '../growth/axes.ts'
import { HEIGHT, type Plot, plotOf } from '../growth/plot.ts'
import { restartMarks } from '../growth/restarts.ts'
import { strokesOf } from '../growth/strokes.ts'
import { element, polyline } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { zoneOf } from '../zone.ts'
import { endMarks, rightOf } from './ends.ts'
import { layers } from './layers.ts'
import { type Stack, stackOf } from './stack.ts'

const HEADROOM = 1.06
const LINE_PX = 2.25
const DOT_PX = 3.2
/** One instant, or almost one, is shown in the middle of this much time. */
const SHORTEST_SPAN_MS = 5 * SECOND_MS

/** Gives the SVG text of a stack; without one look to draw the title says the rest. */
export function stackChart(spec: StackChart, palette: Palette): string {
  const stack = stackOf(spec)
  return card(spec, HEIGHT, palette, stack === null ? [] : parts(spec, stack, palette))
}

function parts(spec: StackChart, stack: Stack, palette: Palette): readonly string[] {
  const zone = zoneOf(spec.zone)
  const pad = Math.max(0, SHORTEST_SPAN_MS - (stack.toMs - stack.fromMs)) / 2
  const horizon = {
    fromMs: stack.fromMs - pad,
    endMs: stack.toMs + pad,
    topBytes: (stack.maxBytes >= 1 ? stack.maxBytes : MIB) * HEADROOM,
  }
  const [left, right] = [leftOf(horizon), rightOf(stack)]
  const ticks = ticksOf(stack, horizon, right - left, zone)
  const plot = plotOf(horizon, left, right, ticks.some(({ under }) => under !== null) ? 2 : 1)
  return [
    byteAxis(plot, horizon, palette),
    timeAxis(plot, ticks, zone, palette),
    ...layers(stack, plot, palette),
    restartMarks(stack.restarts, spec, plot, palette),
    ...outerLine(stack, plot, palette),
    endMarks(stack, plot, palette),
  ]
}

/** Outlined in the card's colour: it may cross the bands. */
function outerLine(stack: Stack, plot: Plot, palette: Palette): readonly string[] {
  if (stack.line === null) return []
  const strokes = strokesOf(stack.line, stack.restarts, plot)
  const d = strokes
    .filter((stroke) => stroke.length > 1)
    .map(polyline)
    .join('')
  const lone = strokes.filter((stroke) => stroke.length === 1)
  const end = strokes.at(-1)?.at(-1)
  const style = { fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const
  const halo = { ...style, d, stroke: palette.card, 'stroke-width': LINE_PX + 2.5 }
  const path = { ...style, d, stroke: palette.ink, 'stroke-width': LINE_PX }
  const dots = [...lone.flat(), ...(end === undefined ? [] : [end])]
  return [
    ...(d === '' ? [] : [element('path', halo), element('path', { class: 'outer', ...path })]),
    ...dots.map(([cx, cy]) =>
      element('circle', { class: 'outer-end', cx, cy, r: DOT_PX, fill: palette.ink }),
    ),
  ]
}
