/**
 * Like members (workers, backends) at one instant: do the older ones hold more? A slope across members is no history
 * of one: who is old may do other work. So it is a suggestion, with its interval, and never a verdict.
 */
import { DAY_MS, MINUTE_MS } from '../domain/time.ts'
import type { Point } from './series.ts'
import { theilSen } from './theilSen.ts'

export interface Member {
  readonly ageMs: number
  readonly bytes: number
}

export interface AcrossMembers {
  readonly count: number
  readonly slopeBytesPerDay: number
  readonly slopeLo: number
  readonly slopeHi: number
  readonly youngestMs: number
  readonly oldestMs: number
  readonly medianBytes: number
}

/** Fewer say nothing: Kendall's tau of seven is significant only where all agree. */
export const LEAST_MEMBERS = 8
/** Of more, evenly many by age are looked at: pairs grow with the square. */
const MOST_MEMBERS = 200
/** Members that began together (a pool at its start) have no ages to compare. */
const LEAST_SPREAD_MS = 10 * MINUTE_MS
/** What only the young ones do is a warm-up: among the older half the slope must keep this share. */
const OLDER_SHARE = 0.25
/** From the youngest to the oldest it must make this share of what a member usually holds ... */
export const ACROSS_RATIO = 0.25
/** ... and so many bytes. */
export const ACROSS_FLOOR_BYTES = 8 * 1024 * 1024

/** Null where members are few or of one age, or where the older ones do not surely hold more. */
export function acrossMembers(members: readonly Member[]): AcrossMembers | null {
  const known = members
    .filter(({ ageMs, bytes }) => ageMs >= 0 && Number.isFinite(ageMs) && bytes > 0)
    .toSorted((a, b) => a.ageMs - b.ageMs)
  const stride = Math.ceil(known.length / MOST_MEMBERS)
  const points = known
    .filter((_, i) => i % stride === 0)
    .map(({ ageMs, bytes }): Point => [ageMs, bytes])
  const [youngest, oldest] = [points[0], points.at(-1)]
  if (known.length < LEAST_MEMBERS || youngest === undefined || oldest === undefined) return null
  const spreadMs = oldest[0] - youngest[0]
  const trend = spreadMs < LEAST_SPREAD_MS ? null : theilSen(points)
  const older = theilSen(points.slice(points.length >> 1))
  if (trend === null || trend.lo <= 0) return null
  if (older === null || older.slope < OLDER_SHARE * trend.slope) return null
  const sizes = known.map(({ bytes }) => bytes).toSorted((a, b) => a - b)
  const medianBytes = sizes[sizes.length >> 1] ?? 0
  const risen = trend.slope * spreadMs
  if (risen < ACROSS_RATIO * medianBytes || risen < ACROSS_FLOOR_BYTES) return null
  return {
    count: known.length,
    slopeBytesPerDay: trend.slope * DAY_MS,
    slopeLo: trend.lo * DAY_MS,
    slopeHi: trend.hi * DAY_MS,
    youngestMs: youngest[0],
    oldestMs: oldest[0],
    medianBytes,
  }
}
