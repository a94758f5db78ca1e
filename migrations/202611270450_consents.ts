/** Requests for intrusive actions: each is pressed once, by its nonce, of which the hash alone is here. And what else the audit knows. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  `create table consent (
    id text primary key,
    kind text not null,
    state text not null,
    owner text not null,
    host text not null,
    pid integer not null,
    startTicks integer not null,
    by text not null,
    channel text not null,
    threadTs text,
    nonceHash text not null,
    usedHash text not null,
    askedAtMs integer not null,
    expiresAtMs integer not null,
    runAtMs integer,
    about text not null
  ) strict, without rowid`,
  'alter table audit add column detail text',
  'create index consent_nonce on consent (nonceHash)',
  'create index consent_used on consent (usedHash)',
  'create index consent_state on consent (state, expiresAtMs)',
  'create index consent_host on consent (host, runAtMs)',
] as const

/** Adds the table and the column. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
