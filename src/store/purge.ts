/** Retention: what is past its time is deleted in small pieces, children before parents. */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { KEPT_KINDS, type KeptKind, type Lifetimes, SEEN_EVENT_MS } from '../domain/lifetimes.ts'
import { LIMITS } from '../domain/limits.ts'
import type { PurgePass } from '../domain/retention.ts'
import { DAY_MS, HOUR_MS } from '../domain/time.ts'
import { oldestDueMs } from './rollup.ts'
import type { Db } from './tables.ts'

/** One pass: each kind loses at most LIMITS.purgeRows rows. */
export async function purge(db: Db, nowMs: number, lifetimes: Lifetimes): Promise<PurgePass> {
  const cuts = cutsOf(nowMs, lifetimes)
  let removed = 0
  let more = false
  for (const statement of [...(await samples(db, cuts)), ...statements(cuts)]) {
    const { numAffectedRows = 0n } = await statement.execute(db)
    removed += Number(numAffectedRows)
    more ||= numAffectedRows >= BigInt(LIMITS.purgeRows)
    await breathe()
  }
  await sql`insert into purge_pass (id, atMs) values (1, ${nowMs})
    on conflict (id) do update set atMs = excluded.atMs`.execute(db)
  return { removed, more }
}

/** When a purge last ended; null for never. */
export async function lastPurgeMs(db: Db): Promise<number | null> {
  const { rows } = await sql<{ readonly atMs: number }>`select atMs from purge_pass`.execute(db)
  return rows[0]?.atMs ?? null
}

export interface Cuts extends Lifetimes {
  readonly nowMs: number
  /** Before all of its floors and readings are past their time no life and no subject goes. */
  readonly lives: number
}

/** The instant of each kind before which it goes. */
export function cutsOf(nowMs: number, lifetimes: Lifetimes): Cuts {
  const cuts = Object.fromEntries(KEPT_KINDS.map((kind) => [kind, nowMs - lifetimes[kind]]))
  const { samples, hours, days, components } = lifetimes
  const lives = nowMs - Math.max(samples, hours, days, components)
  return { ...(cuts as Record<KeptKind, number>), nowMs, lives }
}

const KINDS = ['process', 'host', 'cgroup'] as const

/** What is not rolled up yet stays, however old it is; whole hours and days go, so that no part is half there. */
async function samples(db: Db, cuts: Cuts) {
  const hourDueMs = (await oldestDueMs(db, HOUR_MS)) ?? cuts.nowMs
  const dayDueMs = (await oldestDueMs(db, DAY_MS)) ?? cuts.nowMs
  const begun = (atMs: number, partMs: number): number => Math.floor(atMs / partMs) * partMs
  const samplesMs = Math.min(begun(cuts.samples, HOUR_MS), hourDueMs)
  const hoursMs = Math.min(begun(cuts.hours, DAY_MS), hourDueMs, dayDueMs)
  return KINDS.flatMap((kind) => [
    purgeSamples(`${kind}_sample`, samplesMs),
    purgeSamples(`${kind}_hour`, hoursMs),
    purgeSamples(`${kind}_day`, cuts.days),
  ])
}

