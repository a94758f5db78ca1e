/**
 * Ten shapes unlike those of the main set that nothing was tuned on: what they score is what a new service may expect.
 * Whoever changes the detector by what is seen here has to write a new shape in place of the one that was looked at.
 */
import { DAY_SECONDS, intervalOf } from './curves.mjs'
import { leaking, leakOf, riseOf } from './leakKinds.mjs'
import { safe } from './safeKinds.mjs'

const HOUR_DAYS = 1 / 24

/** Intervals of unlike length that cover the span and reach beyond it; the sums are the cuts. */
function irregularCuts(random, spanSec, meanSec, leastRatio, mostRatio) {
  const cuts = [0]
  while (cuts.at(-1) <= spanSec)
    cuts.push(cuts.at(-1) + meanSec * random.logBetween(leastRatio, mostRatio))
  return cuts
}

const LEAKS = [
  /** JVM old generation: promoted garbage until a full collection at no fixed time, and what each one cannot free. */
  leaking('old-generation-leak', 0, 24, (random, spanSec) => {
    const rise = riseOf(random)
    const meanSec = spanSec / random.between(6, 30)
    const garbagePerSec = random.between(0.1, 0.6) / meanSec
    const cuts = irregularCuts(random, spanSec, meanSec, 0.25, 3)
    const peak = garbagePerSec * meanSec
    return {
      rise,
      leak: leakOf(rise / spanSec, { peak }),
      level: (t) => (rise * t) / spanSec + garbagePerSec * (t - cuts[intervalOf(cuts, t)]),
    }
  }),

  /** Grows while the nightly batch runs; its working set is given back in the morning, the leak is not. */
  leaking('nightly-batch-leak', 4, 30, (random, spanSec) => {
    const rise = riseOf(random)
    const perDay = (rise * DAY_SECONDS) / spanSec
    const startDays = random.unit()
    const lengthDays = random.between(1, 5) * HOUR_DAYS
    const working = random.between(0, 0.2)
    const level = (t) => {
      const days = t / DAY_SECONDS + 1 - startDays
      const done = Math.min(1, (days % 1) / lengthDays)
      // One night less where the first one is still to come.
      const nights = Math.floor(days) - 1 + done
      return Math.max(0, perDay * nights) + (done < 1 ? working : 0)
    }
    return { rise, leak: leakOf(rise / spanSec), level }
  }),

  /** Each release leaks faster than the one before; the process starts anew with each. */
  leaking('leak-per-deploy', 0, 40, (random, spanSec) => {
    const drawn = riseOf(random)
    const lives = random.integer(3, 5)
    const faster = random.between(1.2, 1.8)
    const cuts = Array.from({ length: lives }, (_, life) =>
      life === 0 ? 0 : (spanSec * (life + random.between(-0.2, 0.2))) / lives,
    )
    const rates = cuts.map((_, life) => ((drawn * lives) / spanSec) * faster ** (life - lives + 1))
    const open = [...cuts, spanSec * 2]
    return {
      rise: drawn,
      leak: leakOf(rates.at(-1), { sinceSec: cuts.at(-1) }),
      restartsSec: cuts.slice(1),
      level: (t) => {
        const life = intervalOf(open, t)
        return rates[life] * (t - open[life])
      },
    }
  }),

  /** Slows down and never stops: what leaks is met more and more seldom. */
  leaking('slowing-leak', 0, 16, (random, spanSec) => {
    const rise = riseOf(random)
    const power = 0.7
    const level = (t) => rise * (t / spanSec) ** power
    return { rise, leak: leakOf((power * rise) / spanSec), level }
  }),

  /** A pool that is trimmed now and then: each trim frees three fifths of what has come since the last one. */
  leaking('partly-freed-leak', 0, 24, (random, spanSec) => {
    const rise = riseOf(random)
    const kept = 0.4
    const cuts = irregularCuts(random, spanSec, spanSec / random.between(5, 25), 0.7, 1.4)
    const netPerSec = rise / spanSec
    const level = (t) => {
      const cut = cuts[intervalOf(cuts, t)]
      return netPerSec * cut + (netPerSec / kept) * (t - cut)
    }
    const peak = (netPerSec / kept) * (1 - kept) * (cuts[1] - cuts[0])
    return { rise, leak: leakOf(netPerSec, { peak }), level }
  }),
]

