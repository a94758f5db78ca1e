/** The address of a message that stands, once somebody asked for it. */
import { type QueryExecutorProvider, sql } from 'kysely'

/** Adds the column. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw('alter table outbox add column link text').execute(db)
}
