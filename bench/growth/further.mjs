/**
 * A third set, of shapes unlike those of the main and of the unseen set: a change of the detector must hold here too.
 * It was looked at while the detector was tuned (a fill with a leak behind it came of it), so it proves no figure.
 */
import { DAY_SECONDS, dailyCurve, eventsBetween, intervalOf } from './curves.mjs'
import { leaking, leakOf, riseOf } from './leakKinds.mjs'
import { safe } from './safeKinds.mjs'

/** One of a service's workers: its own leak, given back whenever it is recycled. */
const recycled = (t, { everySec, shiftSec }) => ((t + shiftSec) % everySec) / everySec

const LEAKS = [
  /** Grows by what is worked on working days, in office hours. */
  leaking('office-hours-leak', 14, 30, (random, spanSec) => {
    const rise = riseOf(random)
    const shiftDays = random.between(0, 7)
    const open = random.between(0.3, 0.6)
    const worked = (t) => {
      const days = t / DAY_SECONDS + shiftDays
      const [whole, today] = [Math.floor(days), Math.min(1, (days % 1) / open)]
      const week = Math.min(5, whole % 7) + (whole % 7 < 5 ? today : 0)
      return 5 * Math.floor(whole / 7) + week
    }
    const [first, all] = [worked(0), worked(spanSec) - worked(0)]
    const level = (t) => (rise * (worked(t) - first)) / all
    return { rise, leak: leakOf(rise / spanSec), level }
  }),

  /** A cache fills to its cap first, the leak shows behind it. */
  leaking('cache-before-leak', 0, 20, (random, spanSec) => {
    const rise = riseOf(random)
    const cache = random.between(0.1, 1)
    const fullSec = spanSec * random.between(0.05, 0.25)
    const level = (t) => cache * Math.min(1, t / fullSec) + (rise * t) / spanSec
    return { rise, leak: leakOf(rise / spanSec), level }
  }),

  /** Leaks in arenas: even stairs, each as high as the next. */
  leaking('arena-leak', 0, 16, (random, spanSec) => {
    const rise = riseOf(random)
    const stairs = random.integer(5, 16)
    const shift = random.unit()
    const level = (t) => (rise * Math.floor((stairs * t) / spanSec + shift)) / stairs
    return { rise, leak: leakOf(rise / spanSec), level }
  }),

  /** A leak at work under another load after some time: slower or faster, never still. */
  leaking('two-rates-leak', 0, 16, (random, spanSec) => {
    const rise = riseOf(random)
    const bendSec = spanSec * random.between(0.3, 0.7)
    const ratio = random.logBetween(0.4, 4)
    const first = rise / (bendSec + ratio * (spanSec - bendSec))
    const level = (t) => first * (Math.min(t, bendSec) + ratio * Math.max(0, t - bendSec))
    return { rise, leak: leakOf(first * ratio), level }
  }),

  /** Working memory comes and goes beside the leak, for some samples at a time. */
  leaking('busy-leak', 0, 20, (random, spanSec) => {
    const rise = riseOf(random)
    const works = eventsBetween(random, 0, spanSec, random.integer(2, 8))
    const lengthSec = spanSec * random.between(0.02, 0.08)
    const height = random.between(0.2, 1) * rise
    const busy = (t) => works.some((at) => t >= at && t < at + lengthSec)
    const level = (t) => (rise * t) / spanSec + (busy(t) ? height : 0)
    return { rise, leak: leakOf(rise / spanSec), level }
  }),

  /** The kernel takes pages back under pressure, which soon come again: dips below a leak. */
  leaking('leak-with-dips', 0, 16, (random, spanSec) => {
    const rise = riseOf(random)
    const dips = eventsBetween(random, 0, spanSec, random.integer(1, 6))
    const backSec = spanSec * random.between(0.01, 0.05)
    const depth = random.between(0.1, 0.6)
    const taken = (t) =>
      dips.reduce((sum, at) => (at > t ? sum : sum + depth * Math.exp(-(t - at) / backSec)), 0)
    const level = (t) => Math.max(-0.9, (rise * t) / spanSec - taken(t) * rise)
    return { rise, leak: leakOf(rise / spanSec), level }
  }),
]

