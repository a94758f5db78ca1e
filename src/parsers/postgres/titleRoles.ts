/**
 * How titles of PostgreSQL's and Greenplum's own processes begin, by what they are. Names: GetBackendTypeDesc in
 * miscinit.c since 13, the callers of init_ps_display before; up to 10 most say `process`.
 */

export type PostgresRole =
  | 'archiver'
  | 'autovacuum launcher'
  | 'autovacuum worker'
  | 'background worker'
  | 'background writer'
  | 'backend'
  | 'checkpointer'
  | 'io worker'
  | 'logger'
  | 'logical replication launcher'
  | 'logical replication worker'
  | 'parallel worker'
  | 'postmaster'
  | 'slotsync worker'
  | 'startup'
  | 'stats collector'
  | 'walreceiver'
  | 'walsender'
  | 'walsummarizer'
  | 'walwriter'

/** Greenplum's too: `master logger process`; 6 names the walwriter like 9.4. */
const BEGINNINGS: readonly (readonly [begins: string, role: PostgresRole])[] = [
  ['autovacuum launcher', 'autovacuum launcher'],
  ['autovacuum worker', 'autovacuum worker'],
  ['archiver', 'archiver'],
  ['background writer', 'background writer'],
  ['writer process', 'background writer'],
  ['checkpointer', 'checkpointer'],
  ['io worker', 'io worker'],
  ['logger', 'logger'],
  ['master logger', 'logger'],
  ['logical replication launcher', 'logical replication launcher'],
  ['logical replication worker', 'logical replication worker'],
  ['logical replication apply worker', 'logical replication worker'],
  ['logical replication parallel apply worker', 'logical replication worker'],
  ['logical replication tablesync worker', 'logical replication worker'],
  ['logical replication sequencesync worker', 'logical replication worker'],
  ['parallel worker', 'parallel worker'],
  ['slotsync worker', 'slotsync worker'],
  ['slot sync worker', 'slotsync worker'],
  ['startup', 'startup'],
  ['stats collector', 'stats collector'],
  ['wal receiver', 'walreceiver'],
  ['walreceiver', 'walreceiver'],
  ['wal sender', 'walsender'],
  ['walsender', 'walsender'],
  ['walsummarizer', 'walsummarizer'],
  ['wal writer', 'walwriter'],
  ['walwriter', 'walwriter'],
]

/** The role that a title's words begin with, and what follows them; null for any other. */
export function roleAtStart(
  said: string,
): { readonly role: PostgresRole; readonly rest: string } | null {
  for (const [begins, role] of BEGINNINGS) {
    if (!said.startsWith(begins)) continue
    const after = said.slice(begins.length)
    // `startup_user app [local] idle` is a person's.
    if (after !== '' && !after.startsWith(' ')) continue
    return { role, rest: after.replace(/^ {1,8}process(?= |$)/, '').trim() }
  }
  return null
}
