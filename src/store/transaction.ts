/** Transactions that write. */
import { sql } from 'kysely'
import type { Db } from './tables.ts'

/**
 * Runs the work in one transaction that takes the write lock at its beginning: one that reads first and
 * writes later would fail at once, without waiting, when a terminal wrote in between (SQLITE_BUSY_SNAPSHOT).
 * The work must use the handle that it is given.
 */
export function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (tx) => {
    await sql`begin immediate`.execute(tx)
    try {
      const result = await work(tx)
      await sql`commit`.execute(tx)
      return result
    } catch (cause) {
      await sql`rollback`.execute(tx)
      throw cause
    }
  })
}
