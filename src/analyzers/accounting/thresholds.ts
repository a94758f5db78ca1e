/** When memory that nothing accounts for is worth a word. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB } from '../../domain/bytes.ts'

export const REST_RATIO = 0.1
export const REST_FLOOR_BYTES = 2 * GIB
/** From here on it is a fault where the host is short of memory too. */
export const REST_WARN_RATIO = 0.25
/** A candidate that is this share of it explains it. */
export const EXPLAINS_RATIO = 0.5

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'REST_RATIO',
    value: REST_RATIO,
    unit: 'ratio',
    source: 'our measurement: under 5 % on captured hosts of 6.1 and 6.18',
  },
  {
    name: 'REST_FLOOR_BYTES',
    value: REST_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: drivers and network buffers of a large host',
  },
  {
    name: 'REST_WARN_RATIO',
    value: REST_WARN_RATIO,
    unit: 'ratio',
    source: 'our choice: a quarter of the memory, on a host that is short',
  },
  {
    name: 'EXPLAINS_RATIO',
    value: EXPLAINS_RATIO,
    unit: 'ratio',
    source: 'our choice: the larger half',
  },
]
