/** Files that were uploaded to Slack, to be deleted there after their time; when was last purged; threads by their age. */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  // dueAtMs: deleted at that instant whatever its lifetime. State: kept, or refused (the chat will not).
  `create table upload (
    fileId text not null primary key,
    channel text not null,
    outboxId text,
    owner text,
    runId text,
    atMs integer not null,
    dueAtMs integer,
    notBeforeMs integer not null,
    attempts integer not null,
    state text not null check (state in ('kept', 'refused')),
    error text
  ) strict, without rowid`,
  `create index upload_by_age on upload (atMs) where state = 'kept'`,
  'create index upload_by_run on upload (runId)',

  `create table purge_pass (
    id integer primary key check (id = 1),
    atMs integer not null
  ) strict`,

  'create index thread_by_age on thread (atMs)',
  // Files of before this table: what is known of them stands with their messages.
  `insert or ignore into upload (fileId, channel, outboxId, owner, runId, atMs, dueAtMs, notBeforeMs, attempts, state, error)
    select file.value, outbox.channel, outbox.id, outbox.owner, outbox.runId, outbox.queuedAtMs, null, 0, 0, 'kept', null
    from outbox, json_each(outbox.posted, '$.fileIds') as file where outbox.posted is not null`,
] as const

/** Adds the tables. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
