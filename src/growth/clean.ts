/**
 * Any points -> points that can be judged: in order, one an instant, nothing impossible. One bogus instant (the epoch
 * in the first row of 109 real machines' files) broke every detector that was tried.
 */
import type { LifeKey, RawPoints } from '../domain/detected.ts'
import { HOUR_MS, SECOND_MS } from '../domain/time.ts'

export interface Run {
  readonly life: LifeKey | null
  /** Seconds since the first point of all runs, rising. */
  readonly t: Float64Array
  readonly v: Float64Array
}

export interface Cleaned {
  readonly startMs: number
  /** One for each life, the oldest first. */
  readonly runs: readonly Run[]
  readonly points: number
  /** Points that were left out: impossible, repeated, or more of one instant than are needed. */
  readonly dropped: number
  /** Of these, all but those of bursts: impossible, repeated, or of a clock that was wrong. */
  readonly unusable: number
}

const EARLIEST_MS = Date.UTC(2000, 0, 1)
/** Clocks may differ by this much; what is later than now by more is bogus. */
const FUTURE_MS = HOUR_MS
/** Zero is what a process reads when it gives up its memory at its end; of a series with more zeros it is a level. */
const LEVEL_ZEROS = 0.1
/** Points before a hole of this many times all that follows are a clock that was wrong, when they are as few. */
const STRAY_GAP_SPANS = 10
const STRAY_SHARE = 0.05
/** At most one point in each equal part of the span: a burst (a watch of seconds) weighs no more than quiet times. */
const PARTS = 2000

/** True for an instant that a sample can have been taken at. */
export function isPlausible(atMs: number, nowMs: number): boolean {
  return Number.isFinite(atMs) && atMs >= EARLIEST_MS && atMs <= nowMs + FUTURE_MS
}

interface Point {
  readonly atMs: number
  readonly value: number
  readonly life: LifeKey | null
}

/** Runs by life. Of two values of one life at one instant the larger is kept, so that order does not matter. */
export function cleaned(raw: RawPoints, nowMs: number): Cleaned {
  const known = inOrder(usable(raw, nowMs))
  const own = known.slice(strays(known))
  const points = thinned(own)
  const startMs = points[0]?.atMs ?? 0
  const byLife = new Map<LifeKey | null, Point[]>()
  for (const point of points) {
    const held = byLife.get(point.life)
    if (held === undefined) byLife.set(point.life, [point])
    else held.push(point)
  }
  const runs = [...byLife].map(([life, held]) => ({
    life,
    t: Float64Array.from(held, ({ atMs }) => (atMs - startMs) / SECOND_MS),
    v: Float64Array.from(held, ({ value }) => value),
  }))
  const given = raw.atMs.length
  const [dropped, unusable] = [given - points.length, given - own.length]
  return { startMs, runs, points: points.length, dropped, unusable }
}

function usable({ atMs, values, lives }: RawPoints, nowMs: number): readonly Point[] {
  const zeros = values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0)
  const least = zeros > values.length * LEVEL_ZEROS ? 0 : Number.MIN_VALUE
  const points: Point[] = []
  for (const [i, at] of atMs.entries()) {
    const value = values[i] ?? Number.NaN
    if (!isPlausible(at, nowMs) || !(value >= least && value <= Number.MAX_SAFE_INTEGER)) continue
    points.push({ atMs: at, value, life: lives?.[i] ?? null })
  }
  return points
}

function inOrder(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a.atMs - b.atMs || b.value - a.value)
  const seen = new Map<LifeKey | null, number>()
  return sorted.filter(({ atMs, life }) => {
    if (seen.get(life) === atMs) return false
    seen.set(life, atMs)
    return true
  })
}

/** How many points at the beginning are of a clock that was wrong. */
function strays(points: readonly Point[]): number {
  const last = points.at(-1)?.atMs ?? 0
  const most = Math.floor(points.length * STRAY_SHARE)
  for (let i = Math.min(most, points.length - 2); i > 0; i -= 1) {
    const [before, first] = [points[i - 1]?.atMs ?? 0, points[i]?.atMs ?? 0]
    if (first - before > STRAY_GAP_SPANS * (last - first)) return i
  }
  return 0
}

function thinned(points: readonly Point[]): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || points.length <= PARTS / 10) return points
  const partMs = (last.atMs - first.atMs) / PARTS
  const held = new Map<string, Point[]>()
  for (const point of points) {
    const key = `${Math.floor((point.atMs - first.atMs) / partMs)} ${point.life}`
    const part = held.get(key)
    if (part === undefined) held.set(key, [point])
    else part.push(point)
  }
  return held.size === points.length ? points : [...held.values()].map(middle)
}

/** The middle one by value. */
function middle(part: readonly Point[]): Point {
  if (part.length === 1) return part[0] as Point
  const sorted = [...part].sort((a, b) => a.value - b.value || a.atMs - b.atMs)
  return sorted[(sorted.length - 1) >> 1] as Point
}
