/**
 * More series of each kind, and floors of hours and days beside the samples, so that a quarter can be read in
 * milliseconds and samples need not be kept for it. A rollup row holds, of one life in one hour or day (UTC), each
 * metric's low level under the metric's own name; `judged...` is what growth is judged by, a sum of two metrics.
 */
import { type QueryExecutorProvider, sql } from 'kysely'

const HOUR_MS = 3_600_000

const NEW = {
  process: ['openFiles', 'cpuSeconds'],
  host: [
    'buffersBytes',
    'mappedBytes',
    'activeAnonBytes',
    'inactiveAnonBytes',
    'activeFileBytes',
    'inactiveFileBytes',
    'unevictableBytes',
    'kernelStackBytes',
    'pageTablesBytes',
    'committedBytes',
    'percpuBytes',
  ],
  cgroup: ['inactiveAnonBytes', 'activeFileBytes', 'inactiveFileBytes'],
} as const

const FIRST = {
  process: [
    'rssBytes',
    'pssBytes',
    'anonBytes',
    'fileBytes',
    'shmemBytes',
    'swapBytes',
    'heapBytes',
    'stackBytes',
    'virtualBytes',
    'peakRssBytes',
    'mappings',
    'threads',
    'minorFaults',
    'majorFaults',
  ],
  host: [
    'memTotalBytes',
    'memFreeBytes',
    'memAvailableBytes',
    'anonBytes',
    'cachedBytes',
    'shmemBytes',
    'slabBytes',
    'slabReclaimableBytes',
    'dirtyBytes',
    'swapTotalBytes',
    'swapFreeBytes',
    'processes',
    'pageInSwap',
    'pageOutSwap',
    'majorFaults',
    'refaults',
    'oomKills',
    'stallSomeMicros',
    'stallFullMicros',
  ],
  cgroup: [
    'chargedBytes',
    'limitBytes',
    'unreclaimableBytes',
    'workingSetBytes',
    'anonBytes',
    'fileBytes',
    'shmemBytes',
    'kernelBytes',
    'swapBytes',
    'limitHits',
    'highHits',
    'ooms',
    'oomKills',
  ],
} as const

const KINDS = ['process', 'host', 'cgroup'] as const

/** No index by life: a life goes after its subject's rows do, which its key's beginning finds. */
function rollupTable(kind: (typeof KINDS)[number], part: 'hour' | 'day'): string {
  const metrics = [...FIRST[kind], ...NEW[kind]].map((name) => `${name} integer`)
  return `create table ${kind}_${part} (
    subjectId integer not null references subject (id),
    atMs integer not null,
    incarnationId integer not null,
    firstAtMs integer not null,
    lastAtMs integer not null,
    readings integer not null,
    judgedFloorBytes integer,
    judgedLeastBytes integer,
    judgedMostBytes integer,
    ${metrics.join(',\n    ')},
    constraint ${kind}_${part}_once primary key (subjectId, atMs, incarnationId)
  ) strict, without rowid`
}

const STATEMENTS = [
  ...KINDS.flatMap((kind) =>
    NEW[kind].map((name) => `alter table ${kind}_sample add column ${name} integer`),
  ),
  ...KINDS.flatMap((kind) => [rollupTable(kind, 'hour'), rollupTable(kind, 'day')]),
  // One figure of all subjects over some days is read from the index alone.
  ...KINDS.map((kind) => `create index ${kind}_day_judged on ${kind}_day (atMs, judgedFloorBytes)`),

  // Parts whose rows have changed since they were rolled up.
  `create table rollup_due (
    subjectId integer not null references subject (id) on delete cascade,
    partMs integer not null,
    atMs integer not null,
    constraint rollup_due_once primary key (subjectId, partMs, atMs)
  ) strict, without rowid`,
  'create index rollup_due_by_age on rollup_due (partMs, atMs)',
  ...KINDS.map(
    (kind) => `insert into rollup_due (subjectId, partMs, atMs)
      select distinct subjectId, ${HOUR_MS}, atMs - atMs % ${HOUR_MS} from ${kind}_sample where atMs >= 0`,
  ),
] as const

/** Adds the series and the rollups; what was measured before is rolled up by and by. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
