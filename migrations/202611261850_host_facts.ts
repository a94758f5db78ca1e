/** What each host was when it was last looked at: distribution, kernel, machine, tools. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  `create table host_facts (
    host text not null primary key,
    atMs integer not null,
    body text not null
  ) strict, without rowid`,
] as const

/** Adds the table. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
