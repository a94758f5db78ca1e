/** What a process of a server is, in its own words: role, whose it is, and what it does. Pure. */
import type { PostgresTitle } from '../../parsers/postgres/title.ts'
import type { PostgresRole } from '../../parsers/postgres/titleRoles.ts'

/** `backend ana@shop`, `autovacuum worker shop`, `pg_cron launcher`. A title of null is the postmaster's, or of one just forked. */
export function whoIs(role: PostgresRole, title: PostgresTitle | null): string {
  if (title === null) return role
  const { user, database, names, worker } = title
  if (worker !== null) return worker
  if (names !== null) return `${role} ${names}`
  if (user !== null) return `${role} ${user}${database === null ? '' : `@${database}`}`
  return database === null ? role : `${role} ${database}`
}
