/**
 * Series -> growth verdict (facts/growth.md 6). Honest about few points: one reading proves and clears nothing,
 * two are a difference, up to five a direction. From six on a robust slope with its interval; it can say
 * `growing-not-yet-proved`, never `leaking`: a cache that fills looks the same until it bends.
 */
import type { Eta, Growth, GrowthNote } from '../domain/growth.ts'
import { LIMITS } from '../domain/limits.ts'
import type { SampleRow } from '../domain/sample.ts'
import { DAY_MS, SECOND_MS } from '../domain/time.ts'
import { livesOf, restartsOf } from './lives.ts'
import { type GrowthMetric, metricOf } from './metric.ts'
import { type Point, seriesOf, thin } from './series.ts'
import { type Trend, theilSen } from './theilSen.ts'

/** Fewer points than this give no verdict (facts/growth.md 6). */
export const VERDICT_POINTS = 6
/** Slopes are taken between all pairs: more points than this are thinned first (facts/growth.md 3.0). */
const MAX_POINTS = 200
/** A rise must be this share of the level (facts/growth.md 3.5: minRel 2 %) ... */
export const RISE_RATIO = 0.02
/** ... and this much in bytes (redis src/object.c getMemoryDoctorReport judges nothing below 10 MB). */
export const RISE_FLOOR_BYTES = 10 * 1024 * 1024
/** What rose and then went flat grew, but does not grow: the newer half must keep this share of the slope. */
export const RECENT_SLOPE_RATIO = 0.25
/** A shorter span cannot show the daily swing (facts/growth.md 6). */
const DAILY_SPAN_MS = 1.5 * DAY_MS
/** The newest part of a series, whose upper level is nearest to the limit (facts/growth.md 3.6). */
const RECENT_SHARE = 0.2
const RECENT_QUANTILE = 0.95
/** An end of the interval beyond ten years is "open", not a date. */
const SAYABLE_SECONDS = (3650 * DAY_MS) / SECOND_MS

export interface GrowthInput {
  /** Of one subject; the present run's sample included; several incarnations possible; in any order. */
  readonly rows: readonly SampleRow[]
  /** Key of the present life. */
  readonly incarnation: string
  readonly metric: GrowthMetric
  readonly limit: { readonly bytes: number; readonly name: string } | null
  readonly nowMs: number
}

/** Judges the present life; null when it has no usable sample. */
export function judgeGrowth(input: GrowthInput): Growth | null {
  const lives = livesOf(input.rows, input.nowMs)
  const present = lives.find((life) => life.key === input.incarnation)
  if (present === undefined) return null
  const series = seriesOf(present.rows, metricOf(present.rows, input.metric), input.nowMs)
  const restarts = restartsOf(lives)
  const [first, last] = [series.points[0], series.points.at(-1)]
  if (first === undefined || last === undefined) return null
  const base = {
    metric: series.metric,
    score: null,
    since: first[0],
    until: null,
    points: series.points.length,
    spanSec: (last[0] - first[0]) / SECOND_MS,
    incarnations: restarts.length + 1,
  }
  const judged =
    series.points.length < VERDICT_POINTS
      ? tooFew(series.points)
      : enough(series.points, input.limit)
  return { ...base, ...judged, notes: [...judged.notes, ...restartNotes(restarts)] }
}

type Judged = Omit<
  Growth,
  'metric' | 'score' | 'since' | 'until' | 'points' | 'spanSec' | 'incarnations'
>

function tooFew(points: readonly Point[]): Judged {
  const spanMs = spanOf(points)
  // A rate over less than this is noise of the clock, whatever the difference.
  const trend = spanMs < LIMITS.rateMinSeconds * SECOND_MS ? null : theilSen(points)
  const rise = points.length === 1 ? null : (points.at(-1)?.[1] ?? 0) - (points[0]?.[1] ?? 0)
  const moreSamples = VERDICT_POINTS - points.length
  return {
    verdict: 'insufficient-data',
    slopeBytesPerDay: trend === null ? null : trend.slope * DAY_MS,
    slopeLo: null,
    slopeHi: null,
    risenBytes: rise,
    eta: null,
    notes: fewNotes(points, spanMs / SECOND_MS, moreSamples),
    needs: { moreSamples },
  }
}

