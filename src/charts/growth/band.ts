/** Between which rates the growth lies, as a shaded wedge from now on: a line alone would promise too much. */
import { DAY_MS } from '../../domain/time.ts'
import { element, polyline } from '../svg.ts'
import type { Palette } from '../theme.ts'
import type { History } from './history.ts'
import type { Horizon } from './horizon.ts'
import type { Plot } from './plot.ts'
import type { Pixel } from './strokes.ts'

const SHADE = 0.12

/** Gives the markup of the wedge; nothing where no interval is known. */
export function bandMark(history: History, horizon: Horizon, plot: Plot, palette: Palette): string {
  const { forecast } = history
  const band = forecast?.band ?? null
  if (forecast === null || band === null || history.fromMs === history.toMs) return ''
  const spanMs = horizon.endMs - forecast.fromMs
  if (spanMs <= 0) return ''
  const start: Pixel = [plot.x(forecast.fromMs), plot.y(forecast.fromBytes)]
  if (!isInside(start, plot)) return ''
  const edge = (bytesPerDay: number): readonly Pixel[] =>
    withinPlot(start, forecast.fromBytes + (bytesPerDay * spanMs) / DAY_MS, plot)
  const outline = [start, ...edge(band.highPerDay), ...edge(band.lowPerDay).toReversed()]
  return element('path', {
    class: 'band',
    d: `${polyline(outline)}Z`,
    fill: palette.ink,
    'fill-opacity': SHADE,
  })
}

function isInside([x, y]: Pixel, plot: Plot): boolean {
  return x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom
}

/** The end of a line at the right side; where it leaves through top or bottom, also the place where it does. */
function withinPlot(start: Pixel, endBytes: number, plot: Plot): readonly Pixel[] {
  const y = plot.y(endBytes)
  const bound = y < plot.top ? plot.top : y > plot.bottom ? plot.bottom : null
  if (bound === null) return [[plot.right, y]]
  const share = Math.min(1, Math.max(0, (bound - start[1]) / (y - start[1])))
  return [
    [start[0] + share * (plot.right - start[0]), bound],
    [plot.right, bound],
  ]
}
