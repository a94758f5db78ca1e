/** The forecast: a shaded time to come, a dashed line into it, a dot where it meets the limit. */
import { DAY_MS } from '../../domain/time.ts'
import { element, polyline } from '../svg.ts'
import type { Palette } from '../theme.ts'
import type { History } from './history.ts'
import type { Horizon } from './horizon.ts'
import type { Plot } from './plot.ts'
import type { Pixel } from './strokes.ts'

const DOT_PX = 6
const PIECES = 60

/** Gives the zone (to be drawn under all else), the line and the dot (over all else). */
export function forecastMarks(
  history: History,
  horizon: Horizon,
  plot: Plot,
  palette: Palette,
): {
  readonly zone: string
  readonly line: string
  readonly dot: string
  /** What the line covers. */
  readonly strokes: readonly (readonly Pixel[])[]
} {
  const now = plot.x(history.toMs)
  if (history.forecast === null || history.fromMs === history.toMs) {
    return { zone: '', line: '', dot: '', strokes: [] }
  }
  const zone = element('rect', {
    class: 'to-come',
    x: now,
    y: plot.top,
    width: plot.right - now,
    height: plot.bottom - plot.top,
    fill: palette.zone,
  })
  const segment = clipped(lineOf(history, horizon, plot), plot)
  return {
    zone,
    line: segment === null ? '' : dashes(segment, palette),
    dot: dot(history, horizon, plot, palette),
    strokes: segment === null ? [] : [piecesOf(segment)],
  }
}

/** In short pieces: what a piece covers is told by its extent. */
function piecesOf(segment: readonly Pixel[]): readonly Pixel[] {
  const [from = [0, 0], to = from] = segment
  return Array.from({ length: PIECES + 1 }, (_, at): Pixel => {
    const share = at / PIECES
    return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]
  })
}

function dashes(segment: readonly Pixel[], palette: Palette): string {
  return element('path', {
    class: 'forecast',
    d: polyline(segment),
    fill: 'none',
    stroke: palette.ink,
    'stroke-width': 1.75,
    'stroke-dasharray': '5 4',
  })
}

function dot(history: History, horizon: Horizon, plot: Plot, palette: Palette): string {
  if (horizon.eta?.as !== 'dot' || history.limit === null) return ''
  return element('circle', {
    class: 'eta',
    cx: plot.x(horizon.eta.atMs),
    cy: plot.y(history.limit.bytes),
    r: DOT_PX,
    fill: palette.card,
    stroke: palette.critical,
    'stroke-width': 3,
  })
}

/** From the point that the forecast starts at to the dot, or with its slope to the end of the chart. */
function lineOf(history: History, horizon: Horizon, plot: Plot): readonly [Pixel, Pixel] | null {
  const { forecast, limit } = history
  if (forecast === null) return null
  const dotted = horizon.eta?.as === 'dot' && limit !== null
  const endMs = dotted ? (horizon.eta?.atMs ?? horizon.endMs) : horizon.endMs
  if (forecast.fromMs >= endMs) return null
  const risen = (forecast.bytesPerDay * (endMs - forecast.fromMs)) / DAY_MS
  return [
    [plot.x(forecast.fromMs), plot.y(forecast.fromBytes)],
    [plot.x(endMs), plot.y(dotted ? limit.bytes : forecast.fromBytes + risen)],
  ]
}

/** Cuts a segment to the plot (Liang-Barsky); null when it lies outside. */
function clipped(segment: readonly [Pixel, Pixel] | null, plot: Plot): readonly Pixel[] | null {
  if (segment === null) return null
  const [[x0, y0], [x1, y1]] = segment
  const [dx, dy] = [x1 - x0, y1 - y0]
  const edges = [
    [-dx, x0 - plot.left],
    [dx, plot.right - x0],
    [-dy, y0 - plot.top],
    [dy, plot.bottom - y0],
  ] as const
  let [enter, leave] = [0, 1]
  for (const [towards, room] of edges) {
    if (towards === 0 && room < 0) return null
    if (towards < 0) enter = Math.max(enter, room / towards)
    if (towards > 0) leave = Math.min(leave, room / towards)
  }
  if (enter > leave) return null
  // Far ends lose so many digits that a cut at the edge may come out beside it.
  return [enter, leave].map((share) => [
    within(x0 + share * dx, plot.left, plot.right),
    within(y0 + share * dy, plot.top, plot.bottom),
  ])
}

function within(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
