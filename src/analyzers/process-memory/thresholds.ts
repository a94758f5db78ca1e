/** When a process's memory is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'

/** Swapped out is worth a word from this share of what the process holds ... */
export const SWAPPED_RATIO = 0.1
/** ... and this much. */
export const SWAPPED_FLOOR_BYTES = 64 * MIB
/** Pages read back in a second: below this a fault now and then, above it somebody waits all the time. */
export const SWAP_IN_PAGES_PER_SEC = 256

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'SWAPPED_RATIO',
    value: SWAPPED_RATIO,
    unit: 'ratio',
    source:
      'our choice; only swap-in traffic makes it a fault (netdata health.d/swap.conf alarms on traffic too)',
  },
  {
    name: 'SWAPPED_FLOOR_BYTES',
    value: SWAPPED_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor (redis getMemoryDoctorReport)',
  },
  {
    name: 'SWAP_IN_PAGES_PER_SEC',
    value: SWAP_IN_PAGES_PER_SEC,
    unit: 'count',
    source:
      'our choice: 1 MiB/s of 4 KiB pages; the kernel reads 8 at a time (sysctl/vm.rst page-cluster)',
  },
]
