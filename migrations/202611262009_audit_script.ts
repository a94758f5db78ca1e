/** What ran on a host, by the hash of its text: a row of the audit before each script is sent. */
import { type QueryExecutorProvider, sql } from 'kysely'

/** Adds the column; rows of before have none. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw('alter table audit add column script text').execute(db)
}
