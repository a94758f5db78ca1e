/** A further round: what the first evidence points to and is not read on every check. */
import type { Evidence } from './evidence.ts'
import type { Facts } from './facts.ts'
import type { Window } from './window.ts'

/** What is known when the plan asks whether a deeper look is worth its price. */
export interface DeeperContext {
  readonly facts: Facts
  readonly evidence: Evidence
  /** The process that is checked; null on a host's check. */
  readonly pid: number | null
  /** What was asked with a question; a check has none. */
  readonly args?: readonly string[]
  /** The stretch of time that was asked about. */
  readonly window?: Window | null
}
