/** When page cache is worth a word, and when it is a fault. Full alone it never is. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

/** Total less free: what a graph shows that takes cache for used. */
export const USED_RATIO = 0.9
/** Above this share available, such a graph alarms about nothing. */
export const AVAILABLE_RATIO = 0.2
/** Shared memory that is most of what tools call cache ... */
export const SHMEM_OF_CACHE_RATIO = 0.5
/** ... and much of the memory, in share and in bytes. */
export const SHMEM_OF_TOTAL_RATIO = 0.1
export const SHMEM_FLOOR_BYTES = GIB
/** File pages read anew that had been thrown out only shortly before. */
export const REFAULT_PAGES_PER_SEC = 1024
/** Time in which at least one task waited for memory: the consequence. */
export const FELT_PERCENT = 5
/** Writers sleep all the time from about here on; from half way between the thresholds they are slowed. */
export const DIRTY_RATIO = 0.95
export const DIRTY_FLOOR_BYTES = 64 * MIB
/** A group this near its limit throws out cache for each page that it reads. */
export const GROUP_FULL_RATIO = 0.95

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'USED_RATIO',
    value: USED_RATIO,
    unit: 'ratio',
    source: 'netdata health.d/ram.conf: used warn 90 %',
  },
  {
    name: 'AVAILABLE_RATIO',
    value: AVAILABLE_RATIO,
    unit: 'ratio',
    source: 'our choice: twice the level that counts as low',
  },
  {
    name: 'SHMEM_OF_CACHE_RATIO',
    value: SHMEM_OF_CACHE_RATIO,
    unit: 'ratio',
    source: 'our choice: most of it; proc.rst: Shmem is inside Cached',
  },
  {
    name: 'SHMEM_OF_TOTAL_RATIO',
    value: SHMEM_OF_TOTAL_RATIO,
    unit: 'ratio',
    source: 'our choice',
  },
  {
    name: 'SHMEM_FLOOR_BYTES',
    value: SHMEM_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor (redis getMemoryDoctorReport)',
  },
  {
    name: 'REFAULT_PAGES_PER_SEC',
    value: REFAULT_PAGES_PER_SEC,
    unit: 'count',
    source: 'our choice: 4 MiB/s of 4 KiB pages; mm/workingset.c',
  },
  {
    name: 'FELT_PERCENT',
    value: FELT_PERCENT,
    unit: 'percent',
    source: 'thrash rule: PSI above 5-10 %',
  },
  {
    name: 'DIRTY_RATIO',
    value: DIRTY_RATIO,
    unit: 'ratio',
    source: 'mm/page-writeback.c balance_dirty_pages: writers are held under nr_dirty_threshold',
  },
  {
    name: 'DIRTY_FLOOR_BYTES',
    value: DIRTY_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: less is written in a moment',
  },
  {
    name: 'GROUP_FULL_RATIO',
    value: GROUP_FULL_RATIO,
    unit: 'ratio',
    source: 'our choice: reclaim holds a full group just under its limit',
  },
]
