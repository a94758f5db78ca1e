/** Verdicts that somebody called wrong; their captures are kept longer. And a way to the newest runs, past all pulses. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  `create table doubt (
    runId text not null,
    by text not null,
    verdict text,
    expected text not null,
    why text not null,
    atMs integer not null,
    primary key (runId, by)
  ) strict, without rowid`,
  'create index doubt_at on doubt (atMs)',
  `create index run_told on run (openedAtMs) where state != 'open' and kind != 'ask' and depth != 'pulse'`,
] as const

/** Adds the table and the index. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
