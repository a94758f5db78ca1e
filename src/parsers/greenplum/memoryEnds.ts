/**
 * What Greenplum writes when memory ends, read from the parts of one record: who crossed which limit, and which session
 * held how much then. Pure. Sources: memprot.c gp_failed_to_alloc (its details were reworded by gpdb#12971),
 * runaway_cleaner.c, redzone_handler.c RedZoneHandler_LogVmemUsageOfAllSessions, postmaster.c LogChildExit.
 */
import { MIB } from '../../domain/bytes.ts'
import type { Stamp } from '../kernel/events.ts'

/**
 * Which limit: the segment's (gp_vmem_protect_limit), the query's (gp_vmem_limit_per_query), the resource group's; `system`
 * is malloc that got nothing while Greenplum's limit had room; `runaway` is the largest session that is cancelled in the
 * red zone; `killed` is a process that ended by signal 9.
 */
export type MemoryEndKind = 'vm-protect' | 'query' | 'group' | 'system' | 'runaway' | 'killed'

/** The parts of a record that tell; null where a form has none. */
export interface EndRecord {
  readonly line: number
  readonly at: Stamp
  readonly pid: number | null
  readonly user: string | null
  readonly database: string | null
  readonly session: number | null
  readonly content: number | null
  readonly slice: number | null
  readonly message: string
  readonly detail: string | null
}

export interface MemoryEnd extends Omit<EndRecord, 'message' | 'detail'> {
  readonly kind: MemoryEndKind
  readonly requestBytes: number | null
  /** What was left under the limit. */
  readonly availableBytes: number | null
  /** Of a runaway session: what it used in this segment, and where the red zone begins. */
  readonly usedBytes: number | null
  readonly redZoneBytes: number | null
  readonly killedPid: number | null
  /** What each session had of this segment's vmem then, the largest first; empty where the log does not list them. */
  readonly holders: readonly SessionVmem[]
}

export interface SessionVmem {
  readonly session: number
  readonly processes: number
  readonly vmemBytes: number
}

/** Words of which one is in each of these records: a look at each of a long log's messages. */
const MARKS =
  /^Out of memory|high VMEM usage|VM [Pp]rotect|session_state: \d|Logging memory usage for|signal 9\b/

export function mayEndMemory(message: string): boolean {
  return MARKS.test(message)
}

const STATE =
  /session_state: (\d{1,10}), \d{1,3}, (\d{1,7}), -?\d{1,7}, -?\d{1,7}, (\d{1,9}), -?\d{1,9}, -?\d{1,9}/
const RUNAWAY = /^Canceling query because of high VMEM usage\.(.*)/s
const USED = /Used: (\d{1,9})MB, available (\d{1,9})MB, red zone: (\d{1,9})MB/
const KILLED = /\(PID (\d{1,10})\).{0,60}signal 9\b/
/** `(seg27 host.example.com pid=47093)`, `(seg0 slice2 sdw1:40000 pid=6853)`: what the coordinator adds of whom it came from. */
const PLACE = /\(seg(-?\d{1,6})(?: slice(\d{1,6}))? [^()]{0,260}\bpid=(\d{1,10})\)/

/** Sessions of one log that are remembered until the record that they belong to. */
const MOST_HOLDERS = 2000
const MOST_PIDS = 256
const MOST_ENDS = 1000

/** Takes the records of one log in its order. */
export class EndGatherer {
  readonly #ends: MemoryEnd[] = []
  readonly #states = new Map<number | null, SessionVmem[]>()
  /** Records beyond the most that are kept. */
  dropped = 0

