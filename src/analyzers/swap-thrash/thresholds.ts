/** When swap is a fault: traffic that somebody waits for, never use alone. Each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'

/** Read back in a second, it is worth a word. */
export const SWAP_IN_BYTES_PER_SEC = MIB
/** Pushed out in the same time: with it, what comes back drives other pages out. */
export const SWAP_OUT_BYTES_PER_SEC = MIB / 4
/** Time in which at least one task waited for memory: the consequence. */
export const FELT_PERCENT = 5
export const SWAP_FREE_RATIO = 0.1
export const SWAP_FLOOR_BYTES = 256 * MIB

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'SWAP_IN_BYTES_PER_SEC',
    value: SWAP_IN_BYTES_PER_SEC,
    unit: 'bytes',
    source: 'our choice: 256 pages of 4 KiB a second',
  },
  {
    name: 'SWAP_OUT_BYTES_PER_SEC',
    value: SWAP_OUT_BYTES_PER_SEC,
    unit: 'bytes',
    source: 'our choice: a quarter of the above; reading back alone is recovery',
  },
  {
    name: 'FELT_PERCENT',
    value: FELT_PERCENT,
    unit: 'percent',
    source: 'thrash rule: PSI above 5-10 %',
  },
  {
    name: 'SWAP_FREE_RATIO',
    value: SWAP_FREE_RATIO,
    unit: 'ratio',
    source: 'oomd.conf(5): SwapUsedLimit 90 %',
  },
  {
    name: 'SWAP_FLOOR_BYTES',
    value: SWAP_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a smaller swap is always full',
  },
]
