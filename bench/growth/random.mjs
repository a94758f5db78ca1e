/** Random numbers that a seed repeats on every machine: sfc32 over a hash of the words it is named by. */

/**
 * @typedef {object} Random
 * @property {() => number} unit in [0, 1)
 * @property {(low: number, high: number) => number} between
 * @property {(low: number, high: number) => number} logBetween even over the magnitudes
 * @property {(low: number, high: number) => number} integer both ends included
 * @property {<T>(items: readonly T[]) => T} pick
 * @property {(probability: number) => boolean} chance
 * @property {() => number} normal mean 0, deviation 1
 * @property {(mean: number) => number} exponential
 */

/**
 * One stream of draws; equal words give equal draws, so trace 7 of a seed is the same however many are made.
 * @param {...(string | number)} words
 * @returns {Random}
 */
export function randomOf(...words) {
  const unit = sfc32(hashOf(words))
  const between = (low, high) => low + (high - low) * unit()
  return {
    unit,
    between,
    logBetween: (low, high) => Math.exp(between(Math.log(low), Math.log(high))),
    integer: (low, high) => low + Math.floor(unit() * (high - low + 1)),
    pick: (items) => items[Math.floor(unit() * items.length)],
    chance: (probability) => unit() < probability,
    normal: () => normalFrom(unit),
    exponential: (mean) => -mean * Math.log(1 - unit()),
  }
}

function hashOf(words) {
  let hash = 0x9e3779b9
  for (const word of words)
    for (const letter of `${word}|`) {
      hash ^= letter.charCodeAt(0)
      hash = Math.imul(hash, 0x01000193) >>> 0
      hash ^= hash >>> 15
    }
  return hash
}

/** Chris Doty-Humphrey's small fast counter, 32 bits. */
function sfc32(seed) {
  let [a, b, c, counter] = [seed, (seed ^ 0x85ebca6b) >>> 0, (seed ^ 0xc2b2ae35) >>> 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  // The first draws still show the seed.
  for (let i = 0; i < 15; i += 1) next()
  return next
}

/** Box and Muller; the logarithm of 0 is no number, so 0 is drawn again. */
function normalFrom(unit) {
  let first = 0
  while (first === 0) first = unit()
  return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * unit())
}
