/** Readings of hosts as /proc/meminfo, vmstat and pressure give them: a third grows, a third swings, the rest stands. */
const [GIB, MIB, PAGE] = [2 ** 30, 2 ** 20, 4096]

/** Levels of a host of 16 GiB. */
const LEVELS = {
  memTotalBytes: 16 * GIB,
  memFreeBytes: 1.2 * GIB,
  memAvailableBytes: 9 * GIB,
  anonBytes: 5 * GIB,
  cachedBytes: 7 * GIB,
  shmemBytes: 120 * MIB,
  slabBytes: 420 * MIB,
  slabReclaimableBytes: 310 * MIB,
  dirtyBytes: 9 * MIB,
  swapTotalBytes: 4 * GIB,
  swapFreeBytes: 3.6 * GIB,
  processes: 231,
  pageInSwap: 12_000,
  pageOutSwap: 64_000,
  majorFaults: 410_000,
  refaults: 1_200_000,
  oomKills: 2,
  stallSomeMicros: 9e8,
  stallFullMicros: 4e8,
  buffersBytes: 220 * MIB,
  mappedBytes: 520 * MIB,
  activeAnonBytes: 3.1 * GIB,
  inactiveAnonBytes: 1.9 * GIB,
  activeFileBytes: 3 * GIB,
  inactiveFileBytes: 3.6 * GIB,
  unevictableBytes: 0,
  kernelStackBytes: 11 * MIB,
  pageTablesBytes: 44 * MIB,
  committedBytes: 11 * GIB,
  percpuBytes: 21 * MIB,
}
const STANDING = new Set(['memTotalBytes', 'swapTotalBytes', 'unevictableBytes', 'oomKills'])
const COUNTERS = new Set([
  'pageInSwap',
  'pageOutSwap',
  'majorFaults',
  'refaults',
  'stallSomeMicros',
  'stallFullMicros',
])
/** Of the level, in all the time. */
const GROWTH = 0.2
const SWING = 0.1

export const METRICS = Object.keys(LEVELS)

/**
 * One reading.
 * @param {number} share how much of the time is over, 0..1
 * @param {() => number} random
 */
export function readingAt(share, random) {
  const values = {}
  for (const [i, [metric, level]] of Object.entries(LEVELS).entries()) {
    if (STANDING.has(metric)) values[metric] = level
    else if (COUNTERS.has(metric)) values[metric] = Math.round(level * (1 + share))
    else if (metric === 'processes') values[metric] = level + Math.floor(random() * 9)
    else {
      const grown = i % 2 === 0 ? GROWTH * share : 0
      values[metric] = Math.round((level * (1 + grown + SWING * (random() - 0.5))) / PAGE) * PAGE
    }
  }
  return values
}
