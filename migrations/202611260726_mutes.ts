/** Mutes: which findings of which subject orders leave untold, and until when. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  // A host may be muted before it was ever read, so the subject is its key and no row of another table.
  `create table mute (
    subject text not null,
    code text not null,
    untilMs integer not null,
    by text not null,
    atMs integer not null,
    constraint mute_once primary key (subject, code)
  ) strict, without rowid`,
] as const

/** Adds the table. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
