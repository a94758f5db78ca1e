/** When a segment host's memory is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB } from '../../domain/bytes.ts'

/** One session over all segments of the host, against the host's memory. */
export const SESSION_RATIO = 0.2
export const SESSION_HIGH_RATIO = 0.5
export const SESSION_FLOOR_BYTES = GIB
/** A session's largest segment against the median of its segments. */
export const SKEW_TIMES = 3
export const SKEW_FLOOR_BYTES = GIB
/** Of fewer segments the median says little. */
export const SKEW_SEGMENTS = 3

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'SESSION_RATIO',
    value: SESSION_RATIO,
    unit: 'ratio',
    source:
      'Greenplum best practices: a query is given statement_mem a segment, a small part of the host; five such sessions fill it',
  },
  {
    name: 'SESSION_HIGH_RATIO',
    value: SESSION_HIGH_RATIO,
    unit: 'ratio',
    source: 'our choice: a second session like it does not fit',
  },
  {
    name: 'SESSION_FLOOR_BYTES',
    value: SESSION_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: below it nobody is in need',
  },
  {
    name: 'SKEW_TIMES',
    value: SKEW_TIMES,
    unit: 'count',
    source:
      'Greenplum best practices, data skew and computational skew: segments should hold about the same',
  },
  {
    name: 'SKEW_FLOOR_BYTES',
    value: SKEW_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: small sessions differ by chance',
  },
]
