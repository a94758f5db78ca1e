/** Thirteen ways in which memory leaks. The order of the draws in each is part of the traces: keep it. */
import {
  DAY_SECONDS,
  dailyCurve,
  eventsBetween,
  intervalOf,
  restartCuts,
  risingStairs,
  sawtoothCurve,
  weeklyCurve,
} from './curves.mjs'

/**
 * @typedef {object} Leak
 * @property {number} ratePerSec shares of the base while it grows; at the end, where it is not even
 * @property {number} sinceSec
 * @property {number | null} untilSec null: it still grows
 * @property {number} peak what a swing adds on top when the limit is met
 */

/**
 * @typedef {object} Shape
 * @property {import('./curves.mjs').Curve} level
 * @property {number} [rise] what the leak adds, a share of the base
 * @property {Leak} [leak]
 * @property {readonly number[]} [restartsSec]
 * @property {{ chance: number, height: number }} [spikes]
 * @property {{ tauSec: number, deviation: number }} [wander] a level that wanders and returns
 * @property {boolean} [ambiguous] the series cannot settle it
 */

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {boolean} leaks
 * @property {number} leastDays
 * @property {number} leastPoints
 * @property {(random: import('./random.mjs').Random, spanSec: number) => Shape} shape
 */

/** @returns {Leak} */
export const leakOf = (ratePerSec, { sinceSec = 0, untilSec = null, peak = 0 } = {}) => ({
  ratePerSec,
  sinceSec,
  untilSec,
  peak,
})

/** How much a leak adds over the span, as a share of the base. */
export const riseOf = (random) => random.logBetween(0.05, 2.5)

/** @type {(name: string, leastDays: number, leastPoints: number, shape: Kind['shape']) => Kind} */
export const leaking = (name, leastDays, leastPoints, shape) => ({
  name,
  leaks: true,
  leastDays,
  leastPoints,
  shape,
})

/** A straight leak with a swing on top of it. */
const swinging = (rise, spanSec, swing, curve) => ({
  rise,
  leak: leakOf(rise / spanSec, { peak: swing }),
  level: (t) => (rise * t) / spanSec + curve(t),
})

/** @type {readonly Kind[]} */
export const LEAK_KINDS = [
  leaking('linear-slow', 7, 7, (random, spanSec) => {
    const perDay = random.logBetween(0.005, 0.03)
    return {
      rise: (perDay * spanSec) / DAY_SECONDS,
      leak: leakOf(perDay / DAY_SECONDS),
      level: (t) => (perDay * t) / DAY_SECONDS,
    }
  }),
  leaking('linear-fast', 0, 6, (random, spanSec) => {
    const rise = riseOf(random)
    return { rise, leak: leakOf(rise / spanSec), level: (t) => (rise * t) / spanSec }
  }),
  leaking('step-events', 0, 12, (random, spanSec) => {
    const rise = riseOf(random)
    const events = eventsBetween(random, 0, spanSec, random.integer(6, 60))
    return { rise, leak: leakOf(rise / spanSec), level: risingStairs(random, events, rise) }
  }),
  leaking('rise-then-flat', 0, 14, (random, spanSec) => {
    const rise = riseOf(random)
    const stopSec = spanSec * random.between(0.65, 0.93)
    const events = eventsBetween(random, 0, stopSec, random.integer(12, 200))
    const leak = leakOf(rise / stopSec, { untilSec: stopSec })
    return { rise, leak, level: risingStairs(random, events, rise) }
  }),
  leaking('gc-sawtooth-leak', 0, 20, (random, spanSec) => {
    const rise = riseOf(random)
    const swing = random.between(0.1, 0.8)
    const curve = sawtoothCurve(random, swing, spanSec / random.between(6, 40))
    return swinging(rise, spanSec, swing, curve)
  }),
  leaking('diurnal-leak', 3, 30, (random, spanSec) => {
    const rise = riseOf(random)
    const swing = random.between(0.05, 0.5)
    return swinging(rise, spanSec, swing, dailyCurve(random, swing, random.unit()))
  }),
  leaking('load-driven-leak', 3, 30, (random, spanSec) => {
    const rise = riseOf(random)
    const phase = random.unit() * 6.28
    const turn = (2 * Math.PI) / DAY_SECONDS
    const served = (t) => t - Math.cos(turn * t + phase) / turn + Math.cos(phase) / turn
    const all = served(spanSec)
    return { rise, leak: leakOf(rise / spanSec), level: (t) => (rise * served(t)) / all }
  }),
  leaking('leak-restarts', 0, 24, (random, spanSec) => {
    const drawn = riseOf(random)
    const restarts = random.integer(1, 5)
    const cuts = restartCuts(random, spanSec, 0.85, restarts)
    const rate = (drawn / spanSec) * (restarts + 1) * 0.7
    return {
      rise: (rate * spanSec) / (restarts + 1),
      leak: leakOf(rate, { sinceSec: cuts.at(-2) }),
      restartsSec: cuts.slice(1, -1),
      level: (t) => rate * (t - cuts[intervalOf(cuts, t)]),
    }
  }),
  leaking('accelerating', 0, 10, (random, spanSec) => {
    const rise = riseOf(random)
    const power = random.between(1.6, 3)
    const leak = leakOf((power * rise) / spanSec)
    return { rise, leak, level: (t) => rise * (t / spanSec) ** power }
  }),
  leaking('warmup-then-leak', 0, 16, (random, spanSec) => {
    const rise = riseOf(random)
    const warm = random.between(0.1, 1)
    const tauSec = spanSec * random.between(0.01, 0.1)
    const level = (t) => warm * (1 - Math.exp(-t / tauSec)) + (rise * t) / spanSec
    return { rise, leak: leakOf(rise / spanSec), level }
  }),
  leaking('late-onset', 0, 16, (random, spanSec) => {
    const rise = riseOf(random)
    const onsetSec = spanSec * random.between(0.3, 0.65)
    const leak = leakOf(rise / (spanSec - onsetSec), { sinceSec: onsetSec })
    const level = (t) => (t < onsetSec ? 0 : (rise * (t - onsetSec)) / (spanSec - onsetSec))
    return { rise, leak, level }
  }),
  leaking('spiky-leak', 0, 16, (random, spanSec) => {
    const rise = riseOf(random)
    const spikes = { chance: random.between(0.02, 0.12), height: random.between(0.1, 0.8) }
    return { rise, leak: leakOf(rise / spanSec), spikes, level: (t) => (rise * t) / spanSec }
  }),
  leaking('weekly-leak', 14, 40, (random, spanSec) => {
    const rise = riseOf(random)
    const swing = random.between(0.05, 0.4)
    return swinging(rise, spanSec, swing, weeklyCurve(random, swing))
  }),
]
