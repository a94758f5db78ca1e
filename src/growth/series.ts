/** Samples -> one clean series: in order, one point an instant, nothing impossible. */
import type { SampleRow, Series } from '../domain/sample.ts'
import { isPlausible } from './clean.ts'
import { type GrowthMetric, metricValue } from './metric.ts'

export type Point = readonly [atMs: number, bytes: number]

/**
 * The series of a metric: bogus instants, values that are missing or not above zero (a process that has
 * given up its memory) and repeated instants are dropped. Of two values at one instant the larger is kept,
 * so that the order of rows does not matter.
 */
export function seriesOf(rows: readonly SampleRow[], metric: GrowthMetric, nowMs: number): Series {
  const at = new Map<number, number>()
  for (const row of rows) {
    const bytes = metricValue(row, metric)
    if (bytes === null || !(bytes > 0 && bytes <= Number.MAX_SAFE_INTEGER)) continue
    if (!isPlausible(row.atMs, nowMs)) continue
    at.set(row.atMs, Math.max(bytes, at.get(row.atMs) ?? 0))
  }
  return { metric, points: [...at].sort(([a], [b]) => a - b) }
}
