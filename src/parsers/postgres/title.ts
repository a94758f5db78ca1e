/**
 * What a process of PostgreSQL or Greenplum says it is in its title, which stands in place of its arguments. Format:
 * ps_status.c; Greenplum puts its port first, and session, segment, command and slice before the activity.
 *
 * ```
 * postgres: ana shop 10.0.0.7(43512) idle in transaction
 * postgres: 15/main: ana shop [local] SELECT waiting
 * postgres: main: startup recovering 000000010000000000000003
 * postgres: wal sender process repl 10.0.0.8(51234) streaming 0/3000148
 * postgres: autovacuum worker process   shop
 * postgres: bgworker: pg_cron launcher
 * postgres:  6000, gpadmin dev 127.0.0.1(58558) con12 seg0 cmd3 slice1 MPPEXEC SELECT
 * postgres: port 40000, gpadmin dev 127.0.0.1(51217) con649 seg1 idle
 * ```
 *
 * The names in it are people's and may hold blanks: then nothing tells where the user ends and the database begins.
 */
import { type PostgresRole, roleAtStart } from './titleRoles.ts'

export interface PostgresTitle {
  readonly role: PostgresRole
  /** The setting cluster_name, which Debian fills in: `15/main`. */
  readonly cluster: string | null
  /** Null where there is none, and where names with blanks leave it open. */
  readonly user: string | null
  readonly database: string | null
  /** User and database as they stand there, where these two cannot be told apart. */
  readonly names: string | null
  /** `[local]`, or an address or name with its port. */
  readonly client: string | null
  /** `idle in transaction`, `SELECT`, `recovering 0000…`; null where it says nothing. */
  readonly activity: string | null
  /** The name of a background worker: of an extension, or one of Greenplum's. */
  readonly worker: string | null
  /** Whom a parallel worker works for. */
  readonly leaderPid: number | null
  readonly greenplum: GreenplumTitle | null
}

export interface GreenplumTitle {
  readonly port: number
  /** gp_session_id: one session has processes in every segment. */
  readonly session: number | null
  /** Content id of a segment; null in a process of the coordinator's. */
  readonly content: number | null
  readonly command: number | null
  readonly slice: number | null
}

/** Titles hold two names of 63 bytes, an address and some words; a backup's label adds up to a kilobyte. */
const TITLE_CHARS = 2048

const PREFIX = /^(?:postgres|postmaster|edb-postgres): /
/** `postgres: %5d, ` since Greenplum 6, `postgres: port %5d, ` before. */
const PORT = /^ {0,4}(?:port {1,5})?(\d{1,5}), {0,2}/
const CLUSTER = /^([^:]{1,63}): (?=.)/

/** Reads a title; null for what is none, the postmaster's own arguments too. Total. */
export function readTitle(title: string): PostgresTitle | null {
  const prefix = PREFIX.exec(title.slice(0, TITLE_CHARS))?.[0]
  if (prefix === undefined) return null
  const before = portOf(title.slice(prefix.length, TITLE_CHARS))
  const cluster = clusterOf(before.rest)
  const behind = portOf(cluster === null ? before.rest : before.rest.slice(cluster.length + 2))
  return titleOf(behind.rest.replace(/^bgworker: /, ''), cluster, before.port ?? behind.port)
}

/** True for a session that waits for its client, inside a transaction or not. */
export function isIdle({ activity }: Pick<PostgresTitle, 'activity'>): boolean {
  return activity !== null && /^idle\b/.test(activity)
}

function portOf(text: string): { readonly port: number | null; readonly rest: string } {
  const [all = '', port] = PORT.exec(text) ?? []
  return { port: port === undefined ? null : Number(port), rest: text.slice(all.length) }
}

/** A colon may stand in an activity too: what has a client before it is no cluster's name. */
function clusterOf(text: string): string | null {
  const cluster = CLUSTER.exec(text)?.[1] ?? null
  return cluster === null || cluster === 'bgworker' || lastClient(cluster) !== null ? null : cluster
}

/** A client tells a session: names before it may be anything, those of the server's own processes too. */
function titleOf(said: string, cluster: string | null, port: number | null): PostgresTitle {
  const own = roleAtStart(said)
  const client = lastClient(said)
  if (client === null) {
    return own === null ? workerTitle(said, cluster, port) : ownTitle(own, cluster, port)
  }
  const isSender = own?.role === 'walsender'
  const names = said.slice(0, client.from)
  return {
    ...NOTHING,
    role: isSender ? 'walsender' : 'backend',
    cluster,
    ...namesOf(isSender ? senderNames(names) : names, isSender),
    client: client.text,
    ...activityOf(said.slice(client.to), port),
  }
}

