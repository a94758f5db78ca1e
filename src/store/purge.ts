/** Retention: what is past its time is deleted in small pieces, children before parents. */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { LIMITS } from '../domain/limits.ts'
import { DAY_MS, HOUR_MS } from '../domain/time.ts'
import { oldestDueMs } from './rollup.ts'
import type { Db } from './tables.ts'

/** Rows deleted by one statement: some 10 ms, so that acks and pings hardly wait. */
export const PURGE_ROWS = 5000

/** How long each kind of row is kept. Audit rows are kept for ever. */
export const RETENTION_MS = {
  frames: LIMITS.captureKeepMs,
  /** A flight recorder has a pulse each minute: what counts of it are the samples. */
  pulseFrames: LIMITS.pulseKeepMs,
  /**
   * Readings as they were taken. A monthly check finds its last one; thirty subjects a minute are 3.6 MB a day and
   * host. What is older is told by floors.
   */
  samples: 35 * DAY_MS,
  /** A verdict looks 90 days back, and a capture may be judged again two weeks later. */
  hours: 105 * DAY_MS,
  /** What a host's programs held: as far as a verdict looks. */
  components: 90 * DAY_MS,
  /** The same season a year ago. */
  days: 400 * DAY_MS,
  /** Runs and what hangs on them (threads, ticks, ended orders). */
  runs: 90 * DAY_MS,
  /** A message is not updated, nor looked for, a month after it was written. */
  outbox: 30 * DAY_MS,
  /** Slack delivers an event again within the hour. */
  events: 3 * DAY_MS,
} as const

/** One pass: each kind loses at most PURGE_ROWS rows; what is left goes at the next call. */
export async function purge(db: Db, nowMs: number): Promise<void> {
  for (const statement of [...(await samples(db, nowMs)), ...statements(nowMs)]) {
    await statement.execute(db)
    await breathe()
  }
}

const KINDS = ['process', 'host', 'cgroup'] as const

/** What is not rolled up yet stays, however old it is; whole hours and days go, so that no part is half there. */
async function samples(db: Db, nowMs: number) {
  const hourDueMs = (await oldestDueMs(db, HOUR_MS)) ?? nowMs
  const dayDueMs = (await oldestDueMs(db, DAY_MS)) ?? nowMs
  const begun = (atMs: number, partMs: number): number => Math.floor(atMs / partMs) * partMs
  const samplesMs = Math.min(begun(nowMs - RETENTION_MS.samples, HOUR_MS), hourDueMs)
  const hoursMs = Math.min(begun(nowMs - RETENTION_MS.hours, DAY_MS), hourDueMs, dayDueMs)
  return KINDS.flatMap((kind) => [
    purgeSamples(`${kind}_sample`, samplesMs),
    purgeSamples(`${kind}_hour`, hoursMs),
    purgeSamples(`${kind}_day`, nowMs - RETENTION_MS.days),
  ])
}

