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
] as const

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

/** A stored sample with what its incarnation is: what compare works on. */
export type SampleRow = Sample & {
  readonly startedAtMs: number | null
  readonly pid: number | null
}

/** A metric of one subject over time, one point a sample, in order. */
export interface Series {
  readonly metric: string
  readonly points: readonly (readonly [atMs: number, value: number])[]
}
