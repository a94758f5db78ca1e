/** The outbox: a post is a row first. What should stand (version) against what stands (sentVersion). */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { NewOutboxRow, OutboxRow, Store } from '../domain/store.ts'
import { ORDER_OWNER, type Urgency } from '../domain/urgency.ts'
import { bySlot, fromRow, orNull, outboxId, plainJson } from './outboxRow.ts'
import type { Db } from './tables.ts'
import { inTransaction } from './transaction.ts'

type OutboxMethods =
  | 'enqueue'
  | 'outbox'
  | 'outboxOf'
  | 'dueOutbox'
  | 'markInDoubt'
  | 'markSent'
  | 'markRetry'
  | 'giveUp'
  | 'keepLink'

/** Written into the statement: SQLite does not look for a bound value in a partial index. */
const WAITING = sql.lit('waiting')

export function outboxStore(db: Db): Pick<Store, OutboxMethods> {
  return {
    enqueue: (row, nowMs) => inTransaction(db, (tx) => enqueue(tx, row, nowMs)),
    outbox: async (id) =>
      orNull(await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst()),
    outboxOf: (owner, slot) => bySlot(db, owner, slot),
    dueOutbox: (nowMs, limit, urgency) => dueOutbox(db, nowMs, limit, urgency),
    ...outcomes(db),
  }
}

type OutcomeMethods = 'markInDoubt' | 'markSent' | 'markRetry' | 'giveUp' | 'keepLink'

function outcomes(db: Db): Pick<Store, OutcomeMethods> {
  return {
    keepLink: async (id, link) => {
      await db.updateTable('outbox').set({ link }).where('id', '=', id).execute()
    },
    markInDoubt: async (id) => {
      await db
        .updateTable('outbox')
        .set({ inDoubt: 1 })
        .where('id', '=', id)
        .where('posted', 'is', null)
        .execute()
    },
    // A newer version may have been asked for while this one was on its way: then the row waits on.
    markSent: async (id, version, posted) => {
      await db
        .updateTable('outbox')
        .set((is) => {
          const sent = is.fn<number>('max', ['sentVersion', sql.val(version)])
          return {
            sentVersion: sent,
            state: is.case().when('version', '<=', sent).then('sent').else('waiting').end(),
            posted: JSON.stringify(posted),
            inDoubt: 0,
            attempts: 0,
            error: null,
          }
        })
        .where('id', '=', id)
        .execute()
    },
    markRetry: async (id, error, notBeforeMs) => {
      await db
        .updateTable('outbox')
        .set((is) => ({ attempts: is('attempts', '+', 1), error, notBeforeMs }))
        .where('id', '=', id)
        .execute()
    },
    giveUp: async (id, error) => {
      await db
        .updateTable('outbox')
        .set({ state: 'given-up', error })
        .where('id', '=', id)
        .execute()
    },
  }
}

async function enqueue(tx: Db, row: NewOutboxRow, nowMs: number): Promise<OutboxRow> {
  const earlier = await bySlot(tx, row.owner, row.slot)
  if (earlier === null) await insert(tx, row, nowMs)
  else if (!isDeepStrictEqual(earlier.message, plainJson(row.message)))
    await replace(tx, earlier, row, nowMs)
  else return earlier
  const now = await bySlot(tx, row.owner, row.slot)
  if (now === null)
    throw new Error(`enqueue: ${row.owner} ${row.slot} is not there after it was written`)
  return now
}

async function insert(tx: Db, row: NewOutboxRow, nowMs: number): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({
      ...row,
      id: outboxId(row.owner, row.slot),
      message: JSON.stringify(row.message),
      version: 1,
      sentVersion: 0,
      inDoubt: 0,
      posted: null,
      state: 'waiting',
      attempts: 0,
      notBeforeMs: nowMs,
      queuedAtMs: nowMs,
      error: null,
    })
    .execute()
}

/**
 * A new version of a message that stands, or waits, where it was first asked for. One that waits for its next
 * attempt goes on waiting, so that news does not hammer a chat that is down; one that was given up gets
 * another chance, for the reason may be gone.
 */
async function replace(
  tx: Db,
  earlier: OutboxRow,
  row: NewOutboxRow,
  nowMs: number,
): Promise<void> {
  const fresh = earlier.state === 'waiting' ? {} : { attempts: 0, notBeforeMs: nowMs, error: null }
  await tx
    .updateTable('outbox')
    .set({
      message: JSON.stringify(row.message),
      runId: row.runId,
      user: row.user,
      lang: row.lang,
      version: earlier.version + 1,
      state: 'waiting',
      queuedAtMs: nowMs,
      ...fresh,
    })
    .where('id', '=', earlier.id)
    .execute()
}

/** A row whose thread is not open yet has nowhere to go: it is not due until its parent stands. */
async function dueOutbox(
  db: Db,
  nowMs: number,
  limit: number,
  urgency: Urgency,
): Promise<readonly OutboxRow[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('state', '=', WAITING)
    .where('notBeforeMs', '<=', nowMs)
    .where('owner', urgency === 'bulk' ? 'like' : 'not like', `${ORDER_OWNER}%`)
    .where((is) =>
      is.or([
        is('threadOf', 'is', null),
        is('threadTs', 'is not', null),
        is(
          'threadOf',
          'in',
          is
            .selectFrom('outbox as parent')
            .select('parent.id')
            .where('parent.posted', 'is not', null),
        ),
      ]),
    )
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}
