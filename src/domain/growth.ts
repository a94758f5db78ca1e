/** Growth of a subject's memory (design 7): the contract between growth/, analyzers and reports. */

import type { ImportedShare } from './imported.ts'

export const GROWTH_VERDICTS = [
  'leaking',
  'growing-not-yet-proved',
  'plateaued',
  'sawtooth-stable',
  'stable',
  'insufficient-data',
] as const
export type GrowthVerdict = (typeof GROWTH_VERDICTS)[number]

/** Notes are codes with numbers; words stand in the report's tables. */
export const GROWTH_NOTES = [
  'one-point',
  'two-points',
  'few-points',
  'monotone',
  'not-monotone',
  'slope-not-proof',
  'fill-looks-alike',
  'known-cap',
  'paused',
  'flat-lately',
  'daily-swing',
  'weekly-swing',
  'sawtooth',
  'short-span',
  'small-rise',
  'flat-clears-nothing',
  'restarted',
  'left-out',
  'per-cpu-second',
  'per-wake-up',
  'per-wal-segment',
  'per-transaction',
  'from-sysstat',
  'from-prometheus',
  'without-available',
] as const
export type GrowthNoteCode = (typeof GROWTH_NOTES)[number]

export interface GrowthNote {
  readonly code: GrowthNoteCode
  readonly numbers: Readonly<Record<string, number>>
}

export interface Eta {
  readonly seconds: number
  readonly lo: number
  readonly hi: number | null
  readonly limitBytes: number
  readonly limitName: string
}

/** What the subject is set to stop at: a growth below it may be a cache that fills. */
export interface KnownCap {
  readonly bytes: number
  /** As it was set: `-Xmx4g`. */
  readonly name: string
}

export interface Growth {
  readonly verdict: GrowthVerdict
  readonly metric: string
  /** Calibrated share of leaks among series like this, 0..1; null where there are too few points for one. */
  readonly score: number | null
  readonly slopeBytesPerDay: number | null
  /** What the rate is between, 95 %. */
  readonly slopeLo: number | null
  readonly slopeHi: number | null
  /** Instants in epoch milliseconds; null when not known. `until` where it grew and is flat now. */
  readonly since: number | null
  readonly until: number | null
  readonly risenBytes: number | null
  readonly eta: Eta | null
  /** The lowest setting above the present level that would stop it. */
  readonly cap: KnownCap | null
  readonly points: number
  readonly spanSec: number
  /** Lives of the subject in the series, the present one included. */
  readonly incarnations: number
  /** The low level of each part of the time, which the verdict rests on: for drawing. */
  readonly floors: readonly (readonly [atMs: number, bytes: number])[]
  /** The best shapes with their weights, the best first, and the best of those that are bounded. */
  readonly models: readonly (readonly [shape: string, weight: number])[]
  readonly rival: readonly [shape: string, weight: number] | null
  /** How much of the series others had kept; null for none. */
  readonly imported: ImportedShare | null
  readonly notes: readonly GrowthNote[]
  /** What is still needed for a verdict, when the data are too few; and when that will be, at the pace so far. */
  readonly needs: { readonly moreSamples: number; readonly atMs: number | null } | null
}

/** What is usual for a subject at this hour of the day, by its own history. */
export interface Usual {
  readonly metric: string
  /** Between which four readings in five lie. */
  readonly lowBytes: number
  readonly highBytes: number
  readonly nowBytes: number
  /** The present value is so far above that somebody should know. */
  readonly above: boolean
  /** What it rests on: days, readings, and which days where those differ. */
  readonly days: number
  readonly readings: number
  readonly of: 'all-days' | 'working-days' | 'weekends'
}
