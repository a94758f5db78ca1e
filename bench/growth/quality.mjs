/** How much the numbers beside a verdict are worth: score, slope, its interval, and the time until the limit. */
import { meanOf, medianOf, quantileOf } from './statistics.mjs'
import { shareOf } from './tally.mjs'

const BINS = 10
const SURE = 0.95
const ETA_FACTOR = 1.6

/** @typedef {import('./series.mjs').Judged} Judged */

/** @param {readonly Judged[]} judged decidable ones */
export function qualityOf(judged) {
  const found = judged.filter(({ leaks, growth }) => leaks && growth.verdict === 'leaking')
  const dated = found.filter(({ truth, growth }) => truth.etaSec > 0 && growth.eta !== null)
  const times = judged.map(({ ms }) => ms)
  return {
    calibrationError: calibrationErrorOf(judged),
    leaksAmongSure: shareOf(
      judged.filter(({ growth }) => growth.score >= SURE),
      ({ leaks }) => leaks,
    ),
    slopeError: medianOf(found.map(slopeError)),
    etaWithinFactor: shareOf(dated, isNear),
    // How many of those that had a limit to meet were given a time at all.
    etaGiven: dated.length / found.filter(({ truth }) => truth.etaSec > 0).length,
    intervalHolds: shareOf(found, intervalHolds),
    meanMs: meanOf(times),
    p95Ms: quantileOf(times, 0.95),
  }
}

/** Expected calibration error: how far the mean score of each tenth is from its share of leaks, by their sizes. */
function calibrationErrorOf(judged) {
  const bins = Array.from({ length: BINS }, () => [])
  for (const one of judged) bins[Math.min(BINS - 1, Math.floor(one.growth.score * BINS))].push(one)
  const offsets = bins
    .filter((bin) => bin.length > 0)
    .map((bin) => {
      const score = meanOf(bin.map(({ growth }) => growth.score))
      return bin.length * Math.abs(score - shareOf(bin, ({ leaks }) => leaks))
    })
  return offsets.reduce((sum, offset) => sum + offset, 0) / judged.length
}

/** @param {Judged} judged */
function slopeError({ truth, growth }) {
  return Math.abs((growth.slopePerDay ?? 0) / truth.slopePerDay - 1)
}

/** @param {Judged} judged */
function isNear({ truth, growth }) {
  const ratio = growth.eta.seconds / truth.etaSec
  return ratio <= ETA_FACTOR && ratio >= 1 / ETA_FACTOR
}

/** @param {Judged} judged */
function intervalHolds({ truth, growth }) {
  const { slopeLo, slopeHi } = growth
  if (slopeLo === null || slopeHi === null) return false
  return slopeLo <= truth.slopePerDay && truth.slopePerDay <= slopeHi
}
