/** When the host counts as short of memory: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB } from '../../domain/bytes.ts'

/** Low: under this share of the memory ... */
export const LOW_RATIO = 0.1
/** ... and under this much: a tenth of a terabyte is no shortage. */
export const LOW_FLOOR_BYTES = 4 * GIB
export const VERY_LOW_RATIO = 0.02
export const VERY_LOW_FLOOR_BYTES = GIB
/** Time in which every task waited for memory. */
export const FULL_WARN_PERCENT = 10
export const FULL_CRIT_PERCENT = 60
/** Time in which at least one task waited. */
export const SOME_WARN_PERCENT = 60
/** The 60 s averages that tell a stall of some duration from a moment. */
export const WARN_AVG60_PERCENT = 2
export const CRIT_AVG60_PERCENT = 24
/** Consequence that turns a low level or swap-in into a fault. */
export const FELT_PERCENT = 5
export const SWAP_IN_PAGES_PER_SEC = 256

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'LOW_RATIO',
    value: LOW_RATIO,
    unit: 'ratio',
    source: 'netdata health.d/ram.conf: available < 10 %',
  },
  {
    name: 'LOW_FLOOR_BYTES',
    value: LOW_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor (redis getMemoryDoctorReport)',
  },
  {
    name: 'VERY_LOW_RATIO',
    value: VERY_LOW_RATIO,
    unit: 'ratio',
    source: 'netdata health.d/ram.conf: used crit 98 %',
  },
  {
    name: 'VERY_LOW_FLOOR_BYTES',
    value: VERY_LOW_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: as above',
  },
  {
    name: 'FULL_WARN_PERCENT',
    value: FULL_WARN_PERCENT,
    unit: 'percent',
    source: 'thrash rule: PSI full above 5-10 %',
  },
  {
    name: 'FULL_CRIT_PERCENT',
    value: FULL_CRIT_PERCENT,
    unit: 'percent',
    source: 'oomd.conf(5): DefaultMemoryPressureLimit 60 % for 30 s',
  },
  {
    name: 'SOME_WARN_PERCENT',
    value: SOME_WARN_PERCENT,
    unit: 'percent',
    source: 'oomd desktop.json: pressure avg10 > 60 for 30 s',
  },
  {
    name: 'WARN_AVG60_PERCENT',
    value: WARN_AVG60_PERCENT,
    unit: 'percent',
    source: 'arithmetic: 10 % for about 13 s',
  },
  {
    name: 'CRIT_AVG60_PERCENT',
    value: CRIT_AVG60_PERCENT,
    unit: 'percent',
    source: 'arithmetic: 60 % for 30 s',
  },
  {
    name: 'FELT_PERCENT',
    value: FELT_PERCENT,
    unit: 'percent',
    source: 'thrash rule: PSI above 5-10 %',
  },
  {
    name: 'SWAP_IN_PAGES_PER_SEC',
    value: SWAP_IN_PAGES_PER_SEC,
    unit: 'count',
    source: 'our choice: 1 MiB/s of 4 KiB pages',
  },
]
