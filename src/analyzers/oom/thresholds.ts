/** When an OOM kill is news, and what counts as a cause: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts'

/** Younger is critical ... */
export const RECENT_SECONDS = (30 * MINUTE_MS) / SECOND_MS
/** ... younger than this still a warning; older is information. */
export const OLD_SECONDS = DAY_MS / SECOND_MS
/** From so many kills of one subject on there is a rate. */
export const RATE_KILLS = 3
/** The share of the limit, or of the host's memory, from which one part is to blame. */
export const HOLDER_RATIO = 0.35
/** A zone that could not be used has room from here on: ratio and floor. */
export const ROOM_RATIO = 0.02
export const ROOM_FLOOR_BYTES = 64 * MIB
/** Swap with at least this share free was not used up. */
export const SWAP_LEFT_RATIO = 0.1
/** A task that was spared held more than the victim by this factor, and by the floor. */
export const SPARED_RATIO = 1.25
export const SPARED_FLOOR_BYTES = 64 * MIB
/** RSS of all tasks beyond their anonymous memory by this factor holds shared pages more than once. */
export const OVERSTATED_RATIO = 1.3
/** A group whose next request may be the one that kills. */
export const FULL_RATIO = 0.9

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'RECENT_SECONDS',
    value: RECENT_SECONDS,
    unit: 'seconds',
    source: 'netdata health.d/ram.conf oom_kill: any in 30 min',
  },
  {
    name: 'OLD_SECONDS',
    value: OLD_SECONDS,
    unit: 'seconds',
    source: 'our choice: the morning round sees the whole night',
  },
  {
    name: 'RATE_KILLS',
    value: RATE_KILLS,
    unit: 'count',
    source: 'arithmetic: two intervals are the fewest that can agree',
  },
  {
    name: 'HOLDER_RATIO',
    value: HOLDER_RATIO,
    unit: 'ratio',
    source: 'our choice: more than a third, and the largest part of what cannot go',
  },
  {
    name: 'ROOM_RATIO',
    value: ROOM_RATIO,
    unit: 'ratio',
    source:
      'our choice: above the high watermark, which is about 1 % of a zone (vm.rst, watermark_scale_factor)',
  },
  {
    name: 'ROOM_FLOOR_BYTES',
    value: ROOM_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor',
  },
  {
    name: 'SWAP_LEFT_RATIO',
    value: SWAP_LEFT_RATIO,
    unit: 'ratio',
    source: 'oomd.conf(5): SwapUsedLimit 90 %',
  },
  {
    name: 'SPARED_RATIO',
    value: SPARED_RATIO,
    unit: 'ratio',
    source: 'oomd core_plugins.md: growth of 1.25x singles a process out',
  },
  {
    name: 'SPARED_FLOOR_BYTES',
    value: SPARED_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor',
  },
  {
    name: 'OVERSTATED_RATIO',
    value: OVERSTATED_RATIO,
    unit: 'ratio',
    source: 'our choice: program text and libraries add a little to RSS, shared buffers a multiple',
  },
  {
    name: 'FULL_RATIO',
    value: FULL_RATIO,
    unit: 'ratio',
    source: 'robusta oom_killer.py: container above 0.92 of its limit; netdata: warn at 90 %',
  },
]
