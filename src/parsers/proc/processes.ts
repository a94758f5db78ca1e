/**
 * The table of all processes: lines of their stat, status and cgroup files, found by one grep run inside /proc.
 * The forms of the lines are those of stat.ts, status.ts and processCgroup.ts.
 *
 * ```
 * 2/stat:2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 9 0 0 20 0 1 0 11 0 0 18446744073709551615 0 0 0 0
 * 812/stat:812 (postgres) S 1 812 812 0 -1 4194560 4010 0 3 0 12 8 0 0 20 0 1 0 2210 221184000 3300 18446744073709551615 1 1 0 0
 * 812/status:Uid:	114	114	114	114
 * 812/status:VmRSS:	   13200 kB
 * 812/status:RssAnon:	    2048 kB
 * 812/status:RssShmem:	    3072 kB
 * 812/status:VmSwap:	       0 kB
 * 812/status:NSpid:	812	1
 * 2/cgroup:4:memory:/
 * 812/cgroup:4:memory:/system.slice/postgresql.service
 * 812/cgroup:1:name=systemd:/system.slice/postgresql.service
 * 812/cgroup:0::/system.slice/postgresql.service
 * ```
 *
 * The files of one process are read at different instants: a process that went away in between is kept by its
 * stat line, one that came in between has none and belongs to the next look. The collector's own shell and
 * grep are in the table as well. NSpid is asked for where a process has a pid in a namespace of its own (since 4.1):
 * it costs nothing on a host without containers. RssAnon and RssShmem are missing before 4.5, all sizes are for kernel threads and zombies.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { kibToBytes, wholeNumber } from '../text/numbers.ts'
import { readCgroupLine } from './processCgroup.ts'
import { readStat } from './stat.ts'

export interface ProcessRow {
  readonly pid: number
  readonly comm: string
  /** This one and the next two are null where another tool told of the process and did not say. */
  readonly state: string | null
  readonly pPid: number | null
  readonly startTicks: number | null
  readonly threads: number | null
  /** Real user id, by which RLIMIT_NPROC counts. */
  readonly uid: number | null
  readonly rssBytes: number | null
  readonly anonBytes: number | null
  /** Of shared memory what it has touched itself: of one segment that many map, each counts its own part. */
  readonly shmemBytes: number | null
  readonly swapBytes: number | null
  /** Path in the v1 memory hierarchy, else in the unified one. */
  readonly cgroup: string | null
  /** Path in the hierarchy that systemd keeps units by: on v1 it may know more than the memory hierarchy does. */
  readonly unitGroup: string | null
  /** Its pid as it sees itself in its own pid namespace; null where that is the host's. */
  readonly innerPid: number | null
  readonly kernelThread: boolean
}

interface Processes {
  readonly processes: readonly ProcessRow[]
}

const ID = 'proc/processes'

/**
 * stat: its first line, and the last where the name holds a line feed; user and sizes; pids in namespaces, where there is
 * more than one; the memory, systemd's and unified groups.
 */
const PATTERN =
  '^[0-9]+ \\(|\\) [A-Za-z] [0-9]+ -?[0-9]+ |^(Uid|VmRSS|RssAnon|RssShmem|VmSwap):|^NSpid:.[0-9]+[^0-9]|^[0-9]+:([^:]*,)?memory(,[^:]*)?:|^[0-9]+:name=systemd:|^0::'

export const processes: Source<Processes> = {
  id: ID,
  scope: 'host',
  at: { kind: 'processes', files: ['stat', 'status', 'cgroup'], pattern: PATTERN },
  price: 'cheap',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^\d+\/(?:stat|status|cgroup):/,
    goesOn: /^\d+\/(?:stat|status|cgroup):/,
    names: null,
  },
  limits: { bytes: 8 * 1024 * 1024, seconds: 5 },
  counters: false,
  when: 'always',
  parse,
}

/** What has been read of one process so far; a size is undefined where no line told it, null where it is unreadable. */
interface Draft {
  readonly pid: string
  readonly line: number
  stat: string | null
  uid: number | null
  rssBytes: number | null | undefined
  anonBytes: number | null | undefined
  shmemBytes: number | null | undefined
  swapBytes: number | null | undefined
  innerPid: number | null
  memoryGroup: string | null
  systemdGroup: string | null
  unifiedGroup: string | null
}

function parse(text: string, told: Told): Parsed<Processes> {
  const losses = new LossLog(ID)
  const drafts = new Map<string, Draft>()
  let draft: Draft | null = null
  /** `812/` of the draft at hand: nearly every line is about the process of the line before it. */
  let prefix = ''
  eachLine(text, told, losses, (line, number) => {
    if (draft === null || !line.startsWith(prefix)) {
      const pid = PID.exec(line)?.[1]
      if (pid === undefined) {
        if (line.trim() !== '') losses.add('bad-line', number, line)
        return
      }
      draft = drafts.get(pid) ?? emptyDraft(pid, number)
      prefix = `${pid}/`
    }
    if (readLine(draft, line, prefix.length)) drafts.set(draft.pid, draft)
    else losses.add('bad-line', number, line)
  })
  const known: ProcessRow[] = []
  for (const one of drafts.values()) {
    const row = rowOf(one, losses)
    if (row !== null) known.push(row)
  }
  return known.length === 0 ? noValue(ID, text, told) : value({ processes: known }, losses.all())
}