function fewNotes(
  points: readonly Point[],
  spanSeconds: number,
  moreSamples: number,
): readonly GrowthNote[] {
  if (points.length === 1) return [note('one-point', { moreSamples })]
  if (points.length === 2) return [note('two-points', { spanSeconds, moreSamples })]
  const steps = points.slice(1).map(([, bytes], i) => bytes - (points[i]?.[1] ?? bytes))
  const rises = steps.filter((step) => step > 0).length
  const falls = steps.filter((step) => step < 0).length
  const few = { points: points.length, needed: VERDICT_POINTS, moreSamples, rises, falls }
  // A series that only stood or fell is neither: the counts say so.
  const shape = rises === steps.length ? 'monotone' : rises > 0 && falls > 0 ? 'not-monotone' : null
  return [note('few-points', few), ...(shape === null ? [] : [note(shape, { rises, falls })])]
}

function enough(all: readonly Point[], limit: GrowthInput['limit']): Judged {
  const points = thin(all, MAX_POINTS)
  const trend = theilSen(points) ?? { slope: 0, lo: 0, hi: 0 }
  const spanMs = spanOf(all)
  const risenBytes = trend.slope * spanMs
  const growing = isGrowing(points, trend, risenBytes)
  const spanSeconds = spanMs / SECOND_MS
  const short = spanMs < DAILY_SPAN_MS ? [note('short-span', { spanSeconds })] : []
  return {
    verdict: growing ? 'growing-not-yet-proved' : 'stable',
    slopeBytesPerDay: trend.slope * DAY_MS,
    slopeLo: trend.lo * DAY_MS,
    slopeHi: trend.hi * DAY_MS,
    risenBytes,
    eta: growing && limit !== null ? etaOf(all, trend, limit) : null,
    notes: [note(growing ? 'slope-not-proof' : 'flat-clears-nothing', { spanSeconds }), ...short],
    needs: null,
  }
}

/** Sure to rise, by a share and an amount that matter, and still rising in the newer half. */
function isGrowing(points: readonly Point[], trend: Trend, risenBytes: number): boolean {
  const values = points.map(([, bytes]) => bytes)
  if (trend.lo <= 0 || risenBytes < RISE_FLOOR_BYTES) return false
  if (risenBytes < RISE_RATIO * quantile(values, 0.5)) return false
  const middleMs = ((points[0]?.[0] ?? 0) + (points.at(-1)?.[0] ?? 0)) / 2
  const newer = points.filter(([atMs]) => atMs >= middleMs)
  const recent = newer.length < 3 ? null : theilSen(newer)
  return recent === null || recent.slope >= RECENT_SLOPE_RATIO * trend.slope
}

/** From the upper level of the newest part, because peaks meet a limit, not floors. */
function etaOf(
  points: readonly Point[],
  trend: Trend,
  limit: NonNullable<GrowthInput['limit']>,
): Eta {
  const newest = points.slice(-Math.max(1, Math.ceil(points.length * RECENT_SHARE)))
  const levelBytes = quantile(
    newest.map(([, bytes]) => bytes),
    RECENT_QUANTILE,
  )
  const roomBytes = Math.max(0, limit.bytes - levelBytes)
  const seconds = (bytesPerMs: number): number => roomBytes / bytesPerMs / SECOND_MS
  return {
    seconds: seconds(trend.slope),
    lo: seconds(trend.hi),
    hi: seconds(trend.lo) <= SAYABLE_SECONDS ? seconds(trend.lo) : null,
    limitBytes: limit.bytes,
    limitName: limit.name,
  }
}

function restartNotes(restarts: readonly number[]): readonly GrowthNote[] {
  const lastAtMs = restarts.at(-1)
  return lastAtMs === undefined ? [] : [note('restarted', { restarts: restarts.length, lastAtMs })]
}

function note(code: GrowthNote['code'], numbers: GrowthNote['numbers']): GrowthNote {
  return { code, numbers }
}

function spanOf(points: readonly Point[]): number {
  return (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)
}

/** Linear interpolation between the two nearest ranks. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? 0
  const above = sorted[Math.ceil(at)] ?? below
  return below + (above - below) * (at - Math.floor(at))
}
