/** What is kept: purged pass by pass, counted, measured. */
import { setImmediate as breathe } from 'node:timers/promises'
import { KEPT_KINDS, type KeptKind, type Lifetimes } from '../domain/lifetimes.ts'
import type { KeptCount, RetentionRows } from '../domain/retention.ts'
import type { Opened, Sqlite } from './database.ts'
import { type Cuts, cutsOf, lastPurgeMs, purge } from './purge.ts'
import { statement } from './statements.ts'

export function retentionStore(opened: Opened, lifetimes: Lifetimes): RetentionRows {
  const { db, reader } = opened
  return {
    lifetimes,
    purge: async (nowMs) => {
      const pass = await purge(db, nowMs, lifetimes)
      opened.shrink()
      return pass
    },
    lastPurgeMs: () => lastPurgeMs(db),
    kept: (nowMs) => kept(reader, cutsOf(nowMs, lifetimes)),
    size: async () => ({
      bytes: opened.bytes(),
      walBytes: opened.walBytes(),
      runs: (await tally(reader, TABLES.runs, 0)).count,
      samples: (await bySubject(reader, TABLES.samples, 0)).count,
    }),
  }
}

interface Tally {
  readonly count: number
  readonly oldestAtMs: number | null
  readonly due: number
}

const NOTHING: Tally = { count: 0, oldestAtMs: null, due: 0 }

function both(a: Tally, b: Tally): Tally {
  const oldest = [a.oldestAtMs, b.oldestAtMs].filter((atMs) => atMs !== null)
  return {
    count: a.count + b.count,
    oldestAtMs: oldest.length === 0 ? null : Math.min(...oldest),
    due: a.due + b.due,
  }
}

const PARTS = ['process', 'host', 'cgroup'] as const

/** Small tables with their instants, and large ones whose keys begin with the subject. */
const TABLES = {
  samples: PARTS.map((part) => `${part}_sample`),
  hours: PARTS.map((part) => `${part}_hour`),
  days: PARTS.map((part) => `${part}_day`),
  components: ['component_snapshot'],
  runs: ['run', 'openedAtMs'],
  threads: ['thread', 'atMs'],
  outbox: ['outbox', 'queuedAtMs'],
  uploads: ['upload', 'atMs'],
  doubts: ['doubt', 'atMs'],
  marks: ['mark', 'atMs'],
  facts: ['host_facts', 'atMs'],
  stuck: ['stuck_reader', 'atMs'],
} as const

async function kept(reader: Sqlite, cuts: Cuts): Promise<readonly KeptCount[]> {
  const counts: KeptCount[] = []
  for (const kind of KEPT_KINDS) {
    const { count, oldestAtMs, due } = await tallyOf(reader, kind, cuts)
    if (count > 0) counts.push({ kind, count, oldestAtMs, due })
    await breathe()
  }
  return counts
}

function tallyOf(reader: Sqlite, kind: KeptKind, cuts: Cuts): Promise<Tally> {
  switch (kind) {
    case 'captures':
      return captures(reader, 'run.depth != ?', cuts.captures)
    case 'pulses':
      return captures(reader, 'run.depth = ?', cuts.pulses)
    case 'imported':
      return imported(reader, cuts.imported)
    case 'samples':
    case 'hours':
    case 'days':
    case 'components':
      return bySubject(reader, TABLES[kind], cuts[kind])
    default:
      return tally(reader, TABLES[kind], cuts[kind])
  }
}

async function tally(
  reader: Sqlite,
  [table, at]: readonly [string, string],
  beforeMs: number,
): Promise<Tally> {
  return (
    statement<Tally>(
      reader,
      `select count(*) as count, min(${at}) as oldestAtMs, coalesce(sum(${at} < ?), 0) as due from ${table}`,
    ).get(beforeMs) ?? NOTHING
  )
}

/** One subject at a time: the range of its key, some ten thousand rows at the most. */
async function bySubject(
  reader: Sqlite,
  tables: readonly string[],
  beforeMs: number,
): Promise<Tally> {
  let all = NOTHING
  let seen = 0
  for (const id of ids(reader, 'subject')) {
    for (const table of tables) {
      const one = statement<Tally>(
        reader,
        `select count(*) as count, min(atMs) as oldestAtMs, coalesce(sum(atMs < ?), 0) as due
          from ${table} where subjectId = ?`,
      ).get(beforeMs, id)
      all = both(all, one ?? NOTHING)
      seen += one?.count ?? 0
    }
    if (seen < BREATH_ROWS) continue
    seen = 0
    await breathe()
  }
  return all
}

/** A millisecond or two. */
const BREATH_ROWS = 20_000

async function imported(reader: Sqlite, beforeMs: number): Promise<Tally> {
  let all = NOTHING
  for (const id of ids(reader, 'imported_life')) {
    const one = statement<Tally>(
      reader,
      `select count(*) as count, min(atMs) as oldestAtMs, coalesce(sum(atMs < ?), 0) as due
        from imported_point where lifeId = ?`,
    ).get(beforeMs, id)
    all = both(all, one ?? NOTHING)
    await breathe()
  }
  return all
}

function ids(reader: Sqlite, table: 'subject' | 'imported_life'): readonly number[] {
  return statement<number>(reader, `select id from ${table}`).pluck().all() as readonly number[]
}

/** Runs whose frames are kept, some at a time: by the key of the frames. */
async function captures(reader: Sqlite, depth: string, beforeMs: number): Promise<Tally> {
  let all = NOTHING
  for (let last: string | null = ''; last !== null; ) {
    const page: (Tally & { readonly last: string | null }) | undefined = statement<
      Tally & { readonly last: string | null }
    >(
      reader,
      `with page as (select distinct runId from frame where runId > ? order by runId limit ${PAGE_RUNS})
        select count(run.id) as count, min(openedAtMs) as oldestAtMs, coalesce(sum(openedAtMs < ?), 0) as due,
          (select max(runId) from page) as last
        from page join run on run.id = page.runId and ${depth}`,
    ).get(last, beforeMs, 'pulse')
    all = both(all, page ?? NOTHING)
    last = page?.last ?? null
    await breathe()
  }
  return all
}

const PAGE_RUNS = 200
