/** When the kernel's own memory is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

/** Unreclaimable slab from this share of the memory ... */
export const LARGE_RATIO = 0.1
/** ... and this much. */
export const LARGE_FLOOR_BYTES = 512 * MIB
/** From this share on it is a fault by itself, whatever is available. */
export const FAULT_RATIO = 0.25
/** Below it a large slab is missed by somebody. */
export const AVAILABLE_RATIO = 0.2
/** Growth since the last reading, as share of what there was ... */
export const GROWTH_RATIO = 0.1
/** ... and this much. */
export const GROWTH_FLOOR_BYTES = 128 * MIB
/** At this rate the host is out of memory within a day. */
export const FULL_SECONDS = 86_400
/** Nothing is foretold beyond this many times the span that was seen. */
export const FORESIGHT_COUNT = 16
/** Reclaimable slab is worth a word from this share ... */
export const RECLAIMABLE_RATIO = 0.2
/** ... and this much. */
export const RECLAIMABLE_FLOOR_BYTES = GIB
/** A group's kernel memory: more than half of its charge ... */
export const GROUP_RATIO = 0.5
/** ... and this much. */
export const GROUP_FLOOR_BYTES = 16 * MIB

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'LARGE_RATIO',
    value: LARGE_RATIO,
    unit: 'ratio',
    source: 'field rule: SUnreclaim above about 10 % of RAM',
  },
  {
    name: 'LARGE_FLOOR_BYTES',
    value: LARGE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor (redis getMemoryDoctorReport)',
  },
  {
    name: 'FAULT_RATIO',
    value: FAULT_RATIO,
    unit: 'ratio',
    source: 'our choice: a quarter of the memory that no process owns',
  },
  {
    name: 'AVAILABLE_RATIO',
    value: AVAILABLE_RATIO,
    unit: 'ratio',
    source: 'our choice: twice what netdata health.d/ram.conf calls low',
  },
  {
    name: 'GROWTH_RATIO',
    value: GROWTH_RATIO,
    unit: 'ratio',
    source: 'our choice: beyond the daily swing of caches',
  },
  {
    name: 'GROWTH_FLOOR_BYTES',
    value: GROWTH_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor',
  },
  {
    name: 'FULL_SECONDS',
    value: FULL_SECONDS,
    unit: 'seconds',
    source: 'our choice: as for a process that grows towards its limit',
  },
  {
    name: 'FORESIGHT_COUNT',
    value: FORESIGHT_COUNT,
    unit: 'count',
    source: 'our choice: nothing is foretold beyond 16 times the span that was seen',
  },
  {
    name: 'RECLAIMABLE_RATIO',
    value: RECLAIMABLE_RATIO,
    unit: 'ratio',
    source: 'our choice: information only, the kernel gives it back on demand',
  },
  {
    name: 'RECLAIMABLE_FLOOR_BYTES',
    value: RECLAIMABLE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: as above',
  },
  { name: 'GROUP_RATIO', value: GROUP_RATIO, unit: 'ratio', source: 'our choice: more than half' },
  {
    name: 'GROUP_FLOOR_BYTES',
    value: GROUP_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: every group has a few MiB',
  },
]