  take(record: EndRecord): boolean {
    if (record.message.startsWith('Logging memory usage for')) {
      this.#states.delete(record.pid)
      return true
    }
    const state = stateOf(record.message)
    if (state !== null) {
      this.#hold(record.pid, state)
      return true
    }
    const end = endOf(record, this.#states.get(record.pid) ?? [])
    if (end === null) return false
    this.#states.delete(record.pid)
    this.#ends.push(end)
    // The newest are what people ask about.
    if (this.#ends.length > MOST_ENDS) {
      this.#ends.shift()
      this.dropped += 1
    }
    return true
  }

  end(): readonly MemoryEnd[] {
    return this.#ends
  }

  #hold(pid: number | null, state: SessionVmem): void {
    const known = this.#states.get(pid)
    if (known === undefined) {
      if (this.#states.size >= MOST_PIDS) this.#states.clear()
      this.#states.set(pid, [state])
    } else if (known.length < MOST_HOLDERS) known.push(state)
  }
}

function stateOf(message: string): SessionVmem | null {
  const [, session, processes, vmemMb] = STATE.exec(message) ?? []
  if (session === undefined || processes === undefined || vmemMb === undefined) return null
  return {
    session: Number(session),
    processes: Number(processes),
    vmemBytes: Number(vmemMb) * MIB,
  }
}

function endOf(record: EndRecord, holders: readonly SessionVmem[]): MemoryEnd | null {
  const { message, detail, ...who } = record
  const [, content, slice, pid] = PLACE.exec(message) ?? []
  const base = {
    ...who,
    content: content === undefined ? who.content : Number(content),
    slice: slice === undefined ? who.slice : Number(slice),
    pid: pid === undefined ? who.pid : Number(pid),
    requestBytes: null,
    availableBytes: null,
    usedBytes: null,
    redZoneBytes: null,
    killedPid: null,
    holders: holders.toSorted((a, b) => b.vmemBytes - a.vmemBytes),
  }
  const killed = KILLED.exec(message)?.[1]
  if (killed !== undefined)
    return { ...base, kind: 'killed', killedPid: Number(killed), holders: [] }
  if (RUNAWAY.test(message)) return { ...base, kind: 'runaway', ...runawayOf(message) }
  const told = /^Out of memory/.test(message)
    ? detail
    : /^VM [Pp]rotect/.test(message)
      ? message
      : null
  const refused = refusalOf(told ?? '')
  return refused === null ? null : { ...base, ...refused }
}

/** Under resource groups its own figures stand there, which are of the group: they are not read. */
function runawayOf(message: string) {
  const [, used, available, redZone] = USED.exec(message) ?? []
  if (used === undefined) return {}
  return {
    usedBytes: Number(used) * MIB,
    availableBytes: Number(available) * MIB,
    redZoneBytes: Number(redZone) * MIB,
  }
}

type Refusal = Pick<MemoryEnd, 'kind' | 'requestBytes' | 'availableBytes'>

/** Old and new words of each limit; the words for `system` come first, as the old ones of the segment's are in them. */
const REFUSALS: readonly (readonly [MemoryEndKind, RegExp])[] = [
  [
    'system',
    /VM [Pp]rotect failed to allocate (\d{1,15}) bytes from system(?:, VM Protect (\d{1,9}) MB)?/,
  ],
  ['system', /System memory limit reached, failed to allocate (\d{1,15}) bytes/],
  ['vm-protect', /VM [Pp]rotect failed to allocate (\d{1,15}) bytes(?:, (\d{1,9}) MB available)?/],
  [
    'vm-protect',
    /Vmem limit reached, failed to allocate (\d{1,15}) bytes from tracker,\D{1,20}(\d{1,9}) MB/,
  ],
  [
    'query',
    /[Pp]er-query (?:VM protect|memory) limit reached: .*requested (\d{1,15}) bytes, \w+ (\d{1,9}) ?MB/,
  ],
  ['query', /[Pp]er-query (?:VM protect|memory) limit reached/],
  ['group', /Resource group memory limit reached/],
]

function refusalOf(detail: string): Refusal | null {
  for (const [kind, pattern] of REFUSALS) {
    const found = pattern.exec(detail)
    if (found === null) continue
    const [, request, available] = found
    return {
      kind,
      requestBytes: request === undefined ? null : Number(request),
      availableBytes: available === undefined ? null : Number(available) * MIB,
    }
  }
  return null
}
