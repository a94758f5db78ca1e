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
 * 812/status:VmSwap:	       0 kB
 * 2/cgroup:4:memory:/
 * 812/cgroup:4:memory:/system.slice/postgresql.service
 * 812/cgroup:0::/system.slice/postgresql.service
 * ```
 *
 * The files of one process are read at different instants: a process that went away in between is kept by its
 * stat line, one that came in between has none and belongs to the next look. The collector's own shell and
 * grep are in the table as well. RssAnon is missing before 4.5, all sizes are for kernel threads and zombies.
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
  readonly swapBytes: number | null
  /** Path in the v1 memory hierarchy, else in the unified one. */
  readonly cgroup: string | null
  readonly kernelThread: boolean
}

interface Processes {
  readonly processes: readonly ProcessRow[]
}

const ID = 'proc/processes'

/** stat: its first line, and the last where the name holds a line feed; user and sizes; the memory and unified groups. */
const PATTERN =
  '^[0-9]+ \\(|\\) [A-Za-z] [0-9]+ -?[0-9]+ |^(Uid|VmRSS|RssAnon|VmSwap):|^[0-9]+:([^:]*,)?memory(,[^:]*)?:|^0::'

export const processes: Source<Processes> = {
  id: ID,
  scope: 'host',
  at: { kind: 'processes', files: ['stat', 'status', 'cgroup'], pattern: PATTERN },
  price: 'cheap',
  class: 'look',
  mask: 'none',
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

/** What has been read of one process so far. */
interface Draft {
  readonly sizes: Map<string, number | null>
  readonly line: number
  stat: string | null
  uid: number | null
  memoryGroup: string | null
  unifiedGroup: string | null
}

function parse(text: string, told: Told): Parsed<Processes> {
  const losses = new LossLog(ID)
  const drafts = new Map<string, Draft>()
  eachLine(text, told, losses, (line, number) => {
    const [, pid = '', file, rest = ''] = LINE.exec(line) ?? []
    const draft = drafts.get(pid) ?? emptyDraft(number)
    if (file === undefined || !READERS[file]?.(draft, pid, rest)) {
      if (line.trim() !== '') losses.add('bad-line', number, line)
      return
    }
    drafts.set(pid, draft)
  })
  const rows = [...drafts].map(([pid, draft]) => rowOf(pid, draft, losses))
  const known = rows.filter((row) => row !== null)
  return known.length === 0 ? noValue(ID, text, told) : value({ processes: known }, losses.all())
}

const LINE = /^(\d{1,7})\/(stat|status|cgroup):(.*)$/

function emptyDraft(line: number): Draft {
  return { sizes: new Map(), line, stat: null, uid: null, memoryGroup: null, unifiedGroup: null }
}

/** One reader a file; each tells whether it knew the line. */
const READERS: Readonly<Record<string, (draft: Draft, pid: string, rest: string) => boolean>> = {
  stat(draft, pid, rest) {
    // A name with a line feed splits the record: what does not begin with the pid goes on with it.
    if (rest.startsWith(`${pid} (`)) draft.stat = rest
    else if (draft.stat !== null) draft.stat += `\n${rest}`
    else return false
    return true
  },
  status(draft, _pid, rest) {
    const [, name, size] = SIZE.exec(rest) ?? []
    if (name === undefined || size === undefined) return false
    if (name === 'Uid') {
      draft.uid = wholeNumber(size.split('\t')[0] ?? '')
      return draft.uid !== null
    }
    draft.sizes.set(name, kibToBytes(size.trim()))
    return true
  },
  cgroup(draft, _pid, rest) {
    const entry = readCgroupLine(rest)
    if (entry === null) return false
    if (entry.controllers.includes('memory')) draft.memoryGroup = entry.path
    else if (entry.hierarchyId === 0) draft.unifiedGroup = entry.path
    return true
  },
}

const SIZE = /^(\w+):\s*(.*)$/

function rowOf(pid: string, draft: Draft, losses: LossLog): ProcessRow | null {
  if (draft.stat === null) return null
  const stat = readStat(draft.stat.trim(), draft.line, losses)
  if (stat === null || String(stat.pid) !== pid) {
    losses.add('bad-line', draft.line, draft.stat)
    return null
  }
  for (const [name, bytes] of draft.sizes) {
    if (bytes === null) losses.add('bad-number', draft.line, `${pid} ${name}`)
  }
  return {
    pid: stat.pid,
    comm: stat.comm,
    state: stat.state,
    pPid: stat.pPid,
    startTicks: stat.starttimeTicks,
    threads: stat.numThreads,
    uid: draft.uid,
    rssBytes: draft.sizes.get('VmRSS') ?? null,
    anonBytes: draft.sizes.get('RssAnon') ?? null,
    swapBytes: draft.sizes.get('VmSwap') ?? null,
    cgroup: draft.memoryGroup ?? draft.unifiedGroup,
    kernelThread: stat.kernelThread,
  }
}