function statements(nowMs: number) {
  const framesMs = nowMs - RETENTION_MS.frames
  const pulsesMs = nowMs - RETENTION_MS.pulseFrames
  const daysMs = nowMs - RETENTION_MS.days
  const componentsMs = nowMs - RETENTION_MS.components
  const runsMs = nowMs - RETENTION_MS.runs
  return [
    sql`delete from frame where (runId, seq) in (
      select frame.runId, frame.seq from run cross join frame on frame.runId = run.id
      where (run.openedAtMs < ${framesMs} or (run.depth = 'pulse' and run.openedAtMs < ${pulsesMs}))
      and not exists (select 1 from doubt where doubt.runId = run.id) limit ${PURGE_ROWS})`,
    ...importedStatements(nowMs - RETENTION_MS.samples),
    purgeComponents('component_sample', componentsMs, 'nameId'),
    purgeComponents('component_snapshot', componentsMs, null),
    // All that a name stood in is older than it was seen.
    sql`delete from component_name where id in (
      select id from component_name where seenAtMs < ${componentsMs - DAY_MS} limit ${PURGE_ROWS})`,
    // The last tick of an order stays: it tells what was missed while no bot lived.
    sql`delete from tick where (orderId, dueAtMs) in (
      select orderId, dueAtMs from tick where dueAtMs < ${runsMs}
      and dueAtMs < (select max(dueAtMs) from tick as newest where newest.orderId = tick.orderId) limit ${PURGE_ROWS})`,
    sql`delete from outbox where seq in (
      select seq from outbox where queuedAtMs < ${nowMs - RETENTION_MS.outbox} limit ${PURGE_ROWS})`,
    sql`delete from seen_event where id in (
      select id from seen_event where atMs < ${nowMs - RETENTION_MS.events} limit ${PURGE_ROWS})`,
    sql`delete from mute where (subject, code) in (
      select subject, code from mute where untilMs <= ${nowMs} limit ${PURGE_ROWS})`,
    sql`delete from mark where id in (select id from mark where atMs < ${daysMs} limit ${PURGE_ROWS})`,
    // Its capture goes with the next pass.
    sql`delete from doubt where (runId, by) in (
      select runId, by from doubt where atMs < ${nowMs - LIMITS.doubtKeepMs} limit ${PURGE_ROWS})`,
    sql`delete from consent where id in (
      select id from consent where askedAtMs < ${runsMs} limit ${PURGE_ROWS})`,
    // A parent goes only when its children are gone: a pass that was cut short leaves nothing dangling.
    sql`delete from run where id in (
      select id from run where openedAtMs < ${runsMs}
      and not exists (select 1 from frame where frame.runId = run.id) limit ${PURGE_ROWS})`,
    sql`delete from standing_order where id in (
      select id from standing_order where state != 'active' and createdAtMs < ${runsMs}
      and (select count(*) from tick where tick.orderId = standing_order.id) <= 1 limit ${PURGE_ROWS})`,
    // A life's floors are older than it was last seen: they are past their time by then, too.
    sql`delete from incarnation where id in (
      select id from incarnation where seenAtMs < ${daysMs}
      and not exists (select 1 from process_sample where incarnationId = incarnation.id)
      and not exists (select 1 from host_sample where incarnationId = incarnation.id)
      and not exists (select 1 from cgroup_sample where incarnationId = incarnation.id) limit ${PURGE_ROWS})`,
    sql`delete from subject where id in (
      select id from subject where seenAtMs < ${daysMs}
      and not exists (select 1 from incarnation where subjectId = subject.id)
      and not exists (select 1 from component_snapshot where subjectId = subject.id)
      and not exists (select 1 from component_sample where subjectId = subject.id)
      and not exists (select 1 from process_hour where subjectId = subject.id)
      and not exists (select 1 from process_day where subjectId = subject.id)
      and not exists (select 1 from host_hour where subjectId = subject.id)
      and not exists (select 1 from host_day where subjectId = subject.id)
      and not exists (select 1 from cgroup_hour where subjectId = subject.id)
      and not exists (select 1 from cgroup_day where subjectId = subject.id) limit ${PURGE_ROWS})`,
  ]
}

/** By subject, because the key begins with it: the cross join makes SQLite seek in each, not read the whole table. */
function purgeSamples(table: string, beforeMs: number) {
  return sql`delete from ${sql.table(table)} where (subjectId, atMs, incarnationId) in (
    select old.subjectId, old.atMs, old.incarnationId
    from subject cross join ${sql.table(table)} as old on old.subjectId = subject.id and old.atMs < ${beforeMs}
    limit ${PURGE_ROWS})`
}

/** A point of the past is kept as long as a reading of our own; what is empty then goes after it. */
function importedStatements(beforeMs: number) {
  return [
    sql`delete from imported_point where (lifeId, atMs) in (
      select old.lifeId, old.atMs
      from imported_life as life cross join imported_point as old on old.lifeId = life.id and old.atMs < ${beforeMs}
      limit ${PURGE_ROWS})`,
    sql`delete from imported_life where id in (
      select id from imported_life
      where not exists (select 1 from imported_point where lifeId = imported_life.id) limit ${PURGE_ROWS})`,
    sql`delete from imported_source where id in (
      select id from imported_source where askedAtMs < ${beforeMs}
      and not exists (select 1 from imported_life where sourceId = imported_source.id) limit ${PURGE_ROWS})`,
  ]
}

/** By life, as the key begins. */
function purgeComponents(table: string, beforeMs: number, last: 'nameId' | null) {
  const rest = last === null ? sql`` : sql`, ${sql.ref(last)}`
  return sql`delete from ${sql.table(table)} where (subjectId, incarnationId, atMs${rest}) in (
    select old.subjectId, old.incarnationId, old.atMs${rest}
    from incarnation cross join ${sql.table(table)} as old
      on old.subjectId = incarnation.subjectId and old.incarnationId = incarnation.id and old.atMs < ${beforeMs}
    limit ${PURGE_ROWS})`
}
