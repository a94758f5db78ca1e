/**
 * Theil-Sen slope with Sen's rank interval (Sen 1968; Gilbert 1987, 16.4): the median of all slopes between two
 * points, which a fifth of wild points cannot bend, and the ranks that bound it by Kendall's variance with ties.
 */
import type { Point } from './series.ts'

export interface Trend {
  /** Bytes per millisecond. */
  readonly slope: number
  readonly lo: number
  readonly hi: number
}

/** Two-sided 95 %. */
const Z = 1.96
/** Neighbouring samples of memory are alike; above this the estimate of how alike is not to be trusted. */
const RHO_MAX = 0.85

/** Null with fewer than two instants. Work grows with the square of the points: thin them before. */
export function theilSen(points: readonly Point[]): Trend | null {
  const slopes = slopesOf(points)
  if (slopes.length === 0) return null
  const slope = median(slopes)
  const spread = Z * Math.sqrt(kendallVariance(points) * inflation(points, slope))
  const at = (rank: number): number =>
    slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))] ?? slope
  return {
    slope,
    lo: Math.min(slope, at((slopes.length - spread) / 2 - 1)),
    hi: Math.max(slope, at((slopes.length + spread) / 2)),
  }
}

function slopesOf(points: readonly Point[]): Float64Array {
  const slopes: number[] = []
  points.forEach(([fromMs, fromBytes], i) => {
    for (let j = i + 1; j < points.length; j += 1) {
      const [toMs, toBytes] = points[j] as Point
      if (toMs > fromMs) slopes.push((toBytes - fromBytes) / (toMs - fromMs))
    }
  })
  return Float64Array.from(slopes).sort()
}

/** Kendall's variance of S with ties in the values. */
function kendallVariance(points: readonly Point[]): number {
  const term = (n: number): number => n * (n - 1) * (2 * n + 5)
  const ties = new Map<number, number>()
  for (const [, bytes] of points) ties.set(bytes, (ties.get(bytes) ?? 0) + 1)
  const tied = [...ties.values()].reduce((sum, count) => sum + term(count), 0)
  return (term(points.length) - tied) / 18
}

/**
 * How much wider the interval must be because neighbours are alike: n over the effective n, by the lag-1
 * correlation of what the line leaves (facts/growth.md 3.4; Hamed and Rao 1998).
 */
function inflation(points: readonly Point[], slope: number): number {
  const left = residuals(points, slope)
  const power = left.reduce((sum, value) => sum + value * value, 0)
  const largest = points.reduce((max, [, bytes]) => Math.max(max, Math.abs(bytes)), 0)
  // On an exact line only rounding is left, and rounding is no sign of anything.
  if (power <= points.length * (largest * 1e-9) ** 2) return 1
  const lagged = left.slice(1).reduce((sum, value, i) => sum + value * (left[i] ?? 0), 0)
  const rho = Math.min(RHO_MAX, Math.max(0, lagged / power))
  return (1 + rho) / (1 - rho)
}

function residuals(points: readonly Point[], slope: number): readonly number[] {
  const startMs = points[0]?.[0] ?? 0
  const left = points.map(([atMs, bytes]) => bytes - slope * (atMs - startMs))
  const centre = median(Float64Array.from(left).sort())
  return left.map((value) => value - centre)
}

function median(sorted: Float64Array): number {
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
