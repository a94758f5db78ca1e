/**
 * Growth against work: where memory follows the CPU time that a process used better than the clock, the rate a unit of
 * work is what a person can act on, and a watch that was flat while nothing happened clears nothing.
 */
import type { SampleRow } from '../domain/sample.ts'
import { type GrowthMetric, metricValue } from './metric.ts'
import { madOf, median } from './stats.ts'
import { theilSen } from './theilSen.ts'

/** Fewer points fit anything. */
const LEAST_POINTS = 8
/** What work leaves unexplained must be this much less than what time leaves. */
const BETTER = 0.7
/** Evenly many of more rows: pairs grow with the square. */
const MOST_POINTS = 120
/** A process that used less has done nothing to be measured by. */
const LEAST_CPU_SECONDS = 1

/** Bytes a CPU second, where that fits better than time; null where it does not, or is not known. */
export function bytesPerCpuSecond(rows: readonly SampleRow[], metric: GrowthMetric): number | null {
  const all = rows.flatMap((row) => {
    const bytes = metricValue(row, metric)
    const work = row.kind === 'process' ? row.values.cpuSeconds : null
    return bytes === null || work === null ? [] : [{ atMs: row.atMs, bytes, work }]
  })
  const stride = Math.ceil(all.length / MOST_POINTS)
  const points = all.filter((_, i) => i % stride === 0)
  const used = (points.at(-1)?.work ?? 0) - (points[0]?.work ?? 0)
  if (points.length < LEAST_POINTS || used < LEAST_CPU_SECONDS) return null
  const byTime = lineOf(points.map(({ atMs, bytes }) => [atMs, bytes] as const))
  const byWork = lineOf(points.map(({ work, bytes }) => [work, bytes] as const))
  if (byTime === null || byWork === null || byWork.lo <= 0) return null
  return byWork.left < BETTER * byTime.left ? byWork.slope : null
}

/** A robust line, the lower end of its slope, and what it leaves. */
function lineOf(
  points: readonly (readonly [number, number])[],
): { readonly slope: number; readonly lo: number; readonly left: number } | null {
  const trend = theilSen(points)
  if (trend === null) return null
  const rest = Float64Array.from(points, ([x, y]) => y - trend.slope * x)
  return { slope: trend.slope, lo: trend.lo, left: madOf(rest, median(rest)) }
}
