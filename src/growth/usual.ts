/**
 * What is usual here at this hour: the subject's own readings of the last four weeks, of the same hour of the day (an
 * hour more or less), without today's. The hour is told by the distance from now in whole days, so it needs no zone; a
 * zone is needed only to tell weekends. Older readings may be floors of their hour: a low level, not a typical one.
 */
import { MIB } from '../domain/bytes.ts'
import type { Usual } from '../domain/growth.ts'
import type { SampleRow } from '../domain/sample.ts'
import { DAY_MS, HOUR_MS } from '../domain/time.ts'
import { type GrowthMetric, metricOf } from './metric.ts'
import { type Point, seriesOf } from './series.ts'
import { madOf, median, quantile } from './stats.ts'

const LOOK_BACK_DAYS = 28
const AROUND_MS = HOUR_MS
/** Fewer say nothing of what is usual. */
const LEAST_DAYS = 5
const LEAST_READINGS = 10
/** Weekends are told apart only when there were three of them. */
const WEEKS_DAYS = 21
/** A day that was watched closely counts for no more than any other. */
const READINGS_A_DAY = 12
/** Hampel's rule; a level that hardly moves has no outliers within a fiftieth of itself. */
const OUTLIER_DEVIATIONS = 3.5
const LEAST_DEVIATION_RATIO = 0.02
const LOW = 0.1
const HIGH = 0.9
/** Above usual: by a quarter, and by what somebody would miss. */
const ABOVE_RATIO = 1.25
const ABOVE_FLOOR_BYTES = 64 * MIB

export interface UsualInput {
  /** Of one subject, this run's reading included. */
  readonly rows: readonly SampleRow[]
  /** Key of the present life: the reading that is compared is its newest. */
  readonly incarnation: string
  readonly metric: GrowthMetric
  /** Of the host's clock, east of UTC. */
  readonly zoneOffsetMs: number
  readonly nowMs: number
}

interface Seen {
  readonly daysAgo: number
  readonly bytes: number
}

/** Null without enough of a history: nothing is claimed then. */
export function usualOf({ rows, nowMs, ...of }: UsualInput): Usual | null {
  const own = rows.filter(({ incarnation }) => incarnation === of.incarnation)
  const metric = metricOf(own, of.metric)
  const nowBytes = seriesOf(own, metric, nowMs).points.at(-1)?.[1]
  if (nowBytes === undefined) return null
  const seen = thinned(
    seriesOf(rows, metric, nowMs).points.flatMap((point) => atHour(point, nowMs)),
  )
  const { days: which, part } = likeToday(seen, nowMs + of.zoneOffsetMs)
  const usual = withoutOutliers(part)
  const days = new Set(usual.map(({ daysAgo }) => daysAgo)).size
  if (days < LEAST_DAYS || usual.length < LEAST_READINGS) return null
  const bytes = usual.map((one) => one.bytes)
  const highBytes = Math.round(quantile(bytes, HIGH))
  return {
    metric,
    lowBytes: Math.round(quantile(bytes, LOW)),
    highBytes,
    nowBytes,
    above: nowBytes > ABOVE_RATIO * highBytes && nowBytes - highBytes > ABOVE_FLOOR_BYTES,
    days,
    readings: usual.length,
    of: which,
  }
}

function atHour([atMs, bytes]: Point, nowMs: number): readonly Seen[] {
  const daysAgo = Math.round((nowMs - atMs) / DAY_MS)
  const off = Math.abs(nowMs - atMs - daysAgo * DAY_MS)
  return daysAgo < 1 || daysAgo > LOOK_BACK_DAYS || off > AROUND_MS ? [] : [{ daysAgo, bytes }]
}

function thinned(seen: readonly Seen[]): readonly Seen[] {
  const byDay = new Map<number, Seen[]>()
  for (const one of seen) byDay.set(one.daysAgo, [...(byDay.get(one.daysAgo) ?? []), one])
  return [...byDay.values()].flatMap((day) => {
    const step = Math.max(1, day.length / READINGS_A_DAY)
    const count = Math.min(day.length, READINGS_A_DAY)
    return Array.from({ length: count }, (_, i) => day[Math.floor(i * step)]).flatMap((one) =>
      one === undefined ? [] : [one],
    )
  })
}

/** The days that are like today, where there are weeks enough to tell; else all. */
function likeToday(
  seen: readonly Seen[],
  wallMs: number,
): { readonly days: Usual['of']; readonly part: readonly Seen[] } {
  const oldest = Math.max(0, ...seen.map(({ daysAgo }) => daysAgo))
  const weekend = isWeekend(wallMs)
  const part = seen.filter(({ daysAgo }) => isWeekend(wallMs - daysAgo * DAY_MS) === weekend)
  const enough = new Set(part.map(({ daysAgo }) => daysAgo)).size >= LEAST_DAYS
  if (oldest < WEEKS_DAYS || !enough || part.length < LEAST_READINGS)
    return { days: 'all-days', part: seen }
  return { days: weekend ? 'weekends' : 'working-days', part }
}

function isWeekend(wallMs: number): boolean {
  return [0, 6].includes(new Date(wallMs).getUTCDay())
}

function withoutOutliers(seen: readonly Seen[]): readonly Seen[] {
  if (seen.length === 0) return []
  const bytes = Float64Array.from(seen, (one) => one.bytes)
  const centre = median(bytes)
  const deviation = Math.max(madOf(bytes, centre), LEAST_DEVIATION_RATIO * centre)
  return seen.filter((one) => Math.abs(one.bytes - centre) <= OUTLIER_DEVIATIONS * deviation)
}
