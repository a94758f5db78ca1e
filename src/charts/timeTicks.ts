/** Ticks of a time axis, on round figures of the reader's own clock and calendar. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import { dayMonth, hourMinute, hourMinuteSecond, monthName, yearOf, type Zone } from './zone.ts'

export interface TimeTick {
  readonly atMs: number
  readonly label: string
  /** The date or year, where it is another than the tick before has. */
  readonly under: string | null
}

type Unit = 'clock' | 'day' | 'month'
interface Step {
  readonly unit: Unit
  /** Milliseconds of clock steps, days or months of the others. */
  readonly size: number
  readonly ms: number
}

const MONTH_MS = 30.44 * DAY_MS
/** The first Monday of the epoch, in days: weeks begin there. */
const MONDAY = 4
/** Room for a label and the gap after it, in px at the charts' text size. */
const TICK_PX = 60
const SECONDS_TICK_PX = 78

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30].map((size) => clock(size * SECOND_MS)),
  ...[1, 2, 5, 10, 15, 30].map((size) => clock(size * MINUTE_MS)),
  ...[1, 2, 3, 6, 12].map((size) => clock(size * HOUR_MS)),
  ...[1, 2, 3, 7, 14].map((size): Step => ({ unit: 'day', size, ms: size * DAY_MS })),
  ...[1, 2, 3, 6].map(months),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].map((years) => months(years * 12)),
]

/** Gives the ticks between two instants for an axis that is `widthPx` wide. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  widthPx: number,
  zone: Zone,
): readonly TimeTick[] {
  const step = STEPS.find((one) => (one.ms / (toMs - fromMs)) * widthPx >= room(one))
  const ticks: TimeTick[] = []
  let before: number | null = null
  for (const atMs of instants(fromMs, toMs, step ?? months(24_000), zone)) {
    const wallMs = zone.toWall(atMs)
    ticks.push({ atMs, ...words(wallMs, before, step?.unit ?? 'month', step?.size ?? 0) })
    before = wallMs
  }
  return ticks
}

/** Gives the one tick of a single instant: its time to the second and its date. */
export function instantTick(atMs: number, zone: Zone): TimeTick {
  const wallMs = zone.toWall(atMs)
  return {
    atMs,
    label: hourMinuteSecond(wallMs),
    under: `${dayMonth(wallMs)} ${yearOf(wallMs)}`,
  }
}

function instants(fromMs: number, toMs: number, step: Step, zone: Zone): readonly number[] {
  const out: number[] = []
  let last = Number.NEGATIVE_INFINITY
  const add = (atMs: number) => {
    // Where clocks are put on, two round hours may be one instant.
    if (atMs >= fromMs && atMs <= toMs && atMs > last) {
      out.push(atMs)
      last = atMs
    }
  }
  // Steps under an hour run on instants, so that the hour that a clock shows twice has its ticks twice.
  if (step.unit === 'clock' && step.ms < HOUR_MS) {
    const offset = zone.toWall(fromMs) - fromMs
    const first = Math.floor((fromMs + offset) / step.ms) * step.ms - offset
    for (let atMs = first; atMs <= toMs; atMs += step.ms) add(atMs)
    return out
  }
  for (const wallMs of walls(zone.toWall(fromMs), zone.toWall(toMs), step)) {
    add(zone.fromWall(wallMs))
  }
  return out
}

function* walls(from: number, to: number, step: Step): Generator<number> {
  if (step.unit === 'month') {
    const start = new Date(from)
    const first = start.getUTCFullYear() * 12 + start.getUTCMonth()
    for (let month = Math.floor(first / step.size) * step.size; ; month += step.size) {
      const wallMs = Date.UTC(Math.floor(month / 12), month % 12, 1)
      if (!(wallMs <= to)) return
      yield wallMs
    }
  }
  const origin = step.unit === 'day' && step.size % 7 === 0 ? MONDAY * DAY_MS : 0
  const first = Math.floor((from - origin) / step.ms) * step.ms + origin
  // One step more at both ends: a change of clocks may bring a tick into the range.
  for (let wallMs = first - step.ms; wallMs <= to + step.ms; wallMs += step.ms) yield wallMs
}

function words(wallMs: number, before: number | null, unit: Unit, size: number) {
  const year = String(yearOf(wallMs))
  const newYear = before !== null && yearOf(before) !== yearOf(wallMs) ? year : null
  if (unit === 'month' && size % 12 === 0) return { label: year, under: null }
  if (unit === 'month') {
    return { label: monthName(wallMs), under: before === null ? year : newYear }
  }
  if (unit === 'day') return { label: dayMonth(wallMs), under: newYear }
  const date = dayMonth(wallMs)
  const under = before !== null && dayMonth(before) === date ? null : date
  const short = size % MINUTE_MS === 0
  return { label: short ? hourMinute(wallMs) : hourMinuteSecond(wallMs), under }
}

function room(step: Step): number {
  return step.unit === 'clock' && step.ms < MINUTE_MS ? SECONDS_TICK_PX : TICK_PX
}

function clock(ms: number): Step {
  return { unit: 'clock', size: ms, ms }
}

function months(size: number): Step {
  return { unit: 'month', size, ms: size * MONTH_MS }
}
