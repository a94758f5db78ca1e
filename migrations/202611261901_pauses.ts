/** The kill switch: who paused collecting, of which host (empty for all), and when. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  `create table pause (
    host text not null primary key,
    by text not null,
    surface text not null,
    atMs integer not null
  ) strict, without rowid`,
] as const

/** Adds the table. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