const NOTHING = {
  cluster: null,
  user: null,
  database: null,
  names: null,
  client: null,
  activity: null,
  worker: null,
  leaderPid: null,
  greenplum: null,
} as const

/** `[local]`, `10.0.0.7(43512)`, `::1(43512)`, `app1.example.com(43512)`. */
const CLIENT = / (\[local\]|[\w.:%-]{1,255}\(\d{1,5}\))(?= |$)/g

/** The last one, because names may look like one and activities do not; a backup's quoted label is no place. */
function lastClient(
  said: string,
): { readonly text: string; readonly from: number; readonly to: number } | null {
  const quoted = said.indexOf(' sending backup "')
  const found = [...(quoted < 0 ? said : said.slice(0, quoted)).matchAll(CLIENT)]
  // Greenplum's forerunners repeat the client behind the session: `con202 127.0.0.1(34512) cmd1 idle`.
  const at = found.findLast(({ index }) => !/ con\d{1,10}$/.test(said.slice(0, index)))
  const text = at?.[1]
  if (at === undefined || text === undefined) return null
  return { text, from: at.index, to: at.index + at[0].length }
}

function senderNames(names: string): string {
  return names.replace(/^wal ?sender(?: process)? /, '')
}

/** A physical sender has a user alone; a blank more than there are names leaves both open. */
function namesOf(
  names: string,
  isSender: boolean,
): Pick<PostgresTitle, 'user' | 'database' | 'names'> {
  const [user = '', database, more] = names.split(' ')
  if (more !== undefined || user === '' || (database === undefined && !isSender)) {
    return { user: null, database: null, names: names === '' ? null : names }
  }
  return { user, database: database ?? null, names: null }
}

const SESSION = /^ {0,4}con(\d{1,10})(?= |$)/
const REPEATED = /^ {1,4}[\w.:%-]{1,255}\(\d{1,5}\)(?= |$)/
const SEGMENT = /^ {0,4}seg(-?\d{1,6})(?= |$)/
const COMMAND = /^ {0,4}cmd(\d{1,10})(?= |$)/
const SLICE = /^ {0,4}slice(\d{1,10})(?= |$)/

/** What is done, behind Greenplum's marks where a port told that it is one. */
function activityOf(
  text: string,
  port: number | null,
): Pick<PostgresTitle, 'activity' | 'greenplum'> {
  if (port === null) return { activity: text.trim() === '' ? null : text.trim(), greenplum: null }
  let rest = text
  const taken = (pattern: RegExp): number | null => {
    const [all, number] = pattern.exec(rest) ?? []
    if (all === undefined) return null
    rest = rest.slice(all.length)
    return Number(number)
  }
  const session = taken(SESSION)
  rest = rest.replace(REPEATED, '')
  const content = taken(SEGMENT)
  const command = taken(COMMAND)
  const slice = taken(SLICE)
  const activity = rest.trim()
  return {
    activity: activity === '' ? null : activity,
    greenplum: { port, session, content, command, slice },
  }
}

function ownTitle(
  { role, rest }: { readonly role: PostgresRole; readonly rest: string },
  cluster: string | null,
  port: number | null,
): PostgresTitle {
  const done = activityOf(rest, port)
  const leader = role === 'parallel worker' ? /^for PID (\d{1,7})\b/.exec(rest)?.[1] : undefined
  return {
    ...NOTHING,
    role,
    cluster,
    ...done,
    database: role === 'autovacuum worker' ? done.activity : null,
    leaderPid: leader === undefined ? null : Number(leader),
  }
}

/** An extension's or Greenplum's own: `pg_cron launcher`, `ftsprobe process`. */
function workerTitle(said: string, cluster: string | null, port: number | null): PostgresTitle {
  const { greenplum } = activityOf('', port)
  const worker = said.trim().slice(0, WORKER_CHARS)
  return {
    ...NOTHING,
    role: 'background worker',
    cluster,
    worker: worker === '' ? null : worker,
    greenplum,
  }
}

/** BGW_MAXLEN is 96. */
const WORKER_CHARS = 120
