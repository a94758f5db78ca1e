/** What hung in the kernel of a host while it was read: not read again for a while, so that readers do not pile up there. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  // 0 stands for the arguments of all processes, where nobody could tell whose hung.
  `create table stuck_reader (
    host text not null,
    pid integer not null,
    startTicks integer,
    source text not null,
    atMs integer not null,
    times integer not null,
    constraint stuck_once primary key (host, pid)
  ) strict, without rowid`,
] as const

/** Adds the table. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
