/** Levels of a subject's past that somebody else kept: its host's own sysstat, or a Prometheus. */

const IMPORT_SOURCES = ['sysstat', 'prometheus'] as const
export type ImportSource = (typeof IMPORT_SOURCES)[number]

export interface ImportedPoint {
  readonly atMs: number
  readonly value: number
  /** Points of one key are of one life of the subject; the present life's key is the incarnation's own. */
  readonly life: string
}

/** One metric of one subject from one source, oldest point first. */
export interface Imported {
  /** The subject's key. */
  readonly subject: string
  readonly source: ImportSource
  /** A metric of growth (growth/metric.ts), or `withoutCacheBytes`: used less free, buffers and cache. */
  readonly metric: string
  readonly points: readonly ImportedPoint[]
}

/** How much of a judged series was imported. */
export interface ImportedShare {
  readonly source: ImportSource
  readonly points: number
  readonly spanSec: number
  /** The figures stand in for the judged ones (a sysstat that does not tell what is available): proves nothing. */
  readonly approximate: boolean
}
