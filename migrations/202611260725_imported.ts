/** Levels of the past that a host's sysstat or a Prometheus kept. A life's key is written once, not in each point. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  `create table imported_source (
    id integer primary key,
    subject text not null,
    source text not null,
    askedAtMs integer not null,
    constraint imported_source_once unique (subject, source)
  ) strict`,

  `create table imported_life (
    id integer primary key,
    sourceId integer not null references imported_source (id),
    metric text not null,
    life text not null,
    constraint imported_life_once unique (sourceId, metric, life)
  ) strict`,

  `create table imported_point (
    lifeId integer not null references imported_life (id),
    atMs integer not null,
    value integer not null,
    constraint imported_point_once primary key (lifeId, atMs)
  ) strict, without rowid`,
] as const

/** Adds the tables. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
