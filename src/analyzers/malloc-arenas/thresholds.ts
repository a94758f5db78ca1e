/** When what malloc holds is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'

/** Arenas are worth a word from this many ... */
export const ARENAS_COUNT = 4
/** ... that hold this share of the process ... */
export const ARENAS_RATIO = 0.25
/** ... and this much. */
export const ARENAS_FLOOR_BYTES = 64 * MIB

/** Memory that is free inside malloc explains the size from this share ... */
export const FREE_RATIO = 0.5
/** ... and this much. */
export const FREE_FLOOR_BYTES = 64 * MIB

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'ARENAS_COUNT',
    value: ARENAS_COUNT,
    unit: 'count',
    source: 'mallopt(3): up to 8 arenas for each core; 2 to 4 is what people set',
  },
  { name: 'ARENAS_RATIO', value: ARENAS_RATIO, unit: 'ratio', source: 'our choice' },
  {
    name: 'ARENAS_FLOOR_BYTES',
    value: ARENAS_FLOOR_BYTES,
    unit: 'bytes',
    source: 'one arena heap, glibc malloc/arena.c HEAP_MAX_SIZE',
  },
  {
    name: 'FREE_RATIO',
    value: FREE_RATIO,
    unit: 'ratio',
    source: 'our choice: the larger part; a busy program keeps 10 to 30 % free',
  },
  {
    name: 'FREE_FLOOR_BYTES',
    value: FREE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'one arena heap, as above',
  },
]
