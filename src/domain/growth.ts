/** Growth of a subject's memory (design 7, facts/growth.md 6): the contract between growth/, analyzers and reports. */

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
  'short-span',
  'flat-clears-nothing',
  'restarted',
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

export interface Growth {
  readonly verdict: GrowthVerdict
  readonly metric: string
  /** Calibrated share of leaks among series like this, 0..1; null until the detector gives it. */
  readonly score: number | null
  readonly slopeBytesPerDay: number | null
  readonly slopeLo: number | null
  readonly slopeHi: number | null
  /** Instants in epoch milliseconds; null when not known. */
  readonly since: number | null
  readonly until: number | null
  readonly risenBytes: number | null
  readonly eta: Eta | null
  readonly points: number
  readonly spanSec: number
  /** Lives of the subject in the series, the present one included. */
  readonly incarnations: number
  readonly notes: readonly GrowthNote[]
  /** What is still needed for a verdict, when the data are too few. */
  readonly needs: { readonly moreSamples: number } | null
}
