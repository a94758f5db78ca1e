/** Pauses: one row a host, and one of an empty name for all; they stand until somebody lifts them. */
import type { Pause } from '../domain/pause.ts'
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'

type PauseMethods = 'putPause' | 'dropPause' | 'pauses' | 'pausedTicks'

export function pauseStore(db: Db): Pick<Store, PauseMethods> {
  return {
    putPause: async (pause) => {
      await db
        .insertInto('pause')
        .values(pause)
        // Who paused first is who others ask.
        .onConflict((conflict) => conflict.column('host').doNothing())
        .execute()
    },
    dropPause: async (host) => {
      const { numDeletedRows } = await db
        .deleteFrom('pause')
        .where('host', '=', host)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    pauses: async () => {
      const rows = await db.selectFrom('pause').selectAll().orderBy('host').execute()
      return rows.map((row) => ({ ...row, surface: row.surface as Pause['surface'] }))
    },
    pausedTicks: async (sinceMs) => {
      const { n } = await db
        .selectFrom('tick')
        .select((is) => is.fn.countAll<number>().as('n'))
        .where('note', '=', 'paused')
        .where('enqueuedAtMs', '>=', sinceMs)
        .executeTakeFirstOrThrow()
      return n
    },
  }
}
