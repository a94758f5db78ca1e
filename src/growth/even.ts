/**
 * A life's points of one density: where the older part of it is known by floors of hours, its newest readings are made
 * floors of hours too. Beside floors they would stand above them by half of what the level swings, which looks like a
 * step at the very end.
 */
import type { SampleRow } from '../domain/sample.ts'
import { floorOf } from './floors.ts'
import type { GrowthMetric } from './metric.ts'
import { type Point, seriesOf } from './series.ts'

/** Of one life; readings alone stay as they are. */
export function evenPoints(
  rows: readonly SampleRow[],
  metric: GrowthMetric,
  nowMs: number,
): readonly Point[] {
  const partMs = rows.find(({ floor }) => floor !== undefined)?.floor?.partMs
  if (partMs === undefined) return seriesOf(rows, metric, nowMs).points
  const of = (some: readonly SampleRow[]): readonly Point[] => seriesOf(some, metric, nowMs).points
  const floors = of(rows.filter(({ floor }) => floor !== undefined))
  const readings = of(rows.filter(({ floor }) => floor === undefined))
  return [...floors, ...floorsOf(readings, partMs)].sort(([a], [b]) => a - b)
}

/** Each part's floor, in the middle of its readings. */
function floorsOf(readings: readonly Point[], partMs: number): readonly Point[] {
  const parts = new Map<number, Point[]>()
  for (const point of readings) {
    const part = Math.floor(point[0] / partMs)
    const held = parts.get(part)
    if (held === undefined) parts.set(part, [point])
    else held.push(point)
  }
  return [...parts.values()].map((part) => {
    const [first, last] = [part[0]?.[0] ?? 0, part.at(-1)?.[0] ?? 0]
    return [(first + last) / 2, floorOf(Float64Array.from(part, ([, bytes]) => bytes))]
  })
}
