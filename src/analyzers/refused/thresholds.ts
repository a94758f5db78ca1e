/** When a limit counts as near or reached: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

/** Near: this share of the limit used ... */
export const NEAR_RATIO = 0.9
/** ... and less than this left. */
export const NEAR_ROOM_BYTES = GIB
export const NEAR_ROOM_COUNT = 4096
/** Reached: what is asked for next may already be refused. */
export const REACHED_RATIO = 0.98
export const REACHED_ROOM_BYTES = 64 * MIB
export const REACHED_ROOM_COUNT = 64
/** Locked memory is small by default and often used up by those who lock keys: less is not worth a word. */
export const LOCKED_FLOOR_BYTES = 16 * MIB

export const THRESHOLDS: readonly Threshold[] = [
  { name: 'NEAR_RATIO', value: NEAR_RATIO, unit: 'ratio', source: 'our choice, as for memory' },
  {
    name: 'NEAR_ROOM_BYTES',
    value: NEAR_ROOM_BYTES,
    unit: 'bytes',
    source: 'our choice: a tenth of a large limit is ample room',
  },
  {
    name: 'NEAR_ROOM_COUNT',
    value: NEAR_ROOM_COUNT,
    unit: 'count',
    source: 'our choice: an eighth of the pid_max of 32768 that kernels have by default',
  },
  {
    name: 'REACHED_RATIO',
    value: REACHED_RATIO,
    unit: 'ratio',
    source: 'our choice, as for memory',
  },
  {
    name: 'REACHED_ROOM_BYTES',
    value: REACHED_ROOM_BYTES,
    unit: 'bytes',
    source: 'glibc malloc/arena.c: one heap of a further arena is reserved as 64 MiB',
  },
  {
    name: 'REACHED_ROOM_COUNT',
    value: REACHED_ROOM_COUNT,
    unit: 'count',
    source: 'our choice: a service that starts asks for tens of threads at once',
  },
  {
    name: 'LOCKED_FLOOR_BYTES',
    value: LOCKED_FLOOR_BYTES,
    unit: 'bytes',
    source: 'getrlimit(2), systemd: defaults are 64 KiB and 8 MiB',
  },
]
