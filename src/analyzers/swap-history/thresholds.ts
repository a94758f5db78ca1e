/** When swap traffic that sysstat recorded is a fault. Each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { KIB, MIB } from '../../domain/bytes.ts'

/** Read back in a second: worth a word. */
export const IN_BYTES_PER_SEC = MIB
/** Pushed out in the same time: with it, what comes back drives other pages out. */
export const OUT_BYTES_PER_SEC = 256 * KIB
/** One row may be a program that woke up. */
export const LEAST_ROWS = 2

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'IN_BYTES_PER_SEC',
    value: IN_BYTES_PER_SEC,
    unit: 'bytes',
    source: 'our choice: as in swap-thrash, 256 pages of 4 KiB',
  },
  {
    name: 'OUT_BYTES_PER_SEC',
    value: OUT_BYTES_PER_SEC,
    unit: 'bytes',
    source: 'our choice: as in swap-thrash; reading back alone is recovery',
  },
  {
    name: 'LEAST_ROWS',
    value: LEAST_ROWS,
    unit: 'count',
    source: 'our choice: one row may be a program that woke up',
  },
]
