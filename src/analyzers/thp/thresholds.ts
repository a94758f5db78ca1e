/** When a process's transparent huge pages are worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'

/** Of its anonymous memory, in huge pages ... */
export const HELD_RATIO = 0.5
/** ... and this much: 32 huge pages of 2 MiB. */
export const HELD_FLOOR_BYTES = 64 * MIB

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'HELD_RATIO',
    value: HELD_RATIO,
    unit: 'ratio',
    source: 'our choice: huge pages make most of it, so they can explain it',
  },
  {
    name: 'HELD_FLOOR_BYTES',
    value: HELD_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor (redis getMemoryDoctorReport)',
  },
]
