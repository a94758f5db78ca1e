/** Sixteen ways in which memory moves without leaking. The order of the draws in each is part of the traces: keep it. */
import {
  dailyCurve,
  eventsBetween,
  intervalOf,
  restartCuts,
  sawtoothCurve,
  stairCurve,
  weeklyCurve,
} from './curves.mjs'

/** @type {(name: string, leastDays: number, leastPoints: number, shape: import('./leakKinds.mjs').Kind['shape']) => import('./leakKinds.mjs').Kind} */
export const safe = (name, leastDays, leastPoints, shape) => ({
  name,
  leaks: false,
  leastDays,
  leastPoints,
  shape,
})

const warmUp = (height, tauSec) => (t) => height * (1 - Math.exp(-t / tauSec))
const stepAt = (atSec, height) => (t) => (t < atSec ? 0 : height)

/** @type {readonly import('./leakKinds.mjs').Kind[]} */
export const SAFE_KINDS = [
  safe('flat-noise', 0, 6, () => ({ level: () => 0 })),
  safe('warmup-plateau', 0, 6, (random, spanSec) => {
    const height = random.logBetween(0.1, 3)
    const tauSec = spanSec * random.logBetween(0.02, 0.3)
    // A warm-up that has not bent yet is a leak to whoever sees only the series.
    return { ambiguous: tauSec > spanSec / 5, level: warmUp(height, tauSec) }
  }),
  safe('log-cache-fill', 0, 12, (random, spanSec) => {
    const height = random.logBetween(0.1, 2)
    const unitSec = spanSec * random.logBetween(0.0005, 0.02)
    const cap = random.between(0.8, 1.05)
    const all = Math.log(1 + spanSec / unitSec)
    return {
      ambiguous: cap > 1 && unitSec > spanSec * 0.008,
      level: (t) => height * Math.min(cap, Math.log(1 + t / unitSec) / all),
    }
  }),
  safe('linear-fill-to-cap', 0, 12, (random, spanSec) => {
    const height = random.logBetween(0.1, 3)
    const fullSec = spanSec * random.between(0.1, 0.6)
    return {
      ambiguous: fullSec > 0.55 * spanSec,
      level: (t) => height * Math.min(1, t / fullSec),
    }
  }),
  safe('diurnal', 2, 20, (random) => ({
    level: dailyCurve(random, random.between(0.05, 0.6), random.unit()),
  })),
  safe('weekly', 14, 14, (random) => ({ level: weeklyCurve(random, random.between(0.05, 0.5)) })),
  safe('step-deploy', 0, 8, (random, spanSec) => {
    const atSec = spanSec * random.between(0.15, 0.85)
    return { level: stepAt(atSec, random.logBetween(0.05, 1.5)) }
  }),
  safe('multi-deploy', 0, 16, (random, spanSec) => {
    const deploys = random.integer(2, 4)
    const events = eventsBetween(random, 0.1 * spanSec, 0.9 * spanSec, deploys)
    const heights = events.map(
      () => random.logBetween(0.05, 0.6) * (random.chance(0.55) ? 1 : -0.6),
    )
    const ambiguous = heights.every((height) => height > 0) && deploys >= 3
    return { ambiguous, level: stairCurve(events, heights) }
  }),
  safe('bounded-walk', 0, 12, (random, spanSec) => {
    const tauSec = spanSec * random.logBetween(0.02, 0.25)
    const wander = { tauSec, deviation: random.logBetween(0.01, 0.15) }
    return { wander, ambiguous: tauSec > spanSec / 8, level: () => 0 }
  }),
  safe('gc-sawtooth', 0, 12, (random, spanSec) => ({
    level: sawtoothCurve(random, random.between(0.1, 1.2), spanSec / random.between(4, 40)),
  })),
  safe('heavy-spikes', 0, 8, (random) => ({
    spikes: { chance: random.between(0.02, 0.2), height: random.between(0.1, 1.5) },
    level: () => 0,
  })),
  safe('frag-plateau', 0, 12, (random, spanSec) => {
    const height = random.logBetween(0.1, 1.2)
    const steps = random.integer(5, 20)
    const tauSec = spanSec * random.between(0.05, 0.2)
    const events = eventsBetween(random, 0, 1, steps).map((share) =>
      Math.min(spanSec * 0.95, -tauSec * Math.log(1 - share * 0.995)),
    )
    return {
      level: stairCurve(
        events.sort((a, b) => a - b),
        events.map(() => height / steps),
      ),
    }
  }),
  safe('restarts-warmup', 0, 24, (random, spanSec) => {
    const cuts = restartCuts(random, spanSec, 0.8, random.integer(1, 6))
    const height = random.logBetween(0.2, 3)
    const level = warmUp(height, spanSec * random.between(0.01, 0.05))
    return {
      restartsSec: cuts.slice(1, -1),
      level: (t) => level(t - cuts[intervalOf(cuts, t)]),
    }
  }),
  safe('batch-pulses', 0, 16, (random, spanSec) => {
    const periodSec = spanSec / random.between(3, 20)
    const duty = random.between(0.1, 0.6)
    const height = random.between(0.1, 1)
    const shiftSec = random.unit() * periodSec
    return {
      level: (t) => (((t + shiftSec) % periodSec) / periodSec < duty ? height : 0),
    }
  }),
  safe('diurnal-step', 3, 30, (random, spanSec) => {
    const daily = dailyCurve(random, random.between(0.05, 0.4), random.unit())
    const step = stepAt(spanSec * random.between(0.2, 0.8), random.logBetween(0.05, 0.6))
    return { level: (t) => daily(t) + step(t) }
  }),
  safe('shrinking', 0, 6, (random, spanSec) => {
    const fall = random.between(0.05, 0.5)
    return { level: (t) => (-fall * t) / spanSec }
  }),
]
