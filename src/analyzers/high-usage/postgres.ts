/**
 * PostgreSQL's and Greenplum's processes by their titles (src/backend/utils/misc/ps_status.c). Pure.
 * What counts is private memory: shared_buffers are shared memory and in no process's own.
 */
import { GIB, MIB } from '../../domain/bytes.ts'
import type { Role } from './role.ts'

const POSTGRES = /^(?:postgres|postmaster|edb-postgres)$/
/** `postgres: `, Greenplum's port (`postgres:  6000, `), and a cluster_name (`postgres: 15/main: `). */
const TITLE = /^(?:postgres|postmaster|edb-postgres): +(?:\d{2,5}, *)?(.*)$/

const SOURCE = 'its work needs no memory that grows with load (src/backend/postmaster)'

/** Auxiliary processes: how their titles begin, before and since 10, and what they usually stay under. */
const AUXILIARY: readonly (readonly [begins: string, name: string, usualBytes: number])[] = [
  ['startup', 'startup', 256 * MIB],
  ['checkpointer', 'checkpointer', 256 * MIB],
  ['background writer', 'background writer', 128 * MIB],
  ['writer process', 'background writer', 128 * MIB],
  ['wal writer', 'walwriter', 128 * MIB],
  ['walwriter', 'walwriter', 128 * MIB],
  ['walreceiver', 'walreceiver', 128 * MIB],
  ['wal receiver', 'walreceiver', 128 * MIB],
  ['walsummarizer', 'walsummarizer', 128 * MIB],
  ['autovacuum launcher', 'autovacuum launcher', 128 * MIB],
  ['stats collector', 'stats collector', 512 * MIB],
  ['archiver', 'archiver', 128 * MIB],
  ['logger', 'logger', 128 * MIB],
  ['slotsync worker', 'slotsync worker', 256 * MIB],
  ['io worker', 'io worker', 128 * MIB],
  ['logical replication launcher', 'logical replication launcher', 128 * MIB],
  ['bgworker: logical replication launcher', 'logical replication launcher', 128 * MIB],
]

/** Null for a program that is not PostgreSQL. */
export function postgresRole(comm: string, title: string): Role | null {
  const said = TITLE.exec(title)?.[1]
  if (said === undefined) return POSTGRES.test(comm) && isServer(title) ? POSTMASTER : null
  return auxiliary(said) ?? auxiliary(said.replace(/^[^:]{1,64}: +/, '')) ?? workerOf(said)
}

const POSTMASTER: Role = {
  name: 'postgres: postmaster',
  sized: 'own',
  usualBytes: 512 * MIB,
  source: SOURCE,
  peers: false,
}

/** The path of the server; a client's name is another. */
function isServer(title: string): boolean {
  return /(?:^|\/)(?:postgres|postmaster|edb-postgres)(?:\s|$)/.test(title)
}

function auxiliary(said: string): Role | null {
  const known = AUXILIARY.find(([begins]) => said.startsWith(begins))
  if (known === undefined) return null
  const [, name, usualBytes] = known
  return { name: `postgres: ${name}`, sized: 'own', usualBytes, source: SOURCE, peers: false }
}

/** Those whose size follows their work; a backend is whatever is none of the others. */
function workerOf(said: string): Role {
  if (/autovacuum worker/.test(said)) {
    const source = 'autovacuum_work_mem, else maintenance_work_mem; at most 1 GiB before 17'
    return {
      name: 'postgres: autovacuum worker',
      sized: 'load',
      usualBytes: 2 * GIB,
      source,
      peers: true,
    }
  }
  const name = /(?:^|: )(?:wal ?sender|parallel worker|logical replication .*worker)/.test(said)
    ? /wal ?sender/.test(said)
      ? 'walsender'
      : /parallel/.test(said)
        ? 'parallel worker'
        : 'logical replication worker'
    : 'backend'
  return {
    name: `postgres: ${name}`,
    sized: 'load',
    usualBytes: null,
    source: 'work_mem and caches',
    peers: true,
  }
}
