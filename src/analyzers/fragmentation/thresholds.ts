/** When free memory in small pieces counts as a fault: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'
import { DAY_MS, SECOND_MS } from '../../domain/time.ts'

/** The kernel tries hard up to this order, and lets larger requests fail. */
export const COSTLY_ORDER = 3
/** Above it a miss is fragmentation, below it lack of memory. */
export const EXTFRAG_RATIO = 0.5
/** With less than this free in the zone, a miss is a shortage whatever the index says. */
export const FREE_FLOOR_BYTES = 16 * MIB
/** Failed compactions in a second: below this one of them now and then, which no one feels. */
export const FAILS_PER_SEC = 1
/** Tasks in a second that compact memory themselves before they go on. */
export const STALLS_PER_SEC = 20
/** With this share of the memory free in one zone, nobody reclaims for want of single pages. */
export const ROOM_RATIO = 0.05
/** Huge pages in a second that were asked for and became small ones. */
export const FALLBACKS_PER_SEC = 10
/** Failures since boot that are worth a word when there is only one reading ... */
export const FAILS_COUNT = 1000
/** ... and at least this share of all compactions. */
export const FAILS_RATIO = 0.5

/** A refused request that is older is information. */
export const OLD_SECONDS = DAY_MS / SECOND_MS

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'COSTLY_ORDER',
    value: COSTLY_ORDER,
    unit: 'count',
    source: 'PAGE_ALLOC_COSTLY_ORDER, include/linux/mmzone.h',
  },
  {
    name: 'EXTFRAG_RATIO',
    value: EXTFRAG_RATIO,
    unit: 'ratio',
    source: 'admin-guide/sysctl/vm.rst extfrag_threshold, default 500 of 1000',
  },
  {
    name: 'FREE_FLOOR_BYTES',
    value: FREE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: the size of the smallest zone',
  },
  {
    name: 'FAILS_PER_SEC',
    value: FAILS_PER_SEC,
    unit: 'count',
    source: 'our choice: a consequence must go on while we look',
  },
  {
    name: 'STALLS_PER_SEC',
    value: STALLS_PER_SEC,
    unit: 'count',
    source:
      'our choice: direct compaction takes milliseconds each, so a task waits most of the time',
  },
  {
    name: 'ROOM_RATIO',
    value: ROOM_RATIO,
    unit: 'ratio',
    source: 'our choice: far above the watermarks (mm/page_alloc.c, about 1 % of a zone)',
  },
  {
    name: 'FALLBACKS_PER_SEC',
    value: FALLBACKS_PER_SEC,
    unit: 'count',
    source: 'our choice: 20 MiB/s of memory in small pages instead of huge ones',
  },
  {
    name: 'FAILS_COUNT',
    value: FAILS_COUNT,
    unit: 'count',
    source: 'our choice: a ratio needs a floor',
  },
  { name: 'FAILS_RATIO', value: FAILS_RATIO, unit: 'ratio', source: 'our choice: more than half' },
  {
    name: 'OLD_SECONDS',
    value: OLD_SECONDS,
    unit: 'seconds',
    source: 'our choice: within a day it is news',
  },
]
