/** What memory of services looks like over time, as functions of the seconds since the start; levels are shares of the base. */

export const DAY_SECONDS = 86_400

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {(seconds: number) => number} Curve */

/** A day's swing with a second harmonic. @param {Random} random @returns {Curve} */
export function dailyCurve(random, swing, phaseDays) {
  const second = swing * random.between(0, 0.3)
  const shift = random.unit() * 6.28
  return (seconds) =>
    swing * 0.5 * (1 + Math.sin(2 * Math.PI * (seconds / DAY_SECONDS + phaseDays))) +
    second * Math.sin((4 * Math.PI * seconds) / DAY_SECONDS + shift)
}

/** A daily swing that is lower at weekends. @param {Random} random @returns {Curve} */
export function weeklyCurve(random, swing) {
  const daily = dailyCurve(random, swing * random.between(0.3, 1), random.unit())
  const weekend = random.between(0.2, 0.8)
  const shift = random.integer(0, 6)
  return (seconds) => {
    const weekday = (Math.floor(seconds / DAY_SECONDS) + shift) % 7
    return (daily(seconds) + swing * 0.5) * (weekday >= 5 ? weekend : 1)
  }
}

/**
 * A collected heap: slow rise, sudden fall; each cycle has its own length, height and rest.
 * Cycles are drawn when the first sample reaches them, as many as are needed.
 * @param {Random} random @returns {Curve}
 */
export function sawtoothCurve(random, swing, periodSec) {
  const starts = [0]
  const rests = []
  const heights = []
  return (seconds) => {
    while (starts.at(-1) <= seconds) {
      starts.push(starts.at(-1) + periodSec * random.between(0.7, 1.3))
      rests.push(random.unit() * 0.15)
      heights.push(random.between(0.8, 1.15))
    }
    const cycle = intervalOf(starts, seconds)
    const done = (seconds - starts[cycle]) / (starts[cycle + 1] - starts[cycle])
    return swing * heights[cycle] * (rests[cycle] + (1 - rests[cycle]) * done)
  }
}

/** Which of the intervals between sorted cuts holds the instant; the last cut lies beyond it. */
export function intervalOf(cuts, seconds) {
  let [low, high] = [0, cuts.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (cuts[middle] <= seconds) low = middle
    else high = middle
  }
  return low
}

/** Sorted instants, even over the interval. @param {Random} random */
export function eventsBetween(random, from, to, count) {
  return Array.from({ length: count }, () => from + (to - from) * random.unit()).sort(
    (a, b) => a - b,
  )
}

/** One step of its own height at each event. @returns {Curve} */
export function stairCurve(events, heights) {
  return (seconds) => {
    let level = 0
    for (let i = 0; i < events.length && events[i] <= seconds; i += 1) level += heights[i]
    return level
  }
}

/** Steps of unlike size at the events that add up to the rise. @param {Random} random @returns {Curve} */
export function risingStairs(random, events, rise) {
  const sizes = events.map(() => random.logBetween(0.3, 3))
  const sum = sizes.reduce((total, size) => total + size)
  return stairCurve(
    events,
    sizes.map((size) => (size * rise) / sum),
  )
}

/** Where each life of a process that restarts begins; the last entry lies beyond the end. */
export function restartCuts(random, spanSec, latestShare, count) {
  return [0, ...eventsBetween(random, 0.1 * spanSec, latestShare * spanSec, count), spanSec * 2]
}
