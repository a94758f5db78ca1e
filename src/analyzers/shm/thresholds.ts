/** When shared memory is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'

/** Segments that nobody has attached are told from this much ... */
export const ORPHANS_FLOOR_BYTES = 16 * MIB
/** ... and are a warning where they hold this much ... */
export const ORPHANS_HIGH_BYTES = 256 * MIB
/** ... which is this share of the host's memory. */
export const ORPHANS_HIGH_RATIO = 0.05
/** Files on tmpfs are told from this much ... */
export const TMPFS_FLOOR_BYTES = 256 * MIB
/** ... and this share of the host's memory. */
export const TMPFS_RATIO = 0.1
/** A process's or a group's shared memory is told from this much ... */
export const SHARED_FLOOR_BYTES = 64 * MIB
/** ... and this share of what it holds. */
export const SHARED_RATIO = 0.25

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'ORPHANS_FLOOR_BYTES',
    value: ORPHANS_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: databases keep segments of a page as locks',
  },
  {
    name: 'ORPHANS_HIGH_BYTES',
    value: ORPHANS_HIGH_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor',
  },
  {
    name: 'ORPHANS_HIGH_RATIO',
    value: ORPHANS_HIGH_RATIO,
    unit: 'ratio',
    source: 'our choice: memory that nobody uses and nothing gives back',
  },
  {
    name: 'TMPFS_FLOOR_BYTES',
    value: TMPFS_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: logs and sockets under /run are less',
  },
  {
    name: 'TMPFS_RATIO',
    value: TMPFS_RATIO,
    unit: 'ratio',
    source: 'our choice; a tmpfs may take half of the memory by default (tmpfs(5))',
  },
  {
    name: 'SHARED_FLOOR_BYTES',
    value: SHARED_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: a ratio needs a floor',
  },
  { name: 'SHARED_RATIO', value: SHARED_RATIO, unit: 'ratio', source: 'our choice' },
]
