/** Units of work that memory may grow by: how often a process woke up after waiting, WAL that it replayed, transactions. */
import { type QueryExecutorProvider, sql } from 'kysely'

const TABLES = ['process_sample', 'process_hour', 'process_day'] as const

const COLUMNS = ['wakeUps', 'walSegments', 'transactions'] as const

/** Adds the columns; what was kept before has none. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const table of TABLES)
    for (const column of COLUMNS)
      await sql.raw(`alter table ${table} add column ${column} integer`).execute(db)
}
