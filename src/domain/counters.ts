/** Counters -> rates, with reset and wrap told apart. A rate over too short a time is a gap, not a number. */
import type { GapReason } from './capture.ts'
import { LIMITS } from './limits.ts'

export interface Reading {
  readonly value: number
  /** Host's uptime when it was read: rates never use the bot's clock. */
  readonly uptimeSec: number
}

export type Rate =
  | {
      readonly perSec: number
      readonly increase: number
      readonly overSec: number
      readonly since: 'this-run' | 'last-run'
    }
  | { readonly gap: GapReason }

/** Widest 32-bit counter: `unsigned long` on 32-bit kernels wraps here. */
const WRAP_32 = 2 ** 32
/** A fall is a wrap only when the old value was this near the top; else the counter began anew. */
const WRAP_NEAR_RATIO = 0.9

/**
 * Gives the rate between two readings of one counter on one boot.
 * A fall from near 2^32 is a wrap; any other fall is a reset (the subject or host began anew).
 */
export function rateOf(
  earlier: Reading | null,
  later: Reading,
  since: 'this-run' | 'last-run',
): Rate {
  if (earlier === null) return { gap: 'no-second-reading' }
  const overSec = later.uptimeSec - earlier.uptimeSec
  if (overSec < 0) return { gap: 'reset' }
  if (overSec < LIMITS.rateMinSeconds) return { gap: 'too-soon' }
  const increase = increaseOf(earlier.value, later.value)
  if (increase === null) return { gap: 'reset' }
  return { perSec: increase / overSec, increase, overSec, since }
}

function increaseOf(earlier: number, later: number): number | null {
  if (later >= earlier) return later - earlier
  const wrapped = earlier < WRAP_32 && earlier > WRAP_32 * WRAP_NEAR_RATIO
  return wrapped ? WRAP_32 - earlier + later : null
}
