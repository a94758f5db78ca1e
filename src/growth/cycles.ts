/** A collector's sawtooth: slow rises, sudden falls. What it leaves behind at each fall is the level that counts. */
import { madOf, median, quantile, roughSlope } from './stats.ts'

const LEAST_POINTS = 10
/** A fall is this many deviations of the steps ... */
const FALL_DEVIATIONS = 5
/** ... and this share of the swing about the trend. */
const FALL_SHARE = 0.3
const LEAST_FALLS = 3
/** Rises as sudden as the falls make it pulses of a batch, not a collector. */
const RISE_SHARE = 0.5
const LEAST_POINTS_PER_CYCLE = 3

/** Places at which a new cycle begins; null when the series is no sawtooth. */
export function cyclesOf(t: Float64Array, v: Float64Array): readonly number[] | null {
  const n = v.length
  if (n < LEAST_POINTS) return null
  const steps = v.subarray(1).map((value, i) => value - (v[i] ?? 0))
  const slope = roughSlope(t, v)
  const flat = v.map((value, i) => value - slope * ((t[i] ?? 0) - (t[0] ?? 0)))
  const swing = quantile(flat, 0.95) - quantile(flat, 0.05)
  const threshold = Math.max(FALL_DEVIATIONS * madOf(steps, median(steps)), FALL_SHARE * swing)
  const cuts: number[] = []
  let [rises, lastFall] = [0, -2]
  for (const [i, step] of steps.entries()) {
    if (step > threshold) rises += 1
    if (step >= -threshold) continue
    // A fall that takes two samples counts once.
    if (i - lastFall > 1) cuts.push(i + 1)
    lastFall = i
  }
  const isSawtooth =
    cuts.length >= LEAST_FALLS &&
    rises <= cuts.length * RISE_SHARE &&
    n / cuts.length >= LEAST_POINTS_PER_CYCLE
  return isSawtooth ? cuts : null
}
