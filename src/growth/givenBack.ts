/**
 * One fall that gave most of a rise back, and a second rise that is not yet above the first: the next tooth of a
 * collector or a batch looks so, and so does a leak that began anew. Until it is higher nobody can tell them apart.
 */

/** Of the swing so far; less is noise about a trend. */
const FALL_SHARE = 0.5
/** The same height again is not above it. */
const ABOVE_RATIO = 1.02
/** A rise that goes on for this many readings is judged as what it is, whatever came before. */
const YOUNG_POINTS = 20
/** More readings tell a collector by its cycles (cycles.ts). */
const FEW_POINTS = 40

/** Whether the newest rise is still within what was held, and given back, before. */
export function isWithinGivenBack(v: Float64Array): boolean {
  const n = v.length
  if (n > FEW_POINTS) return false
  let [peak, least] = [v[0] ?? 0, v[0] ?? 0]
  let fallen: { readonly at: number; readonly peak: number } | null = null
  for (let i = 1; i < n; i += 1) {
    const value = v[i] ?? 0
    const before = v[i - 1] ?? 0
    if (before - value >= FALL_SHARE * (peak - least) && before - value > 0)
      fallen = { at: i, peak }
    peak = Math.max(peak, value)
    least = Math.min(least, value)
  }
  if (fallen === null || n - fallen.at >= YOUNG_POINTS) return false
  return (v[n - 1] ?? 0) <= fallen.peak * ABOVE_RATIO
}
