/** Whether a process is one of a PostgreSQL server, by what it runs and the title that it gave itself. */
import type { Evidence } from '../../domain/evidence.ts'
import { baseName } from '../../domain/subject.ts'
import { readTitle } from '../../parsers/postgres/title.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { comm } from '../../parsers/proc/comm.ts'
import { exe } from '../../parsers/proc/exe.ts'

/** PostgreSQL's and Greenplum's server program by its file's name; `edb-postgres` is EDB's Advanced Server. */
export const SERVER = /^(?:postgres|postmaster|edb-postgres)$/

/** True for a process of a server; a client's name is another. */
export function isPostgres(evidence: Evidence): boolean {
  const isTitled = readTitle(evidence.get(cmdline)?.args[0] ?? '') !== null
  const path = evidence.get(exe)?.path ?? null
  if (path !== null) return SERVER.test(baseName(path)) || isTitled
  return isTitled || SERVER.test(evidence.get(comm)?.comm ?? '')
}

/** True where the evidence tells what the process is, and it is another program. */
export function isOther(evidence: Evidence): boolean {
  return [cmdline, exe, comm].some(({ id }) => evidence.has(id)) && !isPostgres(evidence)
}
