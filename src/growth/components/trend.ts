/** How surely and how fast one part grows: the lesser of two robust slopes, times how steadily it rises. */

import { median } from '../stats.ts'

/** More snapshots are thinned: pairs grow with the square. */
const MOST_SNAPSHOTS = 24
/** The newer half needs so many snapshots for a slope of its own. */
const HALF_LEAST = 3

export interface Trend {
  /** Bytes per millisecond, Theil-Sen. */
  readonly slope: number
  /** Kendall's tau, -1..1. */
  readonly tau: number
  /** What parts are ranked by: what fell back or rose once is put behind what rises on. */
  readonly rank: number
}

/** Null with fewer than two instants. */
export function trendOf(atMs: readonly number[], bytes: readonly number[]): Trend | null {
  const stride = Math.ceil(atMs.length / MOST_SNAPSHOTS)
  // Counted from the newest, which tells most.
  const kept = atMs.flatMap((_, i) => ((atMs.length - 1 - i) % stride === 0 ? [i] : []))
  const [t, v] = [kept.map((i) => atMs[i] ?? 0), kept.map((i) => bytes[i] ?? 0)]
  const all = pairs(t, v)
  if (all === null) return null
  const from = t.length >> 1
  const newer = t.length - from < HALF_LEAST ? null : pairs(t.slice(from), v.slice(from))
  const least = newer === null ? all.slope : Math.min(all.slope, newer.slope)
  return { slope: all.slope, tau: all.tau, rank: Math.max(0, least) * all.tau ** 2 }
}

function pairs(
  t: readonly number[],
  v: readonly number[],
): { readonly slope: number; readonly tau: number } | null {
  const slopes: number[] = []
  let sign = 0
  for (let i = 0; i < t.length; i += 1) {
    for (let j = i + 1; j < t.length; j += 1) {
      const span = (t[j] ?? 0) - (t[i] ?? 0)
      if (span <= 0) continue
      const rise = (v[j] ?? 0) - (v[i] ?? 0)
      slopes.push(rise / span)
      sign += Math.sign(rise)
    }
  }
  if (slopes.length === 0) return null
  const slope = median(slopes)
  return { slope, tau: sign / slopes.length }
}
