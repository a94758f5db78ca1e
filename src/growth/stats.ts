/** Order statistics and least squares' smallest parts, over plain arrays of doubles. */

/** A share of the sorted values, interpolated between the two nearest ranks (Hyndman and Fan's type 7). */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? 0
  const above = sorted[Math.ceil(at)] ?? below
  return below + (above - below) * (at - Math.floor(at))
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}

/** Median absolute deviation, scaled to be the standard deviation of normal values. */
export function madOf(values: Float64Array, centre: number): number {
  return NORMAL_MAD * median(values.map((value) => Math.abs(value - centre)))
}

/** 1 / (quantile of the normal distribution at 3/4). */
const NORMAL_MAD = 1.4826

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

/** `into` less `factor` times `column`, in place. */
export function subtract(into: Float64Array, column: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i += 1) into[i] = (into[i] ?? 0) - factor * (column[i] ?? 0)
}

/** Slopes between all pairs of at most this many points: 780 pairs are enough for a median. */
const PAIR_POINTS = 40

/** Theil-Sen slope of evenly picked points: robust, quick, without an interval. */
export function roughSlope(t: Float64Array, v: Float64Array): number {
  const step = Math.max(1, Math.floor(t.length / PAIR_POINTS))
  const slopes: number[] = []
  for (let i = 0; i < t.length; i += step) {
    for (let j = i + step; j < t.length; j += step) {
      const span = (t[j] ?? 0) - (t[i] ?? 0)
      if (span > 0) slopes.push(((v[j] ?? 0) - (v[i] ?? 0)) / span)
    }
  }
  return slopes.length === 0 ? 0 : median(slopes)
}
