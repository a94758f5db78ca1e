/** When a setting of the kernel is worth a word: only with its consequence. Each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

/** Tasks wait for memory at least this much of the time: the host feels it. */
export const FELT_PERCENT = 5
/** Anonymous memory is not swapped out while file pages are left, up to this. */
export const SWAPPINESS_COUNT = 1
export const SWAP_FLOOR_BYTES = 256 * MIB
/** Of the swap, this share stands unused. */
export const SWAP_FREE_RATIO = 0.5
/** Kept free by min_free_kbytes: this share of the RAM and this much is large ... */
export const RESERVE_RATIO = 0.05
export const RESERVE_FLOOR_BYTES = GIB
/** ... and this share is worth a word on a host that is not short as well. */
export const RESERVE_CALM_RATIO = 0.1
/** Less than this share is small where single pages could not be had. */
export const RESERVE_SMALL_RATIO = 0.01
/** Writers may leave this much unwritten ... */
export const DIRTY_LIMIT_BYTES = 4 * GIB
/** ... and this much is. */
export const DIRTY_FLOOR_BYTES = GIB
/** Dentries and inodes hold this share of the RAM. */
export const SLAB_RATIO = 0.1

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'FELT_PERCENT',
    value: FELT_PERCENT,
    unit: 'percent',
    source: 'as for the host: PSI some above 5 %',
  },
  {
    name: 'SWAPPINESS_COUNT',
    value: SWAPPINESS_COUNT,
    unit: 'count',
    source: 'vm.rst swappiness: at 0 swap waits until free and file pages are below the high mark',
  },
  {
    name: 'SWAP_FLOOR_BYTES',
    value: SWAP_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: less swap changes nothing',
  },
  {
    name: 'SWAP_FREE_RATIO',
    value: SWAP_FREE_RATIO,
    unit: 'ratio',
    source: 'our choice: what was not used had room for much',
  },
  {
    name: 'RESERVE_RATIO',
    value: RESERVE_RATIO,
    unit: 'ratio',
    source: 'mm/khugepaged.c: the kernel itself never raises min_free_kbytes above 5 %',
  },
  {
    name: 'RESERVE_FLOOR_BYTES',
    value: RESERVE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: small hosts have a large share by default',
  },
  {
    name: 'RESERVE_CALM_RATIO',
    value: RESERVE_CALM_RATIO,
    unit: 'ratio',
    source: 'our choice: as much as the reserve that a host should have',
  },
  {
    name: 'RESERVE_SMALL_RATIO',
    value: RESERVE_SMALL_RATIO,
    unit: 'ratio',
    source:
      'our choice; mm/page_alloc.c sets 4 * sqrt(RAM in kB) kB: 0.3 % of 2 GiB, 0.05 % of 64 GiB',
  },
  {
    name: 'DIRTY_LIMIT_BYTES',
    value: DIRTY_LIMIT_BYTES,
    unit: 'bytes',
    source: 'our choice: half a minute of writing at 150 MB/s',
  },
  {
    name: 'DIRTY_FLOOR_BYTES',
    value: DIRTY_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: less is written in seconds',
  },
  {
    name: 'SLAB_RATIO',
    value: SLAB_RATIO,
    unit: 'ratio',
    source: 'as for unreclaimable slab: 10 % of the RAM',
  },
]
