/** Which run a thread is about, and which of the chat's events were handled. */
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'

export function threadStore(db: Db): Pick<Store, 'bindThread' | 'thread' | 'seen'> {
  return {
    // The newest run asked in a thread is the one it is about; a late older one does not take it back.
    bindThread: async (row) => {
      await db
        .insertInto('thread')
        .values({ channel: row.channel, ts: row.ts, runId: row.runId, atMs: row.atMs })
        .onConflict((conflict) =>
          conflict
            .columns(['channel', 'ts'])
            .doUpdateSet({ runId: row.runId, atMs: row.atMs })
            .where('thread.atMs', '<=', row.atMs),
        )
        .execute()
    },
    thread: async (channel, ts) => {
      const row = await db
        .selectFrom('thread')
        .selectAll()
        .where('channel', '=', channel)
        .where('ts', '=', ts)
        .executeTakeFirst()
      return row ?? null
    },
    seen: async (eventId, nowMs) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('seen_event')
        .values({ id: eventId, atMs: nowMs })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
  }
}
