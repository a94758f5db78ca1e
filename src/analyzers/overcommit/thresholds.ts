/** When promised memory is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

/** Near the limit: this share of it promised ... */
export const NEAR_RATIO = 0.9
/** ... and less than this left to promise. */
export const NEAR_ROOM_BYTES = GIB
export const REACHED_RATIO = 0.98
export const REACHED_ROOM_BYTES = 64 * MIB
/** Promises are worth a word where nothing limits them and they are this many times what there is. */
export const PROMISED_TIMES = 2

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'NEAR_RATIO',
    value: NEAR_RATIO,
    unit: 'ratio',
    source: 'our choice, as for memory limits; only with overcommit_memory=2 (vm.rst)',
  },
  {
    name: 'NEAR_ROOM_BYTES',
    value: NEAR_ROOM_BYTES,
    unit: 'bytes',
    source: 'our choice: a tenth of a large limit is ample room',
  },
  {
    name: 'REACHED_RATIO',
    value: REACHED_RATIO,
    unit: 'ratio',
    source: 'our choice, as for memory limits',
  },
  {
    name: 'REACHED_ROOM_BYTES',
    value: REACHED_ROOM_BYTES,
    unit: 'bytes',
    source: 'pthread_create(3): eight thread stacks of 8 MiB do not fit any more',
  },
  {
    name: 'PROMISED_TIMES',
    value: PROMISED_TIMES,
    unit: 'count',
    source:
      'our choice: programs that reserve ahead (JVM, Go, Redis at fork) reach twice the RAM with ease',
  },
]
