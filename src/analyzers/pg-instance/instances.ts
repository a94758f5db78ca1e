/**
 * Instances of PostgreSQL in a process table: a postmaster with the processes that it made. Pure. What an archive_command
 * or COPY PROGRAM runs is another program's memory and in none of them.
 */
import type { Evidence } from '../../domain/evidence.ts'
import { baseName } from '../../domain/subject.ts'
import { type PostgresTitle, readTitle } from '../../parsers/postgres/title.ts'
import type { PostgresRole } from '../../parsers/postgres/titleRoles.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { type ProcessRow, processes } from '../../parsers/proc/processes.ts'
import { SERVER } from '../pg-contexts/server.ts'

export interface Member {
  readonly row: ProcessRow
  /** Null for the postmaster, and for what was forked a moment ago. */
  readonly title: PostgresTitle | null
  readonly role: PostgresRole
  /** Anonymous memory and swap: its own alone. Null on kernels before 4.5, which do not tell it. */
  readonly heldBytes: number | null
}

export interface Instance {
  readonly postmaster: ProcessRow
  /** The postmaster among them; those that hold most first. */
  readonly members: readonly Member[]
}

type Args = ReadonlyMap<number, string>

/** Every instance of a table, the largest first. */
export function instancesIn(
  rows: readonly ProcessRow[],
  args: readonly { readonly pid: number; readonly arg0: string }[],
): readonly Instance[] {
  const arg0 = new Map(args.map((one) => [one.pid, one.arg0]))
  const servers = rows.filter((row) => isServer(row, arg0))
  const byPid = new Map(servers.map((row) => [row.pid, row]))
  const isTitled = (row: ProcessRow): boolean => readTitle(arg0.get(row.pid) ?? '') !== null
  const children = new Map<number, ProcessRow[]>()
  for (const row of servers) {
    const parent = row.pPid === null ? undefined : byPid.get(row.pPid)
    if (parent === undefined) continue
    const known = children.get(parent.pid)
    if (known === undefined) children.set(parent.pid, [row])
    else known.push(row)
  }
  return servers
    .filter((row) => !isTitled(row) && !(row.pPid !== null && byPid.has(row.pPid)))
    .filter(({ pid }) => children.get(pid)?.some(isTitled) === true)
    .map((postmaster) => ({ postmaster, members: membersOf(postmaster, children, arg0) }))
    .toSorted((a, b) => heldBy(b) - heldBy(a))
}

/** The instance that a process leads; null for any other process, and where the table was not read. */
export function instanceLedBy(evidence: Evidence, pid: number | null): Instance | null {
  if (pid === null) return null
  return instancesOf(evidence).find(({ postmaster }) => postmaster.pid === pid) ?? null
}

/** The instance that a process is one of. */
export function instanceWith(evidence: Evidence, pid: number | null): Instance | null {
  if (pid === null) return null
  return (
    instancesOf(evidence).find(({ members }) => members.some(({ row }) => row.pid === pid)) ?? null
  )
}

function instancesOf(evidence: Evidence): readonly Instance[] {
  const known = KNOWN.get(evidence)
  if (known !== undefined) return known
  const rows = evidence.get(processes)?.processes ?? []
  const found = instancesIn(rows, evidence.get(firstArgs)?.args ?? [])
  KNOWN.set(evidence, found)
  return found
}

/** Found once for one evidence: several ask for it, and a table has thousands of rows. */
const KNOWN = new WeakMap<Evidence, readonly Instance[]>()

/** Private memory of all its processes; what is not told counts as nothing. */
export function heldBy({ members }: Instance): number {
  return members.reduce((sum, { heldBytes }) => sum + (heldBytes ?? 0), 0)
}

/**
 * Shared memory, counted once: what the process that touched most of the segment has touched. Summing would count each
 * buffer as often as it is mapped; what no living process touched is missing.
 */
export function sharedBy({ members }: Instance): Member | null {
  const told = members.filter(({ row }) => row.shmemBytes !== null)
  return told.toSorted((a, b) => (b.row.shmemBytes ?? 0) - (a.row.shmemBytes ?? 0))[0] ?? null
}

/** Whether it runs the server's program; a child that is being made, one that boots and one without a postmaster too. */
export function isServer({ comm, kernelThread, state, pid }: ProcessRow, arg0: Args): boolean {
  if (kernelThread || state === 'Z') return false
  const said = arg0.get(pid)
  if (said === undefined) return SERVER.test(comm)
  return readTitle(said) !== null || (SERVER.test(baseName(said)) && SERVER.test(comm))
}

function membersOf(
  postmaster: ProcessRow,
  children: ReadonlyMap<number, readonly ProcessRow[]>,
  arg0: Args,
): readonly Member[] {
  const found = new Set<ProcessRow>([postmaster])
  // A set visits what is added to it meanwhile, each once: a table that names a circle ends too.
  for (const row of found) for (const child of children.get(row.pid) ?? []) found.add(child)
  return [...found]
    .map((row) => memberOf(row, row === postmaster, arg0))
    .toSorted((a, b) => (b.heldBytes ?? 0) - (a.heldBytes ?? 0))
}

function memberOf(row: ProcessRow, isPostmaster: boolean, arg0: Args): Member {
  const title = isPostmaster ? null : readTitle(arg0.get(row.pid) ?? '')
  return {
    row,
    title,
    role: isPostmaster ? 'postmaster' : (title?.role ?? 'backend'),
    heldBytes: row.anonBytes === null ? null : row.anonBytes + (row.swapBytes ?? 0),
  }
}
