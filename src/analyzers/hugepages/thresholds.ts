/** When memory set aside for huge pages is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'

/** Idle huge pages from this share of the memory ... */
export const IDLE_RATIO = 0.02
/** ... and this much. */
export const IDLE_FLOOR_BYTES = 256 * MIB
/** A pool of which nothing is used is a fault from this share on. */
export const UNUSED_RATIO = 0.2
/** Below it whatever lies idle is missed. */
export const AVAILABLE_RATIO = 0.1

export const THRESHOLDS: readonly Threshold[] = [
  { name: 'IDLE_RATIO', value: IDLE_RATIO, unit: 'ratio', source: 'our choice: information' },
  {
    name: 'IDLE_FLOOR_BYTES',
    value: IDLE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor (redis getMemoryDoctorReport)',
  },
  {
    name: 'UNUSED_RATIO',
    value: UNUSED_RATIO,
    unit: 'ratio',
    source: 'our choice: PostgreSQL and Oracle guides size pools at 25 to 60 % of the memory',
  },
  {
    name: 'AVAILABLE_RATIO',
    value: AVAILABLE_RATIO,
    unit: 'ratio',
    source: 'netdata health.d/ram.conf: available < 10 %',
  },
]