function statements(cuts: Cuts) {
  return [
    sql`delete from frame where (runId, seq) in (
      select frame.runId, frame.seq from run cross join frame on frame.runId = run.id
      where (run.openedAtMs < ${cuts.captures} or (run.depth = 'pulse' and run.openedAtMs < ${cuts.pulses}))
      and not exists (select 1 from doubt where doubt.runId = run.id) limit ${LIMITS.purgeRows})`,
    ...importedStatements(cuts.imported),
    purgeComponents('component_sample', cuts.components, 'nameId'),
    purgeComponents('component_snapshot', cuts.components, null),
    // All that a name stood in is older than it was seen.
    sql`delete from component_name where id in (
      select id from component_name where seenAtMs < ${cuts.components - DAY_MS} limit ${LIMITS.purgeRows})`,
    // The last tick of an order stays: it tells what was missed while no bot lived.
    sql`delete from tick where (orderId, dueAtMs) in (
      select orderId, dueAtMs from tick where dueAtMs < ${cuts.runs}
      and dueAtMs < (select max(dueAtMs) from tick as newest where newest.orderId = tick.orderId) limit ${LIMITS.purgeRows})`,
    sql`delete from outbox where seq in (
      select seq from outbox where queuedAtMs < ${cuts.outbox} limit ${LIMITS.purgeRows})`,
    sql`delete from seen_event where id in (
      select id from seen_event where atMs < ${cuts.nowMs - SEEN_EVENT_MS} limit ${LIMITS.purgeRows})`,
    sql`delete from mute where (subject, code) in (
      select subject, code from mute where untilMs <= ${cuts.nowMs} limit ${LIMITS.purgeRows})`,
    sql`delete from mark where id in (select id from mark where atMs < ${cuts.marks} limit ${LIMITS.purgeRows})`,
    sql`delete from host_facts where host in (
      select host from host_facts where atMs < ${cuts.facts} limit ${LIMITS.purgeRows})`,
    sql`delete from stuck_reader where (host, pid) in (
      select host, pid from stuck_reader where atMs < ${cuts.stuck} limit ${LIMITS.purgeRows})`,
    sql`delete from thread where (channel, ts) in (
      select channel, ts from thread where atMs < ${cuts.threads} limit ${LIMITS.purgeRows})`,
    // What the chat will not delete is told in doctor as long again as it was kept.
    sql`delete from upload where fileId in (
      select fileId from upload where state = 'refused' and atMs < ${2 * cuts.uploads - cuts.nowMs} limit ${LIMITS.purgeRows})`,
    // Its capture goes with the next pass.
    sql`delete from doubt where (runId, by) in (
      select runId, by from doubt where atMs < ${cuts.doubts} limit ${LIMITS.purgeRows})`,
    sql`delete from consent where id in (
      select id from consent where askedAtMs < ${cuts.runs} and state not in ('running', 'kept', 'removing') limit ${LIMITS.purgeRows})`,
    // A parent goes only when its children are gone: a pass that was cut short leaves nothing dangling. By its run a file
    // in the chat is found when a subject is forgotten.
    sql`delete from run where id in (
      select id from run where openedAtMs < ${cuts.runs}
      and not exists (select 1 from frame where frame.runId = run.id)
      and not exists (select 1 from upload where upload.runId = run.id) limit ${LIMITS.purgeRows})`,
    sql`delete from standing_order where id in (
      select id from standing_order where state != 'active' and createdAtMs < ${cuts.runs}
      and (select count(*) from tick where tick.orderId = standing_order.id) <= 1 limit ${LIMITS.purgeRows})`,
    // A life's floors are older than it was last seen: they are past their time by then, too.
    sql`delete from incarnation where id in (
      select id from incarnation where seenAtMs < ${cuts.lives}
      and not exists (select 1 from process_sample where incarnationId = incarnation.id)
      and not exists (select 1 from host_sample where incarnationId = incarnation.id)
      and not exists (select 1 from cgroup_sample where incarnationId = incarnation.id) limit ${LIMITS.purgeRows})`,
    sql`delete from subject where id in (
      select id from subject where seenAtMs < ${cuts.lives}
      and not exists (select 1 from incarnation where subjectId = subject.id)
      and not exists (select 1 from component_snapshot where subjectId = subject.id)
      and not exists (select 1 from component_sample where subjectId = subject.id)
      and not exists (select 1 from process_hour where subjectId = subject.id)
      and not exists (select 1 from process_day where subjectId = subject.id)
      and not exists (select 1 from host_hour where subjectId = subject.id)
      and not exists (select 1 from host_day where subjectId = subject.id)
      and not exists (select 1 from cgroup_hour where subjectId = subject.id)
      and not exists (select 1 from cgroup_day where subjectId = subject.id) limit ${LIMITS.purgeRows})`,
  ]
}

/** By subject, because the key begins with it: the cross join makes SQLite seek in each, not read the whole table. */
function purgeSamples(table: string, beforeMs: number) {
  return sql`delete from ${sql.table(table)} where (subjectId, atMs, incarnationId) in (
    select old.subjectId, old.atMs, old.incarnationId
    from subject cross join ${sql.table(table)} as old on old.subjectId = subject.id and old.atMs < ${beforeMs}
    limit ${LIMITS.purgeRows})`
}

/** A point of the past is kept as long as a reading of our own; what is empty then goes after it. */
function importedStatements(beforeMs: number) {
  return [
    sql`delete from imported_point where (lifeId, atMs) in (
      select old.lifeId, old.atMs
      from imported_life as life cross join imported_point as old on old.lifeId = life.id and old.atMs < ${beforeMs}
      limit ${LIMITS.purgeRows})`,
    sql`delete from imported_life where id in (
      select id from imported_life
      where not exists (select 1 from imported_point where lifeId = imported_life.id) limit ${LIMITS.purgeRows})`,
    sql`delete from imported_source where id in (
      select id from imported_source where askedAtMs < ${beforeMs}
      and not exists (select 1 from imported_life where sourceId = imported_source.id) limit ${LIMITS.purgeRows})`,
  ]
}

/** By life, as the key begins. */
function purgeComponents(table: string, beforeMs: number, last: 'nameId' | null) {
  const rest = last === null ? sql`` : sql`, ${sql.ref(last)}`
  return sql`delete from ${sql.table(table)} where (subjectId, incarnationId, atMs${rest}) in (
    select old.subjectId, old.incarnationId, old.atMs${rest}
    from incarnation cross join ${sql.table(table)} as old
      on old.subjectId = incarnation.subjectId and old.incarnationId = incarnation.id and old.atMs < ${beforeMs}
    limit ${LIMITS.purgeRows})`
}
