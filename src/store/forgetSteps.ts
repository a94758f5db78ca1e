/**
 * Where traces of a subject stand: for each table the keys of its rows, children before parents. One list for counting
 * and for deleting, so that what is announced is what goes.
 */
import type { Forgettable, TraceKind } from '../domain/forget.ts'

export interface Step {
  /** What its rows are told as; null for what only hangs on others. */
  readonly kind: TraceKind | null
  readonly table: string
  readonly keys: readonly string[]
  /** SQL behind `from`, naming the table's rows; its parameters are those of `paramsOf`. */
  readonly from: string
  /** Rows that must be gone before a row of this table may go; a run that began meanwhile keeps its own. */
  readonly guard?: string
}

/** Bound by name in each step; what one kind does not use is null. */
export interface Params {
  readonly host: string | null
  readonly key: string | null
  readonly run: string | null
  /** JSON lists. */
  readonly typed: string
  readonly orders: string
}

export function paramsOf(of: Forgettable): Params {
  const none = { host: null, key: null, run: null, typed: '[]', orders: '[]' }
  switch (of.kind) {
    case 'run':
      return { ...none, run: of.runId }
    case 'host':
      return { ...none, host: of.host, orders: JSON.stringify(of.orders) }
    case 'subject': {
      const lists = { typed: JSON.stringify(of.typed), orders: JSON.stringify(of.orders) }
      return { ...none, host: of.host, key: of.key, ...lists }
    }
  }
}

/** Runs that are meant, those that work now too. */
const RUNS: Readonly<Record<Forgettable['kind'], string>> = {
  host: 'run.host = @host',
  subject: `run.host = @host and (run.subject = @key
    or (run.subject is null and substr(run.targetKey, instr(run.targetKey, ' ') + 1) in (select value from json_each(@typed))))`,
  run: 'run.id = @run',
}

/** The runs of the others are left while they work: what they find would have nowhere to go. */
export function runsOf(of: Forgettable, state: 'open' | 'closed'): string {
  return `(${RUNS[of.kind]}) and run.state ${state === 'open' ? '=' : '!='} 'open'`
}

export function stepsOf(of: Forgettable): readonly Step[] {
  const runs = runSteps(runsOf(of, 'closed'), of)
  return of.kind === 'run' ? runs : [...runs, ...subjectSteps(of.kind), ...nameSteps(of.kind)]
}

/** Files in the chat, by their run or by their message, which may be gone before them. */
export function uploadsOf(of: Forgettable): string {
  const runs = `runId in (select id from run where ${runsOf(of, 'closed')})`
  const messages = `outboxId in (select id from outbox where ${messagesOf(of)})`
  return of.kind === 'run'
    ? `${runs} or ${messages}`
    : `${runs} or ${messages} or ${general(of.kind, 'upload')} or ${OF_ONE_PERSON}`
}

/**
 * Files with the rest of what one person was told at once (slack/speak.ts, slack/rest.ts): of no run, so that nobody knows
 * whether they are about what is forgotten. They go too.
 */
const OF_ONE_PERSON = `(runId is null and (outboxId like 'say-%' or outboxId like 'rest-%'))`

/** Of messages about several things: those of orders that look at it, and what doctor said of hosts. */
function general(of: 'host' | 'subject', table: 'outbox' | 'upload'): string {
  const owner = `${table}.owner`
  const ofOrders = `substr(${owner}, instr(${owner}, ':') + 1) in (select value from json_each(@orders))`
  return of === 'host' ? `${ofOrders} or ${owner} like 'doctor:%'` : ofOrders
}

/** Messages: of the runs, and those about several things that name it, once they were sent. */
export function messagesOf(of: Forgettable): string {
  const ofRuns = `outbox.runId in (select id from run where ${runsOf(of, 'closed')})`
  if (of.kind === 'run') return ofRuns
  return `${ofRuns} or (outbox.state != 'waiting' and (${general(of.kind, 'outbox')}))`
}

function runSteps(runs: string, of: Forgettable): readonly Step[] {
  const hanging = (kind: TraceKind, table: string, keys: readonly string[]): Step => ({
    kind,
    table,
    keys,
    from: `run cross join ${table} on ${table}.runId = run.id where ${runs}`,
  })
  return [
    hanging('captures', 'frame', ['runId', 'seq']),
    hanging('threads', 'thread', ['channel', 'ts']),
    { kind: 'doubts', ...byColumn('doubt', ['runId', 'by'], `runId in (${select(runs)})`) },
    { kind: 'requests', ...byColumn('consent', ['id'], requestsOf(runs)) },
    { kind: 'messages', ...byColumn('outbox', ['seq'], messagesOf(of)) },
    {
      kind: 'runs',
      ...byColumn('run', ['id'], runs),
      guard: 'not exists (select 1 from frame where frame.runId = run.id)',
    },
  ]
}

