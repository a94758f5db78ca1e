/**
 * Points -> floors: the low level of each part of the time. What was in use and given back does not stay in a floor;
 * what leaks does. Peaks meet a limit, floors show growth.
 */
import { DAY_MS, SECOND_MS } from '../domain/time.ts'
import { median, quantile } from './stats.ts'

export interface Floors {
  /** Seconds, rising. */
  readonly t: Float64Array
  readonly v: Float64Array
}

export const DAY_SECONDS = DAY_MS / SECOND_MS
/** A quarter gives the same within .01 F1 on labelled traces. */
const FLOOR_SHARE = 0.5
/** Equal parts of a series; 32-64 give the same. */
export const FLOORS = 48
/** A day or week with less than this share of the usual readings is left out: half a day has another floor. */
const WHOLE_SHARE = 0.5
/** Floors of floors are lows already. */
const REGROUPED_SHARE = 0.25
/** From here on a floor is a whole day's, from here on a whole week's. */
export const DAYS_FROM = 14
const DAYS_UNTIL = 120
const DAYS_LEAST_POINTS = 20
/** A sawtooth of fewer cycles has too few floors of its own. */
const LEAST_CYCLES = 5
/** With more readings a day than this, days are better floors than cycles. */
const CYCLES_UNTIL_A_DAY = 3
/** ... unless there are so many cycles, and each takes longer than a day by this. */
const LONG_CYCLES = 10
const LONGER_RATIO = 1.5
const WEEK_DAYS = 7

export type FloorKind = 'points' | 'parts' | 'days' | 'cycles'

/** The floors that suit a series, and what they are of. */
export function floorsOf(
  t: Float64Array,
  v: Float64Array,
  cuts: readonly number[] | null,
): Floors & { readonly kind: FloorKind } {
  const days = spanOf(t) / DAY_SECONDS
  const byDay = days >= DAYS_FROM && t.length >= DAYS_LEAST_POINTS
  const dense = byDay && t.length / days > CYCLES_UNTIL_A_DAY && !outlastsParts(cuts, days)
  if (cuts !== null && cuts.length >= LEAST_CYCLES && !dense) {
    return { ...ofCycles(t, v, cuts), kind: 'cycles' }
  }
  if (byDay) return { ...ofDays(t, v, days <= DAYS_UNTIL ? 1 : WEEK_DAYS), kind: 'days' }
  return { ...ofParts(t, v, FLOORS), kind: t.length <= FLOORS ? 'points' : 'parts' }
}

/** Whether there are cycles enough, each longer than the day, or week, that would be its floor: a part would hold its slope. */
function outlastsParts(cuts: readonly number[] | null, days: number): boolean {
  if (cuts === null || cuts.length < LONG_CYCLES) return false
  return cuts.length * LONGER_RATIO < days / (days <= DAYS_UNTIL ? 1 : WEEK_DAYS)
}

export function spanOf(t: Float64Array): number {
  return (t.at(-1) ?? 0) - (t[0] ?? 0)
}

/** Equal parts of the time; the points themselves where there are no more of them. */
export function ofParts(t: Float64Array, v: Float64Array, parts: number): Floors {
  const n = t.length
  if (n <= parts) return { t, v }
  const [start, width] = [t[0] ?? 0, (spanOf(t) / parts) * (1 + 1e-9)]
  const [instants, floors]: [number[], number[]] = [[], []]
  let from = 0
  for (let part = 1; part <= parts; part += 1) {
    let to = from
    while (to < n && (t[to] ?? 0) < start + part * width) to += 1
    if (to > from) {
      instants.push(((t[from] ?? 0) + (t[to - 1] ?? 0)) / 2)
      floors.push(floorOf(v.subarray(from, to)))
    }
    from = to
  }
  return { t: Float64Array.from(instants), v: Float64Array.from(floors) }
}

/** Whole days, or weeks, counted back from the last reading. */
export function ofDays(t: Float64Array, v: Float64Array, daysEach: number): Floors {
  const [end, width] = [t.at(-1) ?? 0, daysEach * DAY_SECONDS]
  const starts: { readonly part: number; readonly from: number; to: number }[] = []
  for (let i = 0; i < t.length; i += 1) {
    const part = Math.floor((end - (t[i] ?? 0)) / width)
    const last = starts.at(-1)
    if (last?.part === part) last.to = i + 1
    else starts.push({ part, from: i, to: i + 1 })
  }
  const usual = median(starts.map(({ from, to }) => to - from))
  const whole = starts.filter(({ from, to }) => to - from >= usual * WHOLE_SHARE)
  return {
    t: Float64Array.from(whole, ({ part }) => end - (part + 0.5) * width),
    v: Float64Array.from(whole, ({ from, to }) => floorOf(v.subarray(from, to))),
  }
}

/** The least value of each cycle; of several cycles where there are more than floors. */
function ofCycles(t: Float64Array, v: Float64Array, cuts: readonly number[]): Floors {
  const edges = [0, ...cuts, v.length]
  const lows = edges.slice(0, -1).map((from, i) => lowest(v, from, edges[i + 1] ?? v.length))
  const each = Math.ceil(lows.length / FLOORS)
  const [instants, floors]: [number[], number[]] = [[], []]
  for (let i = 0; i < lows.length; i += each) {
    const some = lows.slice(i, i + each)
    instants.push(t[some[0] ?? 0] ?? 0)
    floors.push(Math.min(...some.map((at) => v[at] ?? 0)))
  }
  return { t: Float64Array.from(instants), v: Float64Array.from(floors) }
}

function lowest(v: Float64Array, from: number, to: number): number {
  let at = from
  for (let i = from; i < to; i += 1) if ((v[i] ?? 0) < (v[at] ?? 0)) at = i
  return at
}

/** Fewer, coarser floors of floors. */
export function regrouped({ t, v }: Floors, parts: number): Floors {
  const each = Math.ceil(t.length / parts)
  const [instants, floors]: [number[], number[]] = [[], []]
  for (let i = 0; i < t.length; i += each) {
    instants.push(t[Math.min(i + (each >> 1), t.length - 1)] ?? 0)
    floors.push(quantile(v.subarray(i, i + each), REGROUPED_SHARE))
  }
  return { t: Float64Array.from(instants), v: Float64Array.from(floors) }
}

/** The mean of the lower share: as deaf to peaks as a quantile, and less shaken by noise. */
export function floorOf(part: Float64Array): number {
  const sorted = part.slice().sort()
  const low = sorted.subarray(0, Math.max(1, Math.ceil(sorted.length * FLOOR_SHARE)))
  return low.reduce((sum, value) => sum + value, 0) / low.length
}
