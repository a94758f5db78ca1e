/** How often a process woke up after waiting: a unit of work that memory may grow by, for servers about a request. */
import { type QueryExecutorProvider, sql } from 'kysely'

const TABLES = ['process_sample', 'process_hour', 'process_day'] as const

/** Adds the column; what was kept before has none. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const table of TABLES)
    await sql.raw(`alter table ${table} add column wakeUps integer`).execute(db)
}
