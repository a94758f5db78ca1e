/** When MemoryContexts are worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'
import { NAMED_SHARE } from '../../growth/components/rank.ts'

export const UNUSUAL_RATIO = 4
export const UNUSUAL_FLOOR_BYTES = 64 * MIB
export const HEAVY_BYTES = GIB
export const SIBLINGS_COUNT = 1000
export const SIBLINGS_FLOOR_BYTES = 8 * MIB
export const FREE_RATIO = 0.5
export const FREE_FLOOR_BYTES = 64 * MIB
export const FREE_CHUNKS_COUNT = 100_000
export const FREE_CHUNKS_FLOOR_BYTES = MIB
export const OWN_RATIO = 0.5
export const OWN_FLOOR_BYTES = 256 * MIB
export const AGREES_RATIO = 0.9
export const BALANCE_FLOOR_BYTES = 64 * MIB
export const FOLDED_RATIO = 0.05
export const UNACCOUNTED_RATIO = 0.4
export const UNACCOUNTED_FLOOR_BYTES = 256 * MIB
export const RISE_RATIO = 0.05
export const RISE_FLOOR_BYTES = 8 * MIB
export const RISE_LARGE_BYTES = 64 * MIB
export const NAMED_SHARE_RATIO = NAMED_SHARE

const OURS = 'our choice: a ratio needs a floor (redis getMemoryDoctorReport)'

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'UNUSUAL_RATIO',
    value: UNUSUAL_RATIO,
    unit: 'ratio',
    source:
      'our choice, of what is usual for that context (known.ts, src/backend/utils/mmgr/README)',
  },
  { name: 'UNUSUAL_FLOOR_BYTES', value: UNUSUAL_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'HEAVY_BYTES',
    value: HEAVY_BYTES,
    unit: 'bytes',
    source: 'our choice: a few such backends are a host’s memory',
  },
  {
    name: 'SIBLINGS_COUNT',
    value: SIBLINGS_COUNT,
    unit: 'count',
    source: 'our choice: a session has some 100 relations and plans',
  },
  { name: 'SIBLINGS_FLOOR_BYTES', value: SIBLINGS_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'FREE_RATIO',
    value: FREE_RATIO,
    unit: 'ratio',
    source: 'our choice: half of a context is free inside it',
  },
  { name: 'FREE_FLOOR_BYTES', value: FREE_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'FREE_CHUNKS_COUNT',
    value: FREE_CHUNKS_COUNT,
    unit: 'count',
    source: 'public dumps of memory-hungry queries: 96732 and 524059 free chunks',
  },
  { name: 'FREE_CHUNKS_FLOOR_BYTES', value: FREE_CHUNKS_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'OWN_RATIO',
    value: OWN_RATIO,
    unit: 'ratio',
    source: 'our choice: most of what a Greenplum context counts is not below it',
  },
  { name: 'OWN_FLOOR_BYTES', value: OWN_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'AGREES_RATIO',
    value: AGREES_RATIO,
    unit: 'ratio',
    source: 'seed 001: balance 12214020216 of 12703691872 allocated less freed is 96.1 %',
  },
  { name: 'BALANCE_FLOOR_BYTES', value: BALANCE_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'FOLDED_RATIO',
    value: FOLDED_RATIO,
    unit: 'ratio',
    source: 'our choice: less cannot hold what matters',
  },
  {
    name: 'UNACCOUNTED_RATIO',
    value: UNACCOUNTED_RATIO,
    unit: 'ratio',
    source: 'our choice: malloc’s own overhead and what it keeps free stay well below',
  },
  { name: 'UNACCOUNTED_FLOOR_BYTES', value: UNACCOUNTED_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'RISE_RATIO',
    value: RISE_RATIO,
    unit: 'ratio',
    source: 'our choice: between two looks contexts differ by their work',
  },
  { name: 'RISE_FLOOR_BYTES', value: RISE_FLOOR_BYTES, unit: 'bytes', source: OURS },
  {
    name: 'RISE_LARGE_BYTES',
    value: RISE_LARGE_BYTES,
    unit: 'bytes',
    source: 'our choice: so much is told whatever it is a share of',
  },
  {
    name: 'NAMED_SHARE_RATIO',
    value: NAMED_SHARE_RATIO,
    unit: 'ratio',
    source: 'ours: with a smaller share, two others may have grown as much',
  },
]