const SAFE = [
  /** Workers that leak and are recycled in turn: the sum of them swings and stays. */
  safe('recycled-workers', 0, 20, (random, spanSec) => {
    const workers = Array.from({ length: random.integer(2, 8) }, () => {
      const everySec = spanSec * random.between(0.08, 0.3)
      return { everySec, shiftSec: random.unit() * everySec }
    })
    const height = random.logBetween(0.1, 1)
    const level = (t) =>
      (height * workers.reduce((sum, worker) => sum + recycled(t, worker), 0)) / workers.length
    return { level }
  }),

  /** A new version needs much at its start and gives most of it back by and by. */
  safe('step-and-settle', 0, 16, (random, spanSec) => {
    const atSec = spanSec * random.between(0.1, 0.8)
    const height = random.logBetween(0.1, 1)
    const kept = random.between(0.2, 0.8)
    const settleSec = spanSec * random.between(0.03, 0.2)
    const since = (t) => kept + (1 - kept) * Math.exp(-(t - atSec) / settleSec)
    return { level: (t) => (t < atSec ? 0 : height * since(t)) }
  }),

  /** Three levels that a service is at by turns, by what it is asked for. */
  safe('three-levels', 0, 20, (random, spanSec) => {
    const turns = random.integer(4, 12)
    const cuts = [0, ...eventsBetween(random, 0, spanSec, turns), spanSec * 2]
    const heights = [0, random.logBetween(0.05, 0.4), random.logBetween(0.2, 0.9)]
    const levels = cuts.map(() => random.integer(0, 2))
    const highs = levels.slice(0, -1).map((of) => heights[of])
    // Levels that only ever rise are a staircase to whoever sees only the series.
    const rising = highs.every((height, i) => i === 0 || height >= highs[i - 1])
    return { ambiguous: rising, level: (t) => heights[levels[intervalOf(cuts, t)]] }
  }),

  /** A campaign: load comes and goes like a bell. */
  safe('campaign', 0, 16, (random, spanSec) => {
    const middleSec = spanSec * random.between(0.25, 0.65)
    const widthSec = spanSec * random.between(0.04, 0.12)
    const height = random.logBetween(0.1, 1)
    return { level: (t) => height * Math.exp(-0.5 * ((t - middleSec) / widthSec) ** 2) }
  }),

  /** A cache warms up, is thrown away by hand once or twice, and warms up again. */
  safe('flushed-cache', 0, 20, (random, spanSec) => {
    const flushes = random.integer(1, 2)
    const cuts = [0, ...eventsBetween(random, 0.2 * spanSec, 0.75 * spanSec, flushes), 2 * spanSec]
    const height = random.logBetween(0.1, 1.5)
    const tauSec = spanSec * random.between(0.02, 0.08)
    const level = (t) => height * (1 - Math.exp(-(t - cuts[intervalOf(cuts, t)]) / tauSec))
    return { level }
  }),

  /** Fills along a straight line to its cap, and entries that expire let it swing a little below it. */
  safe('fill-and-expire', 0, 20, (random, spanSec) => {
    const height = random.logBetween(0.1, 1.5)
    const fullSec = spanSec * random.between(0.1, 0.5)
    const swing = random.between(0.02, 0.15)
    const turnSec = spanSec * random.between(0.05, 0.2)
    const expired = (t) => 0.5 * swing * (1 - Math.cos((2 * Math.PI * (t - fullSec)) / turnSec))
    return { level: (t) => height * (t < fullSec ? t / fullSec : 1 - expired(t)) }
  }),

  /** An autoscaled tier: load grows for weeks before the holidays, then everybody is away. Was one of the unseen. */
  safe('season-then-holiday', 10, 30, (random, spanSec) => {
    const rise = random.logBetween(0.1, 1)
    const endSec = spanSec * random.between(0.5, 0.85)
    const left = random.between(-0.1, 0.35)
    const daily = dailyCurve(random, random.between(0.03, 0.25), random.unit())
    return {
      level: (t) => (t < endSec ? (rise * t) / endSec : rise * left) + daily(t),
    }
  }),
]

/** @type {readonly import('./leakKinds.mjs').Kind[]} */
export const FURTHER_KINDS = [...LEAKS, ...SAFE]