/** One that still waits, runs, or has a core file on the host that its button deletes, stays until that is over. */
const requestsOf = (runs: string): string =>
  `state not in ('asked', 'confirmed', 'running', 'kept', 'removing')
    and json_extract(about, '$.runId') in (${select(runs)})`

const select = (runs: string): string => `select id from run where ${runs}`

function byColumn(
  table: string,
  keys: readonly string[],
  where: string,
): Pick<Step, 'table' | 'keys' | 'from'> {
  return { table, keys, from: `${table} where ${where}` }
}

const KINDS = ['process', 'host', 'cgroup'] as const

function subjectSteps(of: 'host' | 'subject'): readonly Step[] {
  const subject = of === 'host' ? 'subject.host = @host' : 'subject.key = @key'
  const owned = (kind: TraceKind | null, table: string, keys: readonly string[]): Step => ({
    kind,
    table,
    keys: ['subjectId', ...keys],
    from: `subject cross join ${table} on ${table}.subjectId = subject.id where ${subject}`,
  })
  const rows = ['atMs', 'incarnationId']
  return [
    ...KINDS.map((kind) => owned('samples', `${kind}_sample`, rows)),
    ...KINDS.map((kind) => owned('floors', `${kind}_hour`, rows)),
    ...KINDS.map((kind) => owned('floors', `${kind}_day`, rows)),
    owned(null, 'rollup_due', ['partMs', 'atMs']),
    owned(null, 'component_sample', ['incarnationId', 'atMs', 'nameId']),
    owned('components', 'component_snapshot', ['incarnationId', 'atMs']),
    stuckStep(of),
    {
      ...owned(null, 'incarnation', ['key']),
      guard: KINDS.map(
        (kind) =>
          `not exists (select 1 from ${kind}_sample as held where held.incarnationId = incarnation.id)`,
      ).join(' and '),
    },
    {
      kind: 'subjects',
      ...byColumn('subject', ['id'], subject),
      guard: CHILDREN.map(
        (table) => `not exists (select 1 from ${table} as held where held.subjectId = subject.id)`,
      ).join(' and '),
    },
  ]
}

const CHILDREN = [
  'incarnation',
  'component_snapshot',
  'component_sample',
  ...KINDS.flatMap((kind) => [`${kind}_hour`, `${kind}_day`]),
]

/** Before its lives, which know the pids. */
function stuckStep(of: 'host' | 'subject'): Step {
  const pids = `select incarnation.pid from subject cross join incarnation on incarnation.subjectId = subject.id
    where subject.key = @key and subject.kind = 'process'`
  const where = of === 'host' ? 'host = @host' : `host = @host and pid in (${pids})`
  return { kind: 'stuck', ...byColumn('stuck_reader', ['host', 'pid'], where) }
}

/** What hangs on a subject's key or a host's name. */
function nameSteps(of: 'host' | 'subject'): readonly Step[] {
  const subject =
    of === 'host'
      ? `(subject = @host or substr(subject, 1, length(@host) + 1) = @host || '/')`
      : 'subject = @key'
  const sources = `select id from imported_source where ${subject}`
  const lives = `select id from imported_life where sourceId in (${sources})`
  const orders = 'select value from json_each(@orders)'
  return [
    {
      kind: 'imported',
      ...byColumn('imported_point', ['lifeId', 'atMs'], `lifeId in (${lives})`),
    },
    { kind: null, ...byColumn('imported_life', ['id'], `sourceId in (${sources})`) },
    { kind: null, ...byColumn('imported_source', ['id'], subject) },
    { kind: 'mutes', ...byColumn('mute', ['subject', 'code'], subject) },
    ...(of === 'host'
      ? [
          { kind: 'facts' as const, ...byColumn('host_facts', ['host'], 'host = @host') },
          { kind: 'marks' as const, ...byColumn('mark', ['id'], 'host = @host') },
        ]
      : []),
    { kind: null, ...byColumn('tick', ['orderId', 'dueAtMs'], ENDED_TICKS) },
    {
      kind: 'orders',
      ...byColumn('standing_order', ['id'], `state != 'active' and id in (${orders})`),
    },
  ]
}

const ENDED_TICKS = `orderId in (select id from standing_order
  where state != 'active' and id in (select value from json_each(@orders)))`
