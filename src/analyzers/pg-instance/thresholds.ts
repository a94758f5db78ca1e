/** When an instance's memory is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

/** One process holds most: this share of all private memory ... */
export const MOST_RATIO = 0.5
/** ... and at least this much. */
export const MOST_FLOOR_BYTES = 512 * MIB
/** Near its limit: private and shared memory together are this share of it, on a host where that is ... */
export const NEAR_RATIO = 0.8
/** ... at least this much. */
export const NEAR_FLOOR_BYTES = GIB
/** An idle session that holds this much keeps more than one that has worked for a while. */
export const IDLE_LARGE_BYTES = 64 * MIB
/** Many of them: so many, and together this much. */
export const IDLE_COUNT = 4
export const IDLE_FLOOR_BYTES = 512 * MIB
/** From this share of the limit on it is a warning. */
export const IDLE_HEAVY_RATIO = 0.1
/** From this share of the limit on one process is a warning. */
export const MOST_HEAVY_RATIO = 0.25

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'MOST_RATIO',
    value: MOST_RATIO,
    unit: 'ratio',
    source: 'our choice: more than all others together',
  },
  {
    name: 'MOST_FLOOR_BYTES',
    value: MOST_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: one large query of the default work_mem stays under it',
  },
  { name: 'MOST_HEAVY_RATIO', value: MOST_HEAVY_RATIO, unit: 'ratio', source: 'our choice' },
  {
    name: 'NEAR_RATIO',
    value: NEAR_RATIO,
    unit: 'ratio',
    source:
      'PostgreSQL documentation, resource consumption: a quarter of the memory for shared_buffers leaves the rest to the kernel’s cache',
  },
  {
    name: 'NEAR_FLOOR_BYTES',
    value: NEAR_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: less is a trial server',
  },
  {
    name: 'IDLE_LARGE_BYTES',
    value: IDLE_LARGE_BYTES,
    unit: 'bytes',
    source:
      'measured on PostgreSQL 13 to 18: a session that has read all catalogs and sorted holds 12 to 15 MiB; four times that',
  },
  {
    name: 'IDLE_COUNT',
    value: IDLE_COUNT,
    unit: 'count',
    source: 'our choice: a habit, not a case',
  },
  {
    name: 'IDLE_FLOOR_BYTES',
    value: IDLE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: less hurts no host of today',
  },
  { name: 'IDLE_HEAVY_RATIO', value: IDLE_HEAVY_RATIO, unit: 'ratio', source: 'our choice' },
]
