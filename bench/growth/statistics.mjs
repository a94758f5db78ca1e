/** The plain statistics that the rivals are made of, and what the report needs. */

/** Between the two nearest ranks. @param {ArrayLike<number>} values */
export function quantileOf(values, share) {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) return Number.NaN
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)]
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at))
}

/** @param {ArrayLike<number>} values */
export const medianOf = (values) => quantileOf(values, 0.5)

/** @param {readonly number[]} values */
export const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Least squares: the line and the share of the variance that it explains. */
export function lineOf(times, values) {
  const [meanTime, meanValue] = [meanOf(times), meanOf(values)]
  let [both, time, value] = [0, 0, 0]
  times.forEach((at, i) => {
    both += (at - meanTime) * (values[i] - meanValue)
    time += (at - meanTime) ** 2
    value += (values[i] - meanValue) ** 2
  })
  const slope = time > 0 ? both / time : 0
  const r2 = time > 0 && value > 0 ? (both * both) / (time * value) : 0
  return { slope, r2, at: (instant) => meanValue + slope * (instant - meanTime) }
}

/** Mann and Kendall's z (continuity corrected) and tau, and Theil and Sen's slope, from all pairs at once. */
export function pairsOf(times, values) {
  const count = times.length
  const slopes = new Float64Array((count * (count - 1)) / 2)
  let [score, used] = [0, 0]
  for (let i = 0; i < count; i += 1)
    for (let j = i + 1; j < count; j += 1) {
      const difference = values[j] - values[i]
      score += Math.sign(difference)
      if (times[j] > times[i]) {
        slopes[used] = difference / (times[j] - times[i])
        used += 1
      }
    }
  const variance = (count * (count - 1) * (2 * count + 5)) / 18
  return {
    z: score === 0 ? 0 : (score - Math.sign(score)) / Math.sqrt(variance),
    tau: used === 0 ? 0 : score / used,
    slope: used === 0 ? 0 : medianOf(slopes.subarray(0, used)),
  }
}
