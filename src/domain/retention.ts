/** What is kept of each kind, and what of it is past its time. */
import type { KeptKind, Lifetimes } from './lifetimes.ts'

export interface KeptCount {
  readonly kind: KeptKind
  /** Captures are counted by runs, all else by rows. */
  readonly count: number
  readonly oldestAtMs: number | null
  /** Past their lifetime: what the next purge removes, but for what it leaves for a reason (not yet rolled up, doubted). */
  readonly due: number
}

export interface Size {
  /** Pages of the database, in use or free. */
  readonly bytes: number
  /** What stands in the journal beside it. */
  readonly walBytes: number
  readonly runs: number
  readonly samples: number
}

export interface PurgePass {
  readonly removed: number
  /** A kind had more than one pass may take. */
  readonly more: boolean
}

export interface RetentionRows {
  readonly lifetimes: Lifetimes
  /** Deletes what is past its lifetime, a bounded number of rows a call. */
  purge(nowMs: number): Promise<PurgePass>
  /** When a purge last ended; null for never. */
  lastPurgeMs(): Promise<number | null>
  /** All kinds of which something is kept. Counts in small pieces. */
  kept(nowMs: number): Promise<readonly KeptCount[]>
  /** For doctor. */
  size(): Promise<Size>
}
