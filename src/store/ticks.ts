/** Ticks: an order's due instants, each of them run once. */
import type { Tick } from '../domain/order.ts'
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'
import { inTransaction } from './transaction.ts'

/** A tick whose bot died in the middle is taken again, but one that kills each bot is left after this many. */
const TAKES = 3

export function tickStore(
  db: Db,
): Pick<Store, 'enqueueTick' | 'takeTick' | 'finishTick' | 'lastTickMs'> {
  return {
    enqueueTick: async (tick, nowMs) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('tick')
        .values({
          orderId: tick.orderId,
          dueAtMs: tick.dueAtMs,
          late: tick.late ? 1 : 0,
          state: 'waiting',
          owner: null,
          takes: 0,
          enqueuedAtMs: nowMs,
          takenAtMs: null,
          note: null,
        })
        .onConflict((conflict) => conflict.columns(['orderId', 'dueAtMs']).doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    takeTick: (orderId, owner, nowMs) =>
      inTransaction(db, (tx) => takeTick(tx, orderId, owner, nowMs)),
    finishTick: async (tick, note) => {
      await db
        .updateTable('tick')
        .set({ state: 'done', note })
        .where('orderId', '=', tick.orderId)
        .where('dueAtMs', '=', tick.dueAtMs)
        .execute()
    },
    lastTickMs: async (orderId) => {
      const row = await db
        .selectFrom('tick')
        .select((is) => is.fn.max('dueAtMs').as('dueAtMs'))
        .where('orderId', '=', orderId)
        .executeTakeFirst()
      return row?.dueAtMs ?? null
    },
  }
}

/** A tick that another bot took waits too: there is one bot at a time, so that one is dead. */
async function takeTick(
  tx: Db,
  orderId: string,
  owner: string,
  nowMs: number,
): Promise<Tick | null> {
  const row = await tx
    .selectFrom('tick')
    .selectAll()
    .where('orderId', '=', orderId)
    .where((is) =>
      is.or([
        is('state', '=', 'waiting'),
        is.and([is('state', '=', 'taken'), is('owner', 'like', 'bot:%'), is('owner', '!=', owner)]),
      ]),
    )
    .where('takes', '<', TAKES)
    .orderBy('dueAtMs')
    .executeTakeFirst()
  if (row === undefined) return null
  await tx
    .updateTable('tick')
    .set({ state: 'taken', owner, takes: row.takes + 1, takenAtMs: nowMs })
    .where('orderId', '=', orderId)
    .where('dueAtMs', '=', row.dueAtMs)
    .execute()
  return { orderId, dueAtMs: row.dueAtMs, late: row.late === 1 }
}
