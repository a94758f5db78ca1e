/** Samples -> one clean series: in order, one point an instant, nothing impossible. */
import type { SampleRow, Series } from '../domain/sample.ts'
import { HOUR_MS } from '../domain/time.ts'
import { type GrowthMetric, metricValue } from './metric.ts'

export type Point = readonly [atMs: number, bytes: number]

/** One bogus instant (epoch 0) broke every detector that was tried (facts/growth.md 0), so such are dropped. */
const EARLIEST_MS = Date.UTC(2000, 0, 1)
/** Clocks may differ by this much; what is later than now by more is bogus (facts/growth.md 3.0). */
const FUTURE_MS = HOUR_MS

/** True for an instant that a sample can have been taken at. */
export function isPlausible(atMs: number, nowMs: number): boolean {
  return Number.isFinite(atMs) && atMs >= EARLIEST_MS && atMs <= nowMs + FUTURE_MS
}

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

/**
 * At most about `cap` points: one for each equal part of the time, the middle one by value, so that a burst
 * of samples weighs no more than a quiet time. The first and the last part keep their places.
 */
export function thin(points: readonly Point[], cap: number): readonly Point[] {
  const first = points[0]
  const last = points.at(-1)
  if (points.length <= cap || first === undefined || last === undefined) return points
  const widthMs = (last[0] - first[0]) / cap
  const parts = new Map<number, Point[]>()
  for (const point of points) {
    const part = Math.min(cap - 1, Math.floor((point[0] - first[0]) / widthMs))
    const held = parts.get(part)
    if (held === undefined) parts.set(part, [point])
    else held.push(point)
  }
  return [...parts.values()].map(middle)
}

function middle(points: readonly Point[]): Point {
  const sorted = [...points].sort((a, b) => a[1] - b[1] || a[0] - b[0])
  return sorted[Math.floor((sorted.length - 1) / 2)] as Point
}
