/** Bytes and counters over time: what is measured of a subject at one instant. Column names are these names. */

export const PROCESS_METRICS = [
  'rssBytes',
  'pssBytes',
  'anonBytes',
  'fileBytes',
  'shmemBytes',
  'swapBytes',
  'heapBytes',
  'stackBytes',
  'virtualBytes',
  'peakRssBytes',
  'mappings',
  'threads',
  'minorFaults',
  'majorFaults',
  'openFiles',
  'cpuSeconds',
  'wakeUps',
  'walSegments',
  'transactions',
] as const

export const HOST_METRICS = [
  'memTotalBytes',
  'memFreeBytes',
  'memAvailableBytes',
  'anonBytes',
  'cachedBytes',
  'shmemBytes',
  'slabBytes',
  'slabReclaimableBytes',
  'dirtyBytes',
  'swapTotalBytes',
  'swapFreeBytes',
  'processes',
  'pageInSwap',
  'pageOutSwap',
  'majorFaults',
  'refaults',
  'oomKills',
  'stallSomeMicros',
  'stallFullMicros',
  'buffersBytes',
  'mappedBytes',
  'activeAnonBytes',
  'inactiveAnonBytes',
  'activeFileBytes',
  'inactiveFileBytes',
  'unevictableBytes',
  'kernelStackBytes',
  'pageTablesBytes',
  'committedBytes',
  'percpuBytes',
] as const

export const CGROUP_METRICS = [
  'chargedBytes',
  'limitBytes',
  'unreclaimableBytes',
  'workingSetBytes',
  'anonBytes',
  'fileBytes',
  'shmemBytes',
  'kernelBytes',
  'swapBytes',
  'limitHits',
  'highHits',
  'ooms',
  'oomKills',
  'inactiveAnonBytes',
  'activeFileBytes',
  'inactiveFileBytes',
] as const

/** What only rises in a life: of a part of the time the last value counts, where of levels the low ones do. */
export const COUNTERS = {
  process: [
    'peakRssBytes',
    'minorFaults',
    'majorFaults',
    'cpuSeconds',
    'wakeUps',
    'walSegments',
    'transactions',
  ],
  host: [
    'pageInSwap',
    'pageOutSwap',
    'majorFaults',
    'refaults',
    'oomKills',
    'stallSomeMicros',
    'stallFullMicros',
  ],
  cgroup: ['limitHits', 'highHits', 'ooms', 'oomKills'],
} as const satisfies { readonly [K in SampleKind]: readonly Metric<K>[] }

export const METRICS = {
  process: PROCESS_METRICS,
  host: HOST_METRICS,
  cgroup: CGROUP_METRICS,
} as const

export type SampleKind = keyof typeof METRICS
export type Metric<K extends SampleKind> = (typeof METRICS)[K][number]
/** Null is "not collected", never zero. */
export type Values<K extends SampleKind> = Readonly<Record<Metric<K>, number | null>>

/** One subject at one instant. */
export type Sample = {
  [K in SampleKind]: {
    readonly kind: K
    readonly subject: string
    readonly incarnation: string
    readonly atMs: number
    readonly hostUptimeSec: number | null
    readonly values: Values<K>
  }
}[SampleKind]

/**
 * A stored sample with what its incarnation is: what compare works on. With a floor it stands for all readings of a
 * part of the time: each value is the mean of the lower half of them, or a counter's last; `atMs` is their middle.
 */
export type SampleRow = Sample & {
  readonly startedAtMs: number | null
  readonly pid: number | null
  readonly floor?: FloorOf
}

export interface FloorOf {
  /** Length of the part: an hour or a day (UTC). */
  readonly partMs: number
  readonly readings: number
  readonly firstAtMs: number
  readonly lastAtMs: number
  /** Of what growth is judged by, which is a sum of two metrics; null where a reading did not hold both. */
  readonly judged: {
    readonly floorBytes: number
    readonly leastBytes: number
    readonly mostBytes: number
  } | null
}

/** A metric of one subject over time, one point a sample, in order. */
export interface Series {
  readonly metric: string
  readonly points: readonly (readonly [atMs: number, value: number])[]
}
