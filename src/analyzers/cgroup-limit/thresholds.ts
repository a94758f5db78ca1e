/** When a cgroup counts as near its limit: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

export const HIGH_RATIO = 0.9
export const HIGH_HEADROOM_BYTES = GIB
export const CRITICAL_RATIO = 0.98
export const CRITICAL_HEADROOM_BYTES = 256 * MIB
/** Fewer hits than this between two readings are not worth a word. */
export const HITS_COUNT = 10
export const FULL_PERCENT = 10
export const FULL_AVG60_PERCENT = 2
/** Reclaim holds a throttled group just about its memory.high: a little below counts as above. */
export const HIGH_NEAR_RATIO = 0.98
/** Swap beside a full group is worth a word from this share of the limit. */
export const SWAP_RATIO = 0.1
/** Swap that is used to this share takes no more to speak of. */
export const SWAP_FULL_RATIO = 0.9
/** Pages that the host reads back in a second: with it a full, swapped group is thrashing. */
export const SWAP_IN_PAGES_PER_SEC = 256

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'HIGH_RATIO',
    value: HIGH_RATIO,
    unit: 'ratio',
    source: 'netdata health.d cgroup ram 90 %; robusta oom_killer.py 0.92',
  },
  {
    name: 'HIGH_HEADROOM_BYTES',
    value: HIGH_HEADROOM_BYTES,
    unit: 'bytes',
    source: 'our choice: 10 % of a large limit is ample room',
  },
  {
    name: 'CRITICAL_RATIO',
    value: CRITICAL_RATIO,
    unit: 'ratio',
    source: 'netdata health.d cgroup ram 98 %',
  },
  {
    name: 'CRITICAL_HEADROOM_BYTES',
    value: CRITICAL_HEADROOM_BYTES,
    unit: 'bytes',
    source: 'our choice: as above',
  },
  {
    name: 'HITS_COUNT',
    value: HITS_COUNT,
    unit: 'count',
    source: 'our choice: memory.rst counts each failed charge; one burst gives tens',
  },
  {
    name: 'FULL_PERCENT',
    value: FULL_PERCENT,
    unit: 'percent',
    source: 'thrash rule: PSI full above 5-10 %',
  },
  {
    name: 'FULL_AVG60_PERCENT',
    value: FULL_AVG60_PERCENT,
    unit: 'percent',
    source: 'arithmetic: 10 % for about 13 s',
  },
  {
    name: 'HIGH_NEAR_RATIO',
    value: HIGH_NEAR_RATIO,
    unit: 'ratio',
    source: 'cgroup-v2.rst memory.high: usage is held about there under heavy reclaim',
  },
  {
    name: 'SWAP_RATIO',
    value: SWAP_RATIO,
    unit: 'ratio',
    source: 'our choice: only swap-in traffic makes it a fault',
  },
  {
    name: 'SWAP_FULL_RATIO',
    value: SWAP_FULL_RATIO,
    unit: 'ratio',
    source: 'oomd.conf(5): SwapUsedLimit 90 %',
  },
  {
    name: 'SWAP_IN_PAGES_PER_SEC',
    value: SWAP_IN_PAGES_PER_SEC,
    unit: 'count',
    source: 'our choice: 1 MiB/s of 4 KiB pages',
  },
]
