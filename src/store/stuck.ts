/** Readers that hung on hosts: one row for each process, the newest time. */
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'

export function stuckStore(db: Db): Pick<Store, 'putStuck' | 'stuck'> {
  return {
    putStuck: async ({ host, pid, startTicks, source, atMs }) => {
      await db
        .insertInto('stuck_reader')
        .values({ host, pid: pid ?? 0, startTicks, source, atMs, times: 1 })
        .onConflict((conflict) =>
          conflict.columns(['host', 'pid']).doUpdateSet((is) => ({
            startTicks,
            source,
            atMs,
            times: is('stuck_reader.times', '+', 1),
          })),
        )
        .execute()
    },
    stuck: async (host, sinceMs) => {
      const rows = await db
        .selectFrom('stuck_reader')
        .selectAll()
        .where('host', '=', host)
        .where('atMs', '>', sinceMs)
        .orderBy('pid')
        .execute()
      return rows.map((row) => ({ ...row, pid: row.pid === 0 ? null : row.pid }))
    },
  }
}
