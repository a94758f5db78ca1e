/**
 * What else is used against leaks, with the parameters at which each does best on traces of the generator
 * (they were searched for on another seed); a rival at its defaults would prove nothing.
 */
import { lineOf, medianOf, pairsOf } from './statistics.mjs'

const FEWEST_POINTS = 6

const LEAST_R2 = 0.6
const LINE_RISE = 0.01

/** A line through all samples, if it explains them. */
function leastSquares({ atMs, values }) {
  const line = lineOf(atMs, values)
  return line.r2 >= LEAST_R2 && riseOf(line.slope, atMs, values) >= LINE_RISE
}

const KENDALL_Z = 2.33
const KENDALL_RISE = 0.05
/** Work grows with the square of the points. */
const KENDALL_POINTS = 300

/** Mann and Kendall say whether, Theil and Sen how much. */
function kendallAndSen({ atMs, values }) {
  const step = Math.max(1, Math.ceil(atMs.length / KENDALL_POINTS))
  const thin = (all) => all.filter((_, i) => i % step === 0)
  const { z, slope } = pairsOf(thin(atMs), thin(values))
  return z >= KENDALL_Z && riseOf(slope, atMs, values) >= KENDALL_RISE
}

const PREDICTED_SPANS = 16

/** Prometheus' rule: a line through the recent half meets the limit before long. */
function predictLinear({ atMs, values, limitBytes }) {
  const half = Math.floor(atMs.length / 2)
  const recent = atMs.slice(half)
  const line = lineOf(recent, values.slice(half))
  const spanMs = atMs.at(-1) - atMs[0]
  return line.slope > 0 && line.at(atMs.at(-1) + PREDICTED_SPANS * spanMs) >= limitBytes
}

const TROUGH_BUCKETS = 10
const TROUGH_Z = 3
const TROUGH_RISE = 0.02

/** The lowest sample of each tenth: what no collection and no quiet hour gives back. */
function troughEnvelope({ atMs, values }) {
  const lowest = []
  atMs.forEach((_, i) => {
    const bucket = Math.floor((i * TROUGH_BUCKETS) / atMs.length)
    if (lowest[bucket] === undefined || values[i] < values[lowest[bucket]]) lowest[bucket] = i
  })
  // Fewer samples than tenths leave some empty.
  const kept = lowest.filter((i) => i !== undefined)
  const times = kept.map((i) => atMs[i])
  const floors = kept.map((i) => values[i])
  const { z, slope } = pairsOf(times, floors)
  return z >= TROUGH_Z && riseOf(slope, times, floors) >= TROUGH_RISE
}

/** How far a slope leads over the span, as a share of the usual level. */
function riseOf(slope, times, values) {
  return (slope * (times.at(-1) - times[0])) / medianOf(values)
}

/** The best of them, told of restarts as the detector is: it looks at the last life alone. */
function lastLifeTrough({ atMs, values, lives }) {
  const from = lives === null ? 0 : lives.indexOf(lives.at(-1))
  const last = { atMs: atMs.slice(from), values: values.slice(from) }
  return last.atMs.length >= FEWEST_POINTS && troughEnvelope(last)
}

/** @type {readonly { id: string, calls: (input: import('./trace.mjs').Trace['input']) => boolean }[]} */
export const RIVALS = [
  { id: 'trough envelope', calls: troughEnvelope },
  { id: 'trough envelope, last life', calls: lastLifeTrough },
  { id: 'Mann-Kendall + Theil-Sen', calls: kendallAndSen },
  { id: 'least squares + R2', calls: leastSquares },
  { id: 'predict_linear', calls: predictLinear },
].map(({ id, calls }) => ({
  id,
  calls: (input) => input.atMs.length >= FEWEST_POINTS && calls(input),
}))