const SAFE = [
  /** A connection pool opens many at once under load and lets idle ones go; the allocator keeps a share of the record. */
  safe('pool-grow-shrink', 0, 24, (random, spanSec) => {
    const meanSec = spanSec / random.between(5, 25)
    const bursts = irregularCuts(random, spanSec, meanSec, 0.4, 2).slice(1)
    const heights = bursts.map(() => random.logBetween(0.1, 0.8))
    const kept = random.between(0.2, 0.6)
    const growSec = meanSec * random.between(0.02, 0.15)
    const idleSec = meanSec * random.between(0.15, 0.6)
    const open = (sinceSec, height) => {
      const opened = height * Math.min(1, sinceSec / growSec)
      const idle = Math.exp(-Math.max(0, sinceSec - growSec) / idleSec)
      return opened * (kept + (1 - kept) * idle)
    }
    const level = (t) =>
      bursts.reduce((most, at, i) => (at > t ? most : Math.max(most, open(t - at, heights[i]))), 0)
    return { level }
  }),

  /** Two versions of unlike size take turns. */
  safe('blue-green', 0, 20, (random, spanSec) => {
    const height = random.logBetween(0.05, 0.8)
    const cuts = irregularCuts(random, spanSec, spanSec / random.between(4, 12), 0.5, 2)
    const first = random.integer(0, 1)
    return { level: (t) => ((intervalOf(cuts, t) + first) % 2 === 0 ? 0 : height) }
  }),

  /** A cache fills through the day and is thrown away every night. */
  safe('nightly-flush', 3, 24, (random, spanSec) => {
    const height = random.logBetween(0.1, 1)
    const fillDays = random.between(0.1, 1)
    const shiftDays = random.unit()
    const busy = Array.from({ length: Math.ceil(spanSec / DAY_SECONDS) + 2 }, () =>
      random.between(0.8, 1.2),
    )
    const level = (t) => {
      const days = t / DAY_SECONDS + shiftDays
      return height * busy[Math.floor(days)] * (1 - Math.exp(-(days % 1) / fillDays))
    }
    return { level }
  }),

  /** Fragmentation creeps like a logarithm; a trim now and then helps for a while. */
  safe('fragmentation-trims', 0, 20, (random, spanSec) => {
    const height = random.logBetween(0.05, 0.6)
    const meanSec = spanSec / random.between(2.5, 8)
    const cuts = irregularCuts(random, spanSec, meanSec, 0.5, 2)
    const freed = random.between(0.2, 0.6)
    const backSec = meanSec * random.between(0.1, 0.5)
    const unitSec = spanSec * random.logBetween(0.0005, 0.02)
    const all = Math.log(1 + spanSec / unitSec)
    const trimmed = (t) => {
      const cut = cuts[intervalOf(cuts, t)]
      return cut === 0 ? 0 : freed * Math.exp(-(t - cut) / backSec)
    }
    const level = (t) => ((height * Math.log(1 + t / unitSec)) / all) * (1 - trimmed(t))
    // As for a cache: one that has hardly bent cannot be told from a leak.
    return { ambiguous: unitSec > spanSec * 0.008, level }
  }),

  /** A consumer falls behind now and then: its queue grows, and drains once it has caught up. */
  safe('queue-backlog', 0, 24, (random, spanSec) => {
    const meanSec = spanSec / random.between(4, 12)
    const starts = irregularCuts(random, 0.85 * spanSec, meanSec, 0.4, 2).slice(1, -1)
    const backlogs = starts.map((atSec, i) => {
      const roomSec = (starts[i + 1] ?? spanSec) - atSec
      const behindSec = roomSec * random.between(0.15, 0.5)
      const drainSec = (roomSec - behindSec) * random.between(0.2, 0.8)
      return { atSec, behindSec, drainSec, height: random.logBetween(0.1, 1) }
    })
    const part = (t, { atSec, behindSec, drainSec }) =>
      Math.max(0, Math.min((t - atSec) / behindSec, 1 - (t - atSec - behindSec) / drainSec))
    const level = (t) =>
      backlogs.reduce((sum, one) => sum + (t < one.atSec ? 0 : one.height * part(t, one)), 0)
    return { level }
  }),
]

/** @type {readonly import('./leakKinds.mjs').Kind[]} */
export const UNSEEN_KINDS = [...LEAKS, ...SAFE]
