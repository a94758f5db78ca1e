/** What the growth detector takes and gives (growth/detect.ts): the contract with who computes it elsewhere. */
import type { GrowthVerdict } from './growth.ts'

/** Which life of the subject a point is of; equal keys are one life. */
export type LifeKey = string | number

export interface RawPoints {
  readonly atMs: readonly number[]
  readonly values: readonly number[]
  /** One for each point; null where lives are not known. */
  readonly lives: readonly LifeKey[] | null
}

export interface DetectInput extends RawPoints {
  readonly limitBytes: number | null
  readonly nowMs: number
}

/** When a limit is met, in seconds from now. */
export interface Forecast {
  readonly seconds: number
  readonly lo: number
  /** Null where the slowest rate that may be does not get there within a time that can be told. */
  readonly hi: number | null
}

export interface Detected {
  readonly verdict: GrowthVerdict
  /** 0..1: the share of leaks among series like this. */
  readonly score: number
  /** It grew and is flat now, for less of the span than would make it over. */
  readonly paused: boolean
  readonly slopePerDay: number | null
  readonly slopeLo: number | null
  readonly slopeHi: number | null
  readonly sinceMs: number | null
  readonly untilMs: number | null
  /** Of the growing part, by its own slope. */
  readonly risen: number | null
  readonly eta: Forecast | null
  readonly basis: DetectBasis
  /** The best shapes with their weights, and the best that is bounded. */
  readonly models: readonly (readonly [shape: string, weight: number])[]
  readonly rival: readonly [shape: string, weight: number] | null
  /** Floors of the present life, for drawing: epoch ms and value. */
  readonly floors: readonly (readonly [atMs: number, value: number])[]
}

export interface DetectBasis {
  readonly points: number
  /** Points that were left out: impossible, repeated, or more of one instant than are needed. */
  readonly dropped: number
  /** Of these, all but those of bursts. */
  readonly unusable: number
  readonly floors: number
  readonly effective: number
  readonly spanSec: number
  readonly lives: number
  readonly judgedLives: number
  /** `none`, `daily`, `weekly` or `daily+weekly`. */
  readonly season: string
  readonly cycles: number
}
