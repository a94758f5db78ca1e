/** The language of a channel, or of a person's direct messages, as it was typed there; and which id a channel's name led to. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  `create table place_lang (
    place text not null primary key,
    lang text not null check (lang in ('en', 'zh')),
    by text not null,
    atMs integer not null
  ) strict, without rowid`,
  // Orders may name their channel, and a language is kept by id: only a post tells which is which.
  `create table channel_name (
    name text not null primary key,
    channel text not null
  ) strict, without rowid`,
] as const

/** Adds the tables. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