const PID = /^(\d{1,7})\//

function emptyDraft(pid: string, line: number): Draft {
  return {
    pid,
    line,
    stat: null,
    uid: null,
    rssBytes: undefined,
    anonBytes: undefined,
    shmemBytes: undefined,
    swapBytes: undefined,
    innerPid: null,
    memoryGroup: null,
    systemdGroup: null,
    unifiedGroup: null,
  }
}

/** Reads what stands in a line behind its process; false where it is none of the three files' lines. */
function readLine(draft: Draft, line: string, from: number): boolean {
  if (line.startsWith('status:', from)) return readStatus(draft, line, from + 'status:'.length)
  if (line.startsWith('stat:', from)) return keepStat(draft, line.slice(from + 'stat:'.length))
  if (!line.startsWith('cgroup:', from)) return false
  const entry = readCgroupLine(line, from + 'cgroup:'.length)
  if (entry === null) return false
  if (entry.controllers.includes('memory')) draft.memoryGroup = entry.path
  else if (entry.controllers.includes('name=systemd')) draft.systemdGroup = entry.path
  else if (entry.hierarchyId === 0) draft.unifiedGroup = entry.path
  return true
}

/** A name with a line feed splits the record: what does not begin with the pid goes on with it. */
function keepStat(draft: Draft, rest: string): boolean {
  if (rest.startsWith(draft.pid) && rest.startsWith(' (', draft.pid.length)) draft.stat = rest
  else if (draft.stat !== null) draft.stat += `\n${rest}`
  else return false
  return true
}

function readStatus(draft: Draft, line: string, from: number): boolean {
  const colon = line.indexOf(':', from)
  if (colon < 0) return false
  const bytes = kibToBytes(line, colon + 1)
  if (line.startsWith('VmRSS:', from)) draft.rssBytes = bytes
  else if (line.startsWith('RssAnon:', from)) draft.anonBytes = bytes
  else if (line.startsWith('RssShmem:', from)) draft.shmemBytes = bytes
  else if (line.startsWith('VmSwap:', from)) draft.swapBytes = bytes
  else if (line.startsWith('NSpid:', from)) return readInner(draft, line.slice(colon + 1))
  else if (!line.startsWith('Uid:', from)) return OTHER.test(line.slice(from))
  else {
    draft.uid = wholeNumber(
      line
        .slice(colon + 1)
        .trim()
        .split('\t', 1)[0] ?? '',
    )
    return draft.uid !== null
  }
  return true
}

/** The last is the innermost; of one alone the process is in the reader's own namespace. */
function readInner(draft: Draft, pids: string): boolean {
  const words = pids.trim().split(/\s+/)
  const inner = wholeNumber(words.at(-1) ?? '')
  if (words.length > 1) draft.innerPid = inner
  return inner !== null
}

/** A line of status that is not asked for. */
const OTHER = /^\w+:/

function rowOf(draft: Draft, losses: LossLog): ProcessRow | null {
  if (draft.stat === null) return null
  const stat = readStat(draft.stat.trim(), draft.line, losses)
  if (stat === null || String(stat.pid) !== draft.pid) {
    losses.add('bad-line', draft.line, draft.stat)
    return null
  }
  const { rssBytes, anonBytes, shmemBytes, swapBytes } = draft
  if (rssBytes === null) losses.add('bad-number', draft.line, `${draft.pid} VmRSS`)
  if (anonBytes === null) losses.add('bad-number', draft.line, `${draft.pid} RssAnon`)
  if (shmemBytes === null) losses.add('bad-number', draft.line, `${draft.pid} RssShmem`)
  if (swapBytes === null) losses.add('bad-number', draft.line, `${draft.pid} VmSwap`)
  return {
    pid: stat.pid,
    comm: stat.comm,
    state: stat.state,
    pPid: stat.pPid,
    startTicks: stat.starttimeTicks,
    threads: stat.numThreads,
    uid: draft.uid,
    rssBytes: rssBytes ?? null,
    anonBytes: anonBytes ?? null,
    shmemBytes: shmemBytes ?? null,
    swapBytes: swapBytes ?? null,
    cgroup: draft.memoryGroup ?? draft.unifiedGroup,
    unitGroup: draft.systemdGroup ?? draft.unifiedGroup,
    innerPid: draft.innerPid,
    kernelThread: stat.kernelThread,
  }
}
