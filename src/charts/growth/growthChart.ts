/** The growth chart: its parts in the order in which they are laid over each other. */
import type { GrowthChart } from '../../domain/chart.ts'
import { card } from '../card.ts'
import { MARGIN, WIDTH } from '../frame.ts'
import { element } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { zoneOf } from '../zone.ts'
import { byteAxis, leftOf, ticksOf, timeAxis } from './axes.ts'
import { bandMark } from './band.ts'
import { columnOf, endMarks, rightOf } from './ends.ts'
import { floorMarks } from './floors.ts'
import { forecastMarks } from './forecast.ts'
import { type History, historyOf } from './history.ts'
import { horizonOf } from './horizon.ts'
import { limitMarks } from './limit.ts'
import { markMarks } from './marks.ts'
import { HEIGHT, plotOf } from './plot.ts'
import { restartMarks } from './restarts.ts'
import { lineMarks, strokesOf } from './strokes.ts'

/** Gives the SVG text of a growth chart. */
export function growthChart(spec: GrowthChart, palette: Palette): string {
  const history = historyOf(spec)
  return card(
    spec,
    HEIGHT,
    palette,
    history === null ? [emptyFrame(palette)] : parts(spec, history, palette),
  )
}

function parts(spec: GrowthChart, history: History, palette: Palette): readonly string[] {
  const zone = zoneOf(spec.zone)
  const horizon = horizonOf(history)
  const column = columnOf(history, horizon, zone)
  const [left, right] = [leftOf(horizon), rightOf(column)]
  const ticks = ticksOf(history, horizon, right - left, zone)
  const dated = ticks.some((tick) => tick.under !== null)
  const plot = plotOf(horizon, left, right, dated ? 2 : 1)
  const strokes = history.lines.map((line) => strokesOf(line, history.restarts, plot))
  const forecast = forecastMarks(history, horizon, plot, palette)
  const limit = limitMarks(history, horizon, plot, strokes.flat(), palette)
  const upright = [...history.restarts, ...history.marks.map(({ atMs }) => atMs)].map((atMs) => {
    const x = plot.x(atMs)
    return [[x, plot.top] as const, [x, plot.bottom] as const]
  })
  const around = [...strokes.flat(), ...forecast.strokes, ...upright]
  const floors = floorMarks(history, spec.floorLabel, around, plot, palette)
  const taken = [...limit.boxes, ...floors.boxes]
  const marks = markMarks(history.marks, taken, strokes.flat(), plot, palette)
  const lines = strokes.map((stroke, rank) =>
    lineMarks(stroke, rank, palette.series[rank] ?? palette.ink),
  )
  return [
    forecast.zone,
    byteAxis(plot, horizon, palette),
    timeAxis(plot, ticks, zone, palette),
    restartMarks(history.restarts, spec, plot, palette),
    marks.lines,
    bandMark(history, horizon, plot, palette),
    limit.line,
    forecast.line,
    endMarks(history, horizon, column, plot, palette),
    // The first series matters most: it lies on top.
    ...lines.toReversed(),
    floors.marks,
    marks.labels,
    limit.label,
    forecast.dot,
  ]
}

/** Without one value there is nothing to scale: an empty frame, and the title says the rest. */
function emptyFrame(palette: Palette): string {
  return element('rect', {
    class: 'empty',
    x: MARGIN,
    y: 76,
    width: WIDTH - 2 * MARGIN,
    height: HEIGHT - 76 - MARGIN,
    rx: 6,
    fill: palette.zone,
    stroke: palette.axis,
    'stroke-dasharray': '5 5',
  })
}
