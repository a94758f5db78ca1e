/** The time line: memory above, a lane of numbered events for each source below, one time axis under both. */
import type { TimelineChart } from '../../domain/chart.ts'
import { HOUR_MS } from '../../domain/time.ts'
import { card } from '../card.ts'
import { textWidth } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'
import { label, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { type TimeTick, timeTicks } from '../timeTicks.ts'
import { zoneOf } from '../zone.ts'
import type { Area } from './area.ts'
import { laneMarks } from './lanes.ts'
import { lineLeft, lineMarks } from './line.ts'

const TOP = 84
const LINE_HEIGHT = 150
const LANE_HEIGHT = 34
const AXIS_HEIGHT = 44
const LABEL_GAP = 10
const ZONE_GAP = 16
/** The zone stands in the row of the dates. */
const ZONE_ROW = 36

/** Gives the SVG text of a time line. What lies outside the span or is no number is not drawn. */
export function timelineChart(of: TimelineChart, palette: Palette): string {
  const spec = drawable(of)
  const area = areaOf(spec)
  const lineBottom = TOP + (spec.line === null ? 0 : LINE_HEIGHT)
  const lanesTop = lineBottom + (spec.line === null ? 0 : 14)
  const bottom = lanesTop + spec.lanes.length * LANE_HEIGHT
  const zone = zoneOf(spec.zone)
  const ticks = timeTicks(spec.fromMs, spec.toMs, area.right - area.left, zone)
  return card(spec, bottom + AXIS_HEIGHT + MARGIN / 2, palette, [
    grid(ticks, area, TOP, bottom, palette),
    spec.line === null ? '' : lineMarks(spec.line, area, TOP, lineBottom, palette),
    laneMarks(spec, area, { top: lanesTop, height: LANE_HEIGHT, lineTop: TOP }, palette),
    axis(ticks, area, bottom, palette),
    label(zone.name, WIDTH - MARGIN, bottom + ZONE_ROW, {
      class: 'zone',
      size: TEXT_PX,
      fill: palette.muted,
      anchor: 'end',
    }),
  ])
}

/** Left of the data stand the lanes' names and the sizes, whichever is wider. */
function areaOf(spec: TimelineChart): Area {
  const names = spec.lanes.map((lane) => textWidth(lane.label, TEXT_PX))
  const left = MARGIN + Math.max(0, ...names, lineLeft(spec.line)) + LABEL_GAP
  const right = WIDTH - MARGIN - 8
  const span = Math.max(1, spec.toMs - spec.fromMs)
  return { left, right, x: (atMs) => left + ((atMs - spec.fromMs) / span) * (right - left) }
}

function grid(
  ticks: readonly TimeTick[],
  area: Area,
  top: number,
  bottom: number,
  palette: Palette,
): string {
  return ticks
    .map(({ atMs }) => rule([area.x(atMs), top], [area.x(atMs), bottom], palette.grid))
    .join('')
}

function axis(ticks: readonly TimeTick[], area: Area, bottom: number, palette: Palette): string {
  const line = rule([area.left, bottom], [area.right, bottom], palette.axis)
  const marks = ticks.map((tick) => {
    const x = area.x(tick.atMs)
    const style = { size: TEXT_PX, anchor: 'middle' } as const
    const time = label(tick.label, x, bottom + 19, { ...style, class: 'time', fill: palette.muted })
    // The zone's name stands at the end of this row.
    if (tick.under === null || x > area.right - ZONE_GAP * 5) return time
    return (
      time + label(tick.under, x, bottom + ZONE_ROW, { ...style, class: 'date', fill: palette.ink })
    )
  })
  return line + marks.join('')
}

/** The spec with instants and sizes that a picture can show; an empty or endless span is an hour around its start. */
function drawable(spec: TimelineChart): TimelineChart {
  const known = Math.abs(spec.fromMs) <= LAST_MS && Math.abs(spec.toMs) <= LAST_MS
  const span =
    known && spec.toMs > spec.fromMs
      ? { fromMs: spec.fromMs, toMs: spec.toMs }
      : { fromMs: 0, toMs: HOUR_MS }
  const inside = (atMs: number): boolean => atMs >= span.fromMs && atMs <= span.toMs
  const points = (spec.line?.points ?? []).filter(
    ([atMs, bytes]) => inside(atMs) && bytes >= 0 && bytes < Number.MAX_SAFE_INTEGER,
  )
  return {
    ...spec,
    ...span,
    line: spec.line === null || points.length < 2 ? null : { ...spec.line, points },
    lanes: spec.lanes.map((lane) => ({
      ...lane,
      events: lane.events.filter(({ atMs }) => inside(atMs)),
    })),
  }
}

/** Last instant that a Date can hold (ECMA-262, time values), less a zone's width. */
const LAST_MS = 8.63e15
