/** What a subject's memory is made of, over time: an open set of names, so a row is one part at one instant. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  // A name stays while it is seen.
  `create table component_name (
    id integer primary key,
    name text not null unique,
    seenAtMs integer not null
  ) strict`,
  `create table component_snapshot (
    subjectId integer not null references subject (id),
    incarnationId integer not null,
    atMs integer not null,
    complete integer not null,
    totalKib integer,
    constraint component_snapshot_once primary key (subjectId, incarnationId, atMs)
  ) strict, without rowid`,
  `create table component_sample (
    subjectId integer not null references subject (id),
    incarnationId integer not null,
    atMs integer not null,
    nameId integer not null,
    kib integer not null,
    count integer not null,
    constraint component_sample_once primary key (subjectId, incarnationId, atMs, nameId)
  ) strict, without rowid`,
] as const

/** Adds the tables of components. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
