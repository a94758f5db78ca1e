/** A series as a row of block signs, for where numbers stand and no picture does. Pure. */

const BLOCKS = '▁▂▃▄▅▆▇█'
const TOP = BLOCKS.length - 1
/** A part of the time in which nothing was read. A blank would be taken for an end, or be trimmed away. */
const GAP = '·'
const STEP_SHARE = 0.25

export type Points = readonly (readonly [atMs: number, value: number | null])[]
/** The last reading of each part of a time, parts of one length; null for a part without any. */
export type Parts = readonly (number | null)[]

/**
 * Gives the time cut into at most so many parts, fewer where readings are rare: one a day gives a part a day, and what
 * is empty then is a true gap. Points may come in any order; what is no number or outside of the time is left out.
 */
export function inParts(points: Points, fromMs: number, toMs: number, most: number): Parts {
  const read = points
    .filter(([at, value]) => at >= fromMs && at <= toMs && Number.isFinite(value))
    .toSorted(([a], [b]) => a - b)
  if (read.length === 0) return []
  const stepMs = stepOf(read)
  const count = stepMs > 0 ? Math.round((toMs - fromMs) / stepMs) + 1 : 1
  return cut(read, fromMs, toMs, Math.max(1, Math.min(most, count)))
}

/**
 * How far apart readings stand: a quarter of the time between the first and the last lies in steps up to this one. So
 * neither a burst of readings nor an outage decides. Zero for one reading.
 */
function stepOf(read: Points): number {
  const steps = read
    .slice(1)
    .map(([at], i) => at - (read[i]?.[0] ?? at))
    .sort((a, b) => a - b)
  const total = steps.reduce((sum, step) => sum + step, 0)
  let covered = 0
  for (const step of steps) {
    covered += step
    if (step > 0 && covered >= total * STEP_SHARE) return step
  }
  return 0
}

function cut(read: Points, fromMs: number, toMs: number, count: number): Parts {
  const parts: (number | null)[] = Array.from({ length: count }, () => null)
  const partMs = (toMs - fromMs) / count
  for (const [at, value] of read) {
    const part = partMs > 0 ? Math.floor((at - fromMs) / partMs) : 0
    parts[Math.min(count - 1, part)] = value
  }
  return parts
}

/**
 * Gives one sign for each part, from the lowest of them to the highest. A change below `leastSpan` (in the values' unit)
 * does not fill the height, so that noise stays flat; what does not change stands in the middle. Empty without a number.
 */
export function sparkline(parts: Parts, leastSpan = 0): string {
  const known = parts.filter((part) => part !== null)
  if (known.length === 0) return ''
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const span = Math.max(high - low, leastSpan)
  const bottom = low - (span - (high - low)) / 2
  // Eight signs have no middle one: what is flat stands in the lower of the two, and does not flicker between them.
  const flat = span > 0 ? 1 - (high - low) / span : 1
  const signOf = (value: number): string => {
    const share = span > 0 ? (value - bottom) / span : 0.5
    const level = Math.round(share * TOP - flat / 2)
    return BLOCKS[Math.min(TOP, Math.max(0, level))] ?? GAP
  }
  return parts.map((part) => (part === null ? GAP : signOf(part))).join('')
}
