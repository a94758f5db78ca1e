/** Retention: what is past its time is deleted in small pieces, children before parents. */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { LIMITS } from '../domain/limits.ts'
import { DAY_MS } from '../domain/time.ts'
import type { Db } from './tables.ts'

/** Rows deleted by one statement: some 10 ms, so that acks and pings hardly wait. */
export const PURGE_ROWS = 5000

/** How long each kind of row is kept. Audit rows are kept for ever. */
export const RETENTION_MS = {
  frames: LIMITS.captureKeepMs,
  /** A flight recorder has a pulse each minute: what counts of it are the samples. */
  pulseFrames: LIMITS.pulseKeepMs,
  /** Enough for a quarter's growth; at one sample a minute a subject takes some 10 MB. */
  samples: 90 * DAY_MS,
  /** Runs and what hangs on them (threads, ticks, ended orders) outlive no sample. */
  runs: 90 * DAY_MS,
  /** A message is not updated, nor looked for, a month after it was written. */
  outbox: 30 * DAY_MS,
  /** Slack delivers an event again within the hour. */
  events: 3 * DAY_MS,
} as const

/** One pass: each kind loses at most PURGE_ROWS rows; what is left goes at the next call. */
export async function purge(db: Db, nowMs: number): Promise<void> {
  for (const statement of statements(nowMs)) {
    await statement.execute(db)
    await breathe()
  }
}

function statements(nowMs: number) {
  const framesMs = nowMs - RETENTION_MS.frames
  const pulsesMs = nowMs - RETENTION_MS.pulseFrames
  const samplesMs = nowMs - RETENTION_MS.samples
  const runsMs = nowMs - RETENTION_MS.runs
  return [
    sql`delete from frame where (runId, seq) in (
      select frame.runId, frame.seq from run cross join frame on frame.runId = run.id
      where run.openedAtMs < ${framesMs} or (run.depth = 'pulse' and run.openedAtMs < ${pulsesMs}) limit ${PURGE_ROWS})`,
    ...(['process_sample', 'host_sample', 'cgroup_sample'] as const).map((table) =>
      purgeSamples(table, samplesMs),
    ),
    // The last tick of an order stays: it tells what was missed while no bot lived.
    sql`delete from tick where (orderId, dueAtMs) in (
      select orderId, dueAtMs from tick where dueAtMs < ${runsMs}
      and dueAtMs < (select max(dueAtMs) from tick as newest where newest.orderId = tick.orderId) limit ${PURGE_ROWS})`,
    sql`delete from outbox where seq in (
      select seq from outbox where queuedAtMs < ${nowMs - RETENTION_MS.outbox} limit ${PURGE_ROWS})`,
    sql`delete from seen_event where id in (
      select id from seen_event where atMs < ${nowMs - RETENTION_MS.events} limit ${PURGE_ROWS})`,
    // A parent goes only when its children are gone: a pass that was cut short leaves nothing dangling.
    sql`delete from run where id in (
      select id from run where openedAtMs < ${runsMs}
      and not exists (select 1 from frame where frame.runId = run.id) limit ${PURGE_ROWS})`,
    sql`delete from standing_order where id in (
      select id from standing_order where state != 'active' and createdAtMs < ${runsMs}
      and (select count(*) from tick where tick.orderId = standing_order.id) <= 1 limit ${PURGE_ROWS})`,
    sql`delete from incarnation where id in (
      select id from incarnation where seenAtMs < ${samplesMs}
      and not exists (select 1 from process_sample where incarnationId = incarnation.id)
      and not exists (select 1 from host_sample where incarnationId = incarnation.id)
      and not exists (select 1 from cgroup_sample where incarnationId = incarnation.id) limit ${PURGE_ROWS})`,
    sql`delete from subject where id in (
      select id from subject where seenAtMs < ${samplesMs}
      and not exists (select 1 from incarnation where subjectId = subject.id) limit ${PURGE_ROWS})`,
  ]
}

/** By subject, because the key begins with it: the cross join makes SQLite seek in each, not read the whole table. */
function purgeSamples(table: 'process_sample' | 'host_sample' | 'cgroup_sample', beforeMs: number) {
  return sql`delete from ${sql.table(table)} where (subjectId, atMs, incarnationId) in (
    select old.subjectId, old.atMs, old.incarnationId
    from subject cross join ${sql.table(table)} as old on old.subjectId = subject.id and old.atMs < ${beforeMs}
    limit ${PURGE_ROWS})`
}
