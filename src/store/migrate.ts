/** Brings a database to the schema of this code, or refuses one that is newer. Never a way down. */
import { sql } from 'kysely'
import type { Migration } from '../../migrations/index.ts'
import { StoreRefusal } from './refusal.ts'
import type { Db } from './tables.ts'
import { inTransaction } from './transaction.ts'

/**
 * Runs what is missing, in order of name, all in one transaction under the write lock: two processes that open
 * a fresh file at once cannot both build it, and a crash leaves the schema as it was.
 * Throws StoreRefusal `database-newer` when the database knows a migration that this code does not.
 */
export function migrate(
  db: Db,
  migrations: Readonly<Record<string, Migration>>,
  file: string,
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await sql`create table if not exists migration (name text primary key, atMs integer not null) strict`.execute(
      tx,
    )
    const { rows } = await sql<{ name: string }>`select name from migration`.execute(tx)
    const done = new Set(rows.map((row) => row.name))
    const unknown = [...done].find((name) => !Object.hasOwn(migrations, name))
    if (unknown !== undefined)
      throw new StoreRefusal('database-newer', { file, migration: unknown })
    for (const [name, up] of Object.entries(migrations).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (done.has(name)) continue
      await up(tx)
      await sql`insert into migration (name, atMs) values (${name}, ${Date.now()})`.execute(tx)
    }
  })
}
