/**
 * PostgreSQL's and Greenplum's processes by their titles: what they usually hold. Pure.
 * What counts is private memory: shared_buffers are shared memory and in no process's own.
 */
import { GIB, MIB } from '../../domain/bytes.ts'
import { readTitle } from '../../parsers/postgres/title.ts'
import type { PostgresRole } from '../../parsers/postgres/titleRoles.ts'
import type { Role } from './role.ts'

const POSTGRES = /^(?:postgres|postmaster|edb-postgres)$/

const SOURCE = 'its work needs no memory that grows with load (src/backend/postmaster)'

/** Processes that need little whatever the load: what they usually stay under. */
const OWN: Readonly<Partial<Record<PostgresRole, number>>> = {
  archiver: 128 * MIB,
  'autovacuum launcher': 128 * MIB,
  'background writer': 128 * MIB,
  checkpointer: 256 * MIB,
  'io worker': 128 * MIB,
  logger: 128 * MIB,
  'logical replication launcher': 128 * MIB,
  postmaster: 512 * MIB,
  'slotsync worker': 256 * MIB,
  startup: 256 * MIB,
  'stats collector': 512 * MIB,
  walreceiver: 128 * MIB,
  walsummarizer: 128 * MIB,
  walwriter: 128 * MIB,
}

/** Null for a program that is not PostgreSQL. */
export function postgresRole(comm: string, title: string): Role | null {
  const said = readTitle(title)
  if (said !== null) return roleNamed(said.role)
  return POSTGRES.test(comm) && isServer(title) ? roleNamed('postmaster') : null
}

/** The path of the server; a client's name is another. */
function isServer(title: string): boolean {
  return /(?:^|\/)(?:postgres|postmaster|edb-postgres)(?:\s|$)/.test(title)
}

function roleNamed(role: PostgresRole): Role {
  const name = `postgres: ${role}`
  const usualBytes = OWN[role] ?? null
  if (usualBytes !== null) return { name, sized: 'own', usualBytes, source: SOURCE, peers: false }
  if (role === 'autovacuum worker') {
    const source = 'autovacuum_work_mem, else maintenance_work_mem; at most 1 GiB before 17'
    return { name, sized: 'load', usualBytes: 2 * GIB, source, peers: true }
  }
  // Workers of extensions are for anything: none of them measures another.
  const peers = role !== 'background worker'
  return { name, sized: 'load', usualBytes: null, source: 'work_mem and caches', peers }
}
