/** When a process's size is worth a word: each figure with its source. */
import type { Threshold } from '../../domain/analyzer.ts'
import { GIB, MIB } from '../../domain/bytes.ts'

/** Above its role: so many times what such a process usually stays under ... */
export const ROLE_TIMES = 4
/** ... and at least this much. */
export const ROLE_FLOOR_BYTES = GIB
/** Above its peers: so many times the median of the others ... */
export const PEERS_TIMES = 10
/** ... at least this much, among at least so many. */
export const PEERS_FLOOR_BYTES = 512 * MIB
export const PEERS_COUNT = 4
/** The median of idle workers is next to nothing: this is the least that is measured against. */
export const PEERS_MEDIAN_BYTES = 8 * MIB
/** Above its heap: a JVM holds so many times its -Xmx and this much more. */
export const HEAP_TIMES = 2
export const HEAP_FLOOR_BYTES = GIB
/** From this share of the RAM on, or on a host that is short, it is a warning. */
export const HEAVY_RATIO = 0.1
/** Dominating: half of what all processes hold, and this share of the RAM. */
export const DOMINANT_OF_HELD_RATIO = 0.5
export const DOMINANT_SHORT_RATIO = 0.25
/** Without a shortage only this share is worth a line. */
export const DOMINANT_CALM_RATIO = 0.5
/** Findings of one kind; the others stand in the table. */
export const SHOWN_COUNT = 3

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'ROLE_TIMES',
    value: ROLE_TIMES,
    unit: 'count',
    source: 'our choice: beyond any setting',
  },
  {
    name: 'ROLE_FLOOR_BYTES',
    value: ROLE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: less hurts no host of today',
  },
  {
    name: 'PEERS_TIMES',
    value: PEERS_TIMES,
    unit: 'count',
    source: 'our choice: caches and large queries give 2 to 5 times',
  },
  {
    name: 'PEERS_FLOOR_BYTES',
    value: PEERS_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: one large query of the default work_mem stays under it',
  },
  { name: 'PEERS_COUNT', value: PEERS_COUNT, unit: 'count', source: 'a median needs three others' },
  {
    name: 'PEERS_MEDIAN_BYTES',
    value: PEERS_MEDIAN_BYTES,
    unit: 'bytes',
    source: 'our measure: a PostgreSQL backend or PHP-FPM worker that has served a request',
  },
  {
    name: 'HEAP_TIMES',
    value: HEAP_TIMES,
    unit: 'count',
    source: 'java(1): -XX:MaxDirectMemorySize is as large as the heap by default',
  },
  {
    name: 'HEAP_FLOOR_BYTES',
    value: HEAP_FLOOR_BYTES,
    unit: 'bytes',
    source: 'our choice: metaspace, code cache and a thousand thread stacks of 1 MiB',
  },
  {
    name: 'HEAVY_RATIO',
    value: HEAVY_RATIO,
    unit: 'ratio',
    source: 'our choice: as much as the reserve that a host should have (available < 10 %)',
  },
  {
    name: 'DOMINANT_OF_HELD_RATIO',
    value: DOMINANT_OF_HELD_RATIO,
    unit: 'ratio',
    source: 'oomd core_plugins.md: growing_size and size rules take 50 %',
  },
  {
    name: 'DOMINANT_SHORT_RATIO',
    value: DOMINANT_SHORT_RATIO,
    unit: 'ratio',
    source: 'our choice: with less the kernel or the cache is the question',
  },
  {
    name: 'DOMINANT_CALM_RATIO',
    value: DOMINANT_CALM_RATIO,
    unit: 'ratio',
    source: 'our choice: half of the host in one place',
  },
]
