/** When a process's mappings are worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'

/** Of max_map_count, from which on little is left ... */
export const HIGH_RATIO = 0.8
/** ... where the room is also smaller than this. */
export const HIGH_ROOM_COUNT = 65_530
/** So near that ordinary allocation may meet it at any time ... */
export const CRITICAL_RATIO = 0.98
/** ... with this little room. */
export const CRITICAL_ROOM_COUNT = 2000
/** Mappings of one size and owner are a series from this many ... */
export const SERIES_COUNT = 1000
/** ... that are this share of all. */
export const SERIES_RATIO = 0.5
/** Stacks without a thread are worth a word from this many ... */
export const STACKS_LEFT_COUNT = 64
/** ... that reserve more than the C library keeps for threads to come. */
export const STACKS_LEFT_BYTES = 80 * MIB
/** A deleted file that is still mapped is worth a word from this size. */
export const DELETED_FLOOR_BYTES = 64 * MIB

export const THRESHOLDS: readonly Threshold[] = [
  { name: 'HIGH_RATIO', value: HIGH_RATIO, unit: 'ratio', source: 'our choice: time to act' },
  {
    name: 'HIGH_ROOM_COUNT',
    value: HIGH_ROOM_COUNT,
    unit: 'count',
    source: 'one default of the kernel (DEFAULT_MAX_MAP_COUNT, mm.h) is ample room',
  },
  {
    name: 'CRITICAL_RATIO',
    value: CRITICAL_RATIO,
    unit: 'ratio',
    source: 'our choice; mm/mmap.c refuses with ENOMEM at the limit itself',
  },
  {
    name: 'CRITICAL_ROOM_COUNT',
    value: CRITICAL_ROOM_COUNT,
    unit: 'count',
    source: 'our choice: a thousand threads, each a stack and its guard',
  },
  {
    name: 'SERIES_COUNT',
    value: SERIES_COUNT,
    unit: 'count',
    source: 'our choice: ordinary programs have tens of mappings of one size',
  },
  { name: 'SERIES_RATIO', value: SERIES_RATIO, unit: 'ratio', source: 'our choice' },
  {
    name: 'STACKS_LEFT_COUNT',
    value: STACKS_LEFT_COUNT,
    unit: 'count',
    source: 'our choice: glibc keeps five default stacks for reuse',
  },
  {
    name: 'STACKS_LEFT_BYTES',
    value: STACKS_LEFT_BYTES,
    unit: 'bytes',
    source: 'twice the stacks that glibc keeps for reuse (nptl: stack_cache_maxsize 40 MiB)',
  },
  {
    name: 'DELETED_FLOOR_BYTES',
    value: DELETED_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: below it, leftovers of an upgrade',
  },
]
