/** When a service is looked at: every 5 minutes, hourly, daily or ad hoc, with jitter, missed samples and gaps. */
import { DAY_SECONDS } from './curves.mjs'

/** @typedef {import('./random.mjs').Random} Random */

const STEP_SECONDS = { '5min': 300, '1h': 3600, '1d': DAY_SECONDS }
/** As often as each is met. */
const SAMPLINGS = ['5min', '5min', '1h', '1h', '1h', '1d', '1d', 'adhoc']
const LENGTHS = [6, 8, 10, 14, 20, 30, 45, 70, 120, 200, 400, 800, 2000]
const MOST_DAILY_POINTS = 400
const MOST_TRIES = 300
const LEAST_POINTS = 6
const AD_HOC_LEAST_SECONDS = 30

/**
 * Draws until a plan shows what the kind needs to be seen.
 * @param {Random} random
 * @param {import('./leakKinds.mjs').Kind} kind
 * @param {readonly number[]} lengths
 * @returns {{ sampling: string, count: number, stepSec: number }}
 */
export function planOf(random, kind, lengths = LENGTHS) {
  for (let tries = 0; ; tries += 1) {
    const sampling = random.pick(SAMPLINGS)
    const count = random.pick(lengths)
    const stepSec =
      sampling === 'adhoc' ? random.logBetween(600, 2 * DAY_SECONDS) : STEP_SECONDS[sampling]
    if (sampling === '1d' && count > MOST_DAILY_POINTS) continue
    if (count >= kind.leastPoints && stepSec * count >= kind.leastDays * DAY_SECONDS)
      return { sampling, count, stepSec }
    if (tries > MOST_TRIES) return longestPlan(kind, lengths, sampling, stepSec)
  }
}

function longestPlan(kind, lengths, sampling, stepSec) {
  const count = Math.max(kind.leastPoints, ...lengths)
  return {
    sampling,
    count,
    stepSec: Math.max(stepSec, (kind.leastDays * DAY_SECONDS) / count),
  }
}

/** How well the looking works. @param {Random} random */
export function flawsOf(random) {
  return {
    missing: random.pick([0, 0, 0.05, 0.1, 0.3]),
    jitter: random.between(0, 0.3),
    gap: random.chance(0.15) ? gapOf(random) : null,
  }
}

function gapOf(random) {
  const from = random.unit() * 0.7
  return { from, to: from + random.between(0.05, 0.2) }
}

/**
 * Seconds since the start of the samples that are there.
 * @param {Random} random
 */
export function instantsOf(random, plan, flaws, leastPoints) {
  const spanSec = plan.stepSec * plan.count
  const all = plan.sampling === 'adhoc' ? adHoc(random, plan) : regular(random, plan, flaws.jitter)
  const { missing, gap } = flaws
  const kept = all.filter((atSec, i) => {
    if (i === 0 || i === plan.count - 1) return true
    if (missing > 0 && random.chance(missing)) return false
    return gap === null || atSec <= gap.from * spanSec || atSec >= gap.to * spanSec
  })
  return kept.length >= Math.max(LEAST_POINTS, leastPoints * 0.6) ? kept : all
}

function regular(random, { count, stepSec }, jitter) {
  return Array.from({ length: count }, (_, i) => {
    const shiftSec = stepSec * jitter * (random.unit() - 0.5)
    return Math.min(stepSec * count, i === 0 ? 0 : i * stepSec + shiftSec)
  })
}

/** People look when they look; the whole is stretched over the span. */
function adHoc(random, { count, stepSec }) {
  const spanSec = stepSec * count
  let atSec = 0
  const drawn = Array.from({ length: count }, (_, i) => {
    const pauseSec = random.exponential(stepSec) + AD_HOC_LEAST_SECONDS
    if (i > 0) atSec += pauseSec
    return Math.min(spanSec, atSec)
  })
  const endSec = drawn.at(-1)
  return drawn.map((at) => (at * spanSec) / endSec)
}
