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

/** The sum of limits beyond what is there. */
export const BEYOND_FLOOR_BYTES = GIB
/** Against the documented formula, which is an estimate itself. */
export const FORMULA_RATIO = 1.1
/** gp_resource_group_memory_limit from which the rest of a host is short. */
export const GROUP_RATIO = 0.9
/** statement_mem against the segment's limit. */
export const STATEMENT_RATIO = 0.5

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
  {
    name: 'BEYOND_FLOOR_BYTES',
    value: BEYOND_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: limits are set in round figures, a little beyond is rounding',
  },
  {
    name: 'FORMULA_RATIO',
    value: FORMULA_RATIO,
    unit: 'ratio',
    source:
      'Greenplum, gp_vmem_protect_limit: gp_vmem = ((SWAP + RAM) - (7.5GB + 0.05 * RAM)) / 1.7, from 256 GB on / 1.17, divided by max_acting_primary_segments; the tenth is our choice',
  },
  {
    name: 'GROUP_RATIO',
    value: GROUP_RATIO,
    unit: 'ratio',
    source:
      'Greenplum 6, gp_resource_group_memory_limit: 0.7 by default; the rest is for all others',
  },
  {
    name: 'STATEMENT_RATIO',
    value: STATEMENT_RATIO,
    unit: 'ratio',
    source:
      'Greenplum best practices: statement_mem = gp_vmem_protect_limit * .9 / max_expected_concurrent_queries; of half, one query alone would fit',
  },
]
