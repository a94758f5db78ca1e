/**
 * What a process of a role holds of its own, by our measure: servers of PostgreSQL 13 to 18 with default settings, RssAnon
 * of each process soon after the start, of 13 to 18 the least and the most.
 */
import { KIB } from '../../domain/bytes.ts'
import type { PostgresRole } from '../../parsers/postgres/titleRoles.ts'

export interface RoleUsual {
  readonly lowBytes: number
  readonly highBytes: number
}

function kib(low: number, high: number): RoleUsual {
  return { lowBytes: low * KIB, highBytes: high * KIB }
}

const MEASURED: Readonly<Partial<Record<PostgresRole, RoleUsual>>> = {
  archiver: kib(1184, 2364),
  'autovacuum launcher': kib(1476, 2640),
  'background writer': kib(1172, 2368),
  // From one that has just come to one that has read all catalogs, described a schema and filled a table.
  backend: kib(2100, 14_864),
  checkpointer: kib(1172, 2472),
  'io worker': kib(1344, 1344),
  'logical replication launcher': kib(1424, 2600),
  startup: kib(1256, 2468),
  'stats collector': kib(1172, 1240),
  walreceiver: kib(1212, 2412),
  walsender: kib(1648, 2824),
  walsummarizer: kib(1924, 1956),
  walwriter: kib(1200, 2364),
}

/** Null for a role that was not measured: its work decides. */
export function usualOf(role: PostgresRole): RoleUsual | null {
  return MEASURED[role] ?? null
}
