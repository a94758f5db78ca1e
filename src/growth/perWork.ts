/**
 * Growth against work: where memory follows what a process did better than the clock, the rate a unit of work is what a
 * person can act on, and a watch that was flat while nothing happened clears nothing. Work is CPU time, WAL that was replayed, and how
 * often it woke up after waiting: a server's process waits for its next request, so a session of PostgreSQL wakes up once a
 * statement (measured: 1.0 on 15, plain queries and writes, one by one and sent ahead).
 */
import type { Metric, SampleRow } from '../domain/sample.ts'
import { type GrowthMetric, metricValue } from './metric.ts'
import { madOf, median } from './stats.ts'
import { theilSen } from './theilSen.ts'

/** Fewer points fit anything. */
const LEAST_POINTS = 8
/** What work leaves unexplained must be this much less than what time leaves. */
const BETTER = 0.7
/** Evenly many of more rows: pairs grow with the square. */
const MOST_POINTS = 120
/** Work that memory may grow by, each with the least of it that says anything. */
const UNITS = [
  { unit: 'transaction', metric: 'transactions', least: 20 },
  { unit: 'wake-up', metric: 'wakeUps', least: 100 },
  { unit: 'wal-segment', metric: 'walSegments', least: 4 },
  { unit: 'cpu-second', metric: 'cpuSeconds', least: 1 },
] as const satisfies readonly {
  readonly unit: string
  readonly metric: Metric<'process'>
  readonly least: number
}[]

export interface PerWork {
  readonly unit: (typeof UNITS)[number]['unit']
  readonly bytes: number
}

/** Bytes a unit of work, of the unit that fits best, where one fits better than time; else null. */
export function perWork(rows: readonly SampleRow[], metric: GrowthMetric): PerWork | null {
  const fits = UNITS.flatMap(({ unit, metric: work, least }) => {
    const line = lineByWork(rows, metric, work, least)
    return line === null ? [] : [{ unit, ...line }]
  })
  const best = fits.sort((a, b) => a.left - b.left)[0]
  return best === undefined ? null : { unit: best.unit, bytes: best.slope }
}

function lineByWork(
  rows: readonly SampleRow[],
  metric: GrowthMetric,
  unit: Metric<'process'>,
  least: number,
): Line | null {
  const all = rows.flatMap((row) => {
    const bytes = metricValue(row, metric)
    const work = row.kind === 'process' ? (row.values[unit] ?? null) : null
    return bytes === null || work === null ? [] : [{ atMs: row.atMs, bytes, work }]
  })
  const stride = Math.ceil(all.length / MOST_POINTS)
  const points = all.filter((_, i) => i % stride === 0)
  const done = (points.at(-1)?.work ?? 0) - (points[0]?.work ?? 0)
  if (points.length < LEAST_POINTS || done < least) return null
  const byTime = lineOf(points.map(({ atMs, bytes }) => [atMs, bytes] as const))
  const byWork = lineOf(points.map(({ work, bytes }) => [work, bytes] as const))
  if (byTime === null || byWork === null || byWork.lo <= 0) return null
  return byWork.left < BETTER * byTime.left ? byWork : null
}

interface Line {
  readonly slope: number
  /** The lower end of its interval. */
  readonly lo: number
  /** What it leaves unexplained, in bytes. */
  readonly left: number
}

/** A robust line, the lower end of its slope, and what it leaves. */
function lineOf(points: readonly (readonly [number, number])[]): Line | null {
  const trend = theilSen(points)
  if (trend === null) return null
  const rest = Float64Array.from(points, ([x, y]) => y - trend.slope * x)
  return { slope: trend.slope, lo: trend.lo, left: madOf(rest, median(rest)) }
}
