/** Single readings far off their neighbours are replaced; a level that shifts and stays passes (Hampel 1974). */
import { madOf, median } from './stats.ts'

const WINDOW = 5
/** Fewer points have no neighbourhood. */
const LEAST_POINTS = 7
/** Pearson 2002 takes 3; growth of a line is safe from this on. */
const DEVIATIONS = 3.5
/** Of the level: a series without noise has no deviation to measure by. */
const LEVEL_RATIO = 0.005

/** The values with each outlier replaced by the median of its five neighbours; both ends keep theirs. */
export function withoutSpikes(v: Float64Array): Float64Array {
  const n = v.length
  if (n < LEAST_POINTS) return v
  const middles = new Float64Array(n)
  const window = new Float64Array(WINDOW)
  for (let i = 0; i < n; i += 1) {
    const from = Math.max(0, Math.min(n - WINDOW, i - 2))
    for (let k = 0; k < WINDOW; k += 1) window[k] = v[from + k] ?? 0
    middles[i] = window.sort()[2] ?? 0
  }
  const off = v.map((value, i) => Math.abs(value - (middles[i] ?? 0)))
  const threshold = Math.max(DEVIATIONS * madOf(off, 0), LEVEL_RATIO * Math.abs(median(v)))
  return v.map((value, i) =>
    i > 1 && i < n - 2 && (off[i] ?? 0) > threshold ? (middles[i] ?? 0) : value,
  )
}
