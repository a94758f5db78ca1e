/** Moments that people marked on hosts: deploys, changes of settings. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  // A number is not given twice: who types an old one takes nobody else's mark away.
  `create table mark (
    id integer primary key autoincrement,
    host text not null,
    atMs integer not null,
    text text not null,
    by text not null,
    madeAtMs integer not null
  ) strict`,
  'create index mark_host on mark (host, atMs)',
] as const

/** Adds the table. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
