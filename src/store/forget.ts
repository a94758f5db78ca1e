/** Forgetting a subject: counted first, then deleted in small transactions, its bytes overwritten. */
import { setImmediate as breathe } from 'node:timers/promises'
import { type ForgetRows, type Forgettable, TRACE_KINDS, type TraceKind } from '../domain/forget.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Opened, Sqlite } from './database.ts'
import {
  messagesOf,
  type Params,
  paramsOf,
  runsOf,
  type Step,
  stepsOf,
  uploadsOf,
} from './forgetSteps.ts'
import { statement } from './statements.ts'

export function forgetStore(opened: Opened): ForgetRows {
  const { db, sqlite, reader } = opened
  const traces = async (of: Forgettable) => tracesOf(reader, of)
  return {
    knowsHost: async (host) => knowsHost(reader, host),
    traces,
    forget: async (of, nowMs) => {
      const found = await traces(of)
      const names = namesOf(reader, of)
      // The connection is held for one statement at a time: others write in between.
      const write = (work: () => number): Promise<number> =>
        db.connection().execute(async () => sqlite.transaction(work).immediate())
      await write(() => discardUploads(sqlite, of, nowMs))
      for (let pass = 0; pass < PASSES && (await sweep(write, sqlite, of)) > 0; pass += 1);
      await write(() => dropNames(sqlite, unusedNames(reader, names)))
      while (opened.shrink()) await breathe()
      return { ...found, isClean: opened.checkpoint() }
    },
  }
}

/** A second one takes what was measured while the first ran; what comes after it is new. */
const PASSES = 3

async function sweep(
  write: (work: () => number) => Promise<number>,
  sqlite: Sqlite,
  of: Forgettable,
): Promise<number> {
  const params = paramsOf(of)
  let removed = 0
  for (const step of stepsOf(of)) {
    for (;;) {
      const rows = await write(() => removeSome(sqlite, step, params))
      removed += rows
      await breathe()
      if (rows < LIMITS.purgeRows) break
    }
  }
  return removed
}

function removeSome(sqlite: Sqlite, step: Step, params: Params): number {
  const { table, keys, from, guard } = step
  const named = keys.map((key) => `${table}.${key}`).join(', ')
  const chosen = `select ${named} from ${from}${guard === undefined ? '' : ` and ${guard}`}`
  return statement(
    sqlite,
    `delete from ${table} where (${keys.join(', ')}) in (${chosen} limit ${LIMITS.purgeRows})`,
  ).run(params).changes
}

function tracesOf(reader: Sqlite, of: Forgettable) {
  const params = paramsOf(of)
  const counts = Object.fromEntries(TRACE_KINDS.map((kind) => [kind, 0])) as Record<
    TraceKind,
    number
  >
  const count = (from: string): number => one(reader, `select count(*) from ${from}`, params)
  for (const { kind, from } of stepsOf(of)) if (kind !== null) counts[kind] += count(from)
  counts.uploads = count(`upload where ${uploadsOf(of)}`)
  const closed = runsOf(of, 'closed')
  const collected = one(
    reader,
    `select coalesce(sum(length(frame.meta) + coalesce(length(frame.body), 0)), 0)
      from run cross join frame on frame.runId = run.id where ${closed}`,
    params,
  )
  const said = one(
    reader,
    `select coalesce(sum(length(message)), 0) from outbox where ${messagesOf(of)}`,
    params,
  )
  const running = count(`run where ${runsOf(of, 'open')}`)
  return { counts, textBytes: collected + said, running }
}

function one(sqlite: Sqlite, text: string, params: unknown): number {
  return Number(statement(sqlite, text).pluck().get(params) ?? 0)
}

/** In the chat they stay until the bot has deleted them: nothing but their ids is kept of them until then. */
function discardUploads(sqlite: Sqlite, of: Forgettable, nowMs: number): number {
  return statement(
    sqlite,
    `update upload set runId = null, outboxId = null, owner = null, dueAtMs = @nowMs where ${uploadsOf(of)}`,
  ).run({ ...paramsOf(of), nowMs }).changes
}

interface Name {
  readonly id: number
  readonly seenAtMs: number
}

/** Names of programs and contexts that stood in its components. */
function namesOf(reader: Sqlite, of: Forgettable): readonly Name[] {
  if (of.kind === 'run') return []
  const subject = of.kind === 'host' ? 'subject.host = @host' : 'subject.key = @key'
  return statement<Name>(
    reader,
    `select id, seenAtMs from component_name where id in (
      select component_sample.nameId from subject
      cross join component_sample on component_sample.subjectId = subject.id where ${subject})`,
  ).all(paramsOf(of))
}

/** Those that stand in nobody else's. */
function unusedNames(reader: Sqlite, names: readonly Name[]): readonly Name[] {
  if (names.length === 0) return []
  const used = new Set(
    statement<number>(reader, 'select distinct nameId from component_sample').pluck().all(),
  )
  return names.filter(({ id }) => !used.has(id))
}

/** One that was seen since is somebody's again. */
function dropNames(sqlite: Sqlite, names: readonly Name[]): number {
  const drop = statement(sqlite, 'delete from component_name where id = ? and seenAtMs = ?')
  return names.reduce((sum, { id, seenAtMs }) => sum + drop.run(id, seenAtMs).changes, 0)
}

const KNOWN_BY = [
  'select 1 from subject where host = @host',
  'select 1 from run where host = @host',
  'select 1 from mark where host = @host',
  'select 1 from host_facts where host = @host',
  'select 1 from stuck_reader where host = @host',
  'select 1 from mute where subject = @host',
  'select 1 from imported_source where subject = @host',
]

function knowsHost(reader: Sqlite, host: string): boolean {
  const text = `select exists (${KNOWN_BY.join(' union all ')})`
  return one(reader, text, { host }) === 1
}
