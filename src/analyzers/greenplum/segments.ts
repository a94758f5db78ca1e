/**
 * The processes of PostgreSQL servers by server, and of Greenplum's segments among them. A server is one postmaster with
 * its children; which segment it is, its arguments and its children's titles tell. Pure.
 */
import type { Evidence } from '../../domain/evidence.ts'
import { type DataDir, dataDirs } from '../../parsers/greenplum/dataDirs.ts'
import { type PostmasterArgs, readPostmaster } from '../../parsers/postgres/postmaster.ts'
import { type PostgresTitle, readTitle } from '../../parsers/postgres/title.ts'
import { allArgs } from '../../parsers/proc/allArgs.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { type ProcessRow, processes } from '../../parsers/proc/processes.ts'

/** A process of a server, by its title. */
export interface Member {
  readonly row: ProcessRow
  readonly title: PostgresTitle
  /** RssAnon and VmSwap: what goes when it goes. */
  readonly heldBytes: number
}

/** Greenplum's own words; a primary is what acts. */
export type SegmentKind = 'coordinator' | 'standby' | 'primary' | 'mirror'

export interface Segment {
  readonly port: number
  /** Content id, -1 for the coordinator; null where nothing tells. */
  readonly content: number | null
  readonly kind: SegmentKind
  /** Null where the postmaster is gone or its arguments were not read. */
  readonly postmasterPid: number | null
  readonly dataDir: string | null
  /** The postmaster and its children. */
  readonly rows: readonly ProcessRow[]
  readonly members: readonly Member[]
  /** Anonymous memory and swap of all of them. */
  readonly heldBytes: number
  /**
   * The most that one of them has resident beside its anonymous memory: shared buffers as far as that process touched
   * them, and files. Null where the kernel does not tell anonymous memory.
   */
  readonly sharedBytes: number | null
}

/** Processes that wear a server's title, PostgreSQL's and Greenplum's alike. */
export function membersOf(evidence: Evidence): readonly Member[] {
  const rows = new Map((evidence.get(processes)?.processes ?? []).map((row) => [row.pid, row]))
  return (evidence.get(firstArgs)?.args ?? []).flatMap(({ pid, arg0 }) => {
    const row = rows.get(pid)
    const title = row === undefined ? null : readTitle(arg0)
    return row === undefined || title === null ? [] : [{ row, title, heldBytes: heldBy(row) }]
  })
}

/** True where a title says so: titles of PostgreSQL have no port in front. */
export function hasGreenplum(evidence: Evidence): boolean {
  return (evidence.get(firstArgs)?.args ?? []).some(
    ({ arg0 }) => arg0.startsWith('postgres: ') && readTitle(arg0)?.greenplum != null,
  )
}

/** RSS stands in where the kernel does not tell anonymous memory (before 4.5). */
export function heldBy({ anonBytes, rssBytes, swapBytes }: ProcessRow): number {
  return (anonBytes ?? rssBytes ?? 0) + (swapBytes ?? 0)
}

/** The segments of this host, by port. */
export function segmentsOf(evidence: Evidence): readonly Segment[] {
  const rows = evidence.get(processes)?.processes ?? []
  const args = new Map((evidence.get(allArgs)?.processes ?? []).map((of) => [of.pid, of.args]))
  const dirs = new Map((evidence.get(dataDirs)?.dirs ?? []).map((dir) => [dir.pid, dir]))
  const byServer = new Map<string, Member[]>()
  for (const member of membersOf(evidence)) {
    const { title, row } = member
    if (title.greenplum === null) continue
    const key = `${title.greenplum.port} ${row.pPid}`
    const own = byServer.get(key)
    if (own === undefined) byServer.set(key, [member])
    else own.push(member)
  }
  return [...byServer.values()]
    .flatMap((members) => segmentOf(members, rows, args, dirs) ?? [])
    .toSorted((a, b) => a.port - b.port)
}

/** Null where no process of it says a port. */
function segmentOf(
  members: readonly Member[],
  rows: readonly ProcessRow[],
  args: ReadonlyMap<number, readonly string[]>,
  dirs: ReadonlyMap<number, DataDir>,
): Segment | null {
  const [first] = members
  const port = first?.title.greenplum?.port
  if (first === undefined || port === undefined) return null
  const parent = rows.find(({ pid }) => pid === first.row.pPid && pid > 1) ?? null
  const own =
    parent === null
      ? members.map(({ row }) => row)
      : [parent, ...rows.filter(({ pPid }) => pPid === parent.pid)]
  const told = parent === null ? null : readPostmaster(args.get(parent.pid) ?? [])
  const dir = dirs.get(parent?.pid ?? 0) ?? null
  const content = contentOf(members, told, dir)
  return {
    port,
    content,
    kind: kindOf(members, told, content),
    postmasterPid: parent?.pid ?? null,
    dataDir: told?.dataDir ?? dir?.path ?? null,
    rows: own,
    members,
    heldBytes: own.reduce((sum, row) => sum + heldBy(row), 0),
    sharedBytes: sharedOf(own),
  }
}

/** What gpinitsystem names the directories of segments by content; the coordinator's is gpseg-1. */
const DIRECTORY = /(?:^|\/)gpseg(-?\d{1,6})\/?$/

function contentOf(
  members: readonly Member[],
  told: PostmasterArgs | null,
  dir: DataDir | null,
): number | null {
  const titled = members.find(({ title }) => title.greenplum?.content != null)
  const named = DIRECTORY.exec(told?.dataDir ?? dir?.path ?? '')?.[1]
  const known = titled?.title.greenplum?.content ?? told?.content ?? null
  if (known !== null) return known
  const set = /^-?\d{1,6}$/.exec(dir?.settings['gp_contentid'] ?? '')?.[0]
  if (set !== undefined) return Number(set)
  if (named !== undefined) return Number(named)
  return told?.gpRole === 'dispatch' || members.some(dispatches) ? COORDINATOR : null
}

const COORDINATOR = -1

/** A client's session on the coordinator says no segment: only there clients come in (ps_status.c). */
function dispatches({ title }: Member): boolean {
  const { greenplum, role } = title
  return role === 'backend' && greenplum?.session != null && greenplum.content === null
}

/**
 * Who receives WAL follows; so does one that replays and serves nobody. Until 5 mirrors had processes of their own that
 * said so (`mirror process`, filerep).
 */
function kindOf(
  members: readonly Member[],
  told: PostmasterArgs | null,
  content: number | null,
): SegmentKind {
  const has = (role: PostgresTitle['role']): boolean =>
    members.some(({ title }) => title.role === role)
  const follows =
    has('walreceiver') ||
    (has('startup') && !has('backend')) ||
    members.some(({ title }) => /^mirror\b/.test(title.worker ?? ''))
  if (content === COORDINATOR || told?.gpRole === 'dispatch')
    return follows ? 'standby' : 'coordinator'
  return follows ? 'mirror' : 'primary'
}

function sharedOf(rows: readonly ProcessRow[]): number | null {
  const beside = rows.flatMap(({ rssBytes, anonBytes }) =>
    rssBytes === null || anonBytes === null ? [] : [Math.max(0, rssBytes - anonBytes)],
  )
  return beside.length === 0 ? null : Math.max(...beside)
}

/** How people name a segment: `seg0`, the coordinator by its role, else by its port. */
export function segmentName({ content, port, kind }: Segment): string {
  if (kind === 'coordinator' || kind === 'standby') return kind
  return content === null ? `:${port}` : `seg${content}`
}
