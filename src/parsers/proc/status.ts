/**
 * /proc/PID/status: who a process is and what it holds. Format: proc_pid_status(5), fs/proc/array.c and
 * fs/proc/task_mmu.c (`task_mem`). kB is 1024 bytes.
 *
 * ```
 * Name:	retouch
 * Umask:	0022
 * State:	R (running)
 * Tgid:	3836
 * Ngid:	0
 * Pid:	3836
 * PPid:	3835
 * Uid:	0	0	0	0
 * NSpid:	3836
 * Kthread:	0
 * VmPeak:	  133524 kB
 * VmHWM:	   65228 kB
 * VmRSS:	   54516 kB
 * RssAnon:	   53804 kB
 * VmSwap:	   77260 kB
 * Threads:	1
 * voluntary_ctxt_switches:	150
 * ```
 *
 * Kernel threads and zombies have no Vm lines. RssAnon, RssFile and RssShmem are missing before 4.5, NSpid
 * before 4.1, Kthread before 6.7. A name's line feed and backslash are written `\n` and `\\`.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { kibToBytes, wholeNumber } from '../text/numbers.ts'

/** Null is what this kernel does not print for this process. */
export interface ProcessStatus {
  readonly name: string
  /** As printed: `S (sleeping)`. */
  readonly state: string
  readonly pid: number
  readonly pPid: number
  readonly tgid: number
  /** Real user id. */
  readonly uid: number | null
  readonly threads: number | null
  readonly kthread: boolean
  /** The pid in each nested namespace, outermost first; empty where the kernel does not tell. */
  readonly nsPids: readonly number[]
  readonly vmPeakBytes: number | null
  readonly vmSizeBytes: number | null
  /** Locked by mlock(2), and pinned by the kernel for devices. */
  readonly vmLckBytes: number | null
  readonly vmPinBytes: number | null
  readonly vmHwmBytes: number | null
  readonly vmRssBytes: number | null
  readonly rssAnonBytes: number | null
  readonly rssFileBytes: number | null
  readonly rssShmemBytes: number | null
  readonly vmSwapBytes: number | null
  readonly vmDataBytes: number | null
  readonly vmStkBytes: number | null
  readonly vmPteBytes: number | null
  /** How often its main thread gave up the processor to wait: for a request, a lock, a disk. */
  readonly voluntaryCtxtSwitches: number | null
}

const ID = 'proc/PID/status'

export const processStatus: Source<ProcessStatus> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/status', small: true },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^Name:\t/,
    goesOn:
      /^(?:Name|Umask|State|S?[TN]gid|Pid|PPid|Tgid|TracerPid|Uid|Gid|FDSize|Groups|NS\w+|Kthread|Vm\w+|Rss\w+|Hugetlb\w*|CoreDumping|THP_\w+|untag_mask|Threads|Sig\w+|Shd\w+|Cap\w+|NoNewPrivs|Seccomp\w*|Specul\w+|Cpus_\w+|Mems_\w+|(?:non)?voluntary_ctxt_switches|x86_\w+|envID|VPid|PNState|StopState|SleepAVG|shstk\w*):\s/,
    names: /^status/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

interface Entry {
  readonly text: string
  readonly line: number
}

function parse(text: string, told: Told): Parsed<ProcessStatus> {
  const losses = new LossLog(ID)
  const entries = new Map<string, Entry>()
  eachLine(text, told, losses, (line, number) => {
    const [, name, rest] = LINE.exec(line) ?? []
    if (name !== undefined && rest !== undefined) entries.set(name, { text: rest, line: number })
    else if (line.trim() !== '') losses.add('bad-line', number, line)
  })
  const status = readStatus(entries, losses)
  return status === null ? noValue(ID, text, told) : value(status, losses.all())
}

const LINE = /^([A-Za-z_]\w*):[\t ]?(.*)$/

function readStatus(entries: ReadonlyMap<string, Entry>, losses: LossLog): ProcessStatus | null {
  const read = <T>(field: string, how: (text: string) => T | null): T | null => {
    const entry = entries.get(field)
    if (entry === undefined) return null
    const found = how(entry.text.trim())
    if (found === null) losses.add('bad-number', entry.line, `${field}:${entry.text}`)
    return found
  }
  const bytes = (field: string): number | null => read(field, kibToBytes)
  const name = entries.get('Name')?.text
  const state = entries.get('State')?.text.trim()
  const [pid, pPid] = [read('Pid', wholeNumber), read('PPid', wholeNumber)]
  const tgid = read('Tgid', wholeNumber)
  if (name === undefined || state === undefined) return null
  if (pid === null || pPid === null || tgid === null) return null
  const vmSizeBytes = bytes('VmSize')
  const kthread = read('Kthread', wholeNumber)
  return {
    name: unescapeName(name),
    state,
    pid,
    pPid,
    tgid,
    uid: read('Uid', (text) => wholeNumber(text.split('\t')[0] ?? '')),
    threads: read('Threads', wholeNumber),
    kthread: kthread === null ? looksLikeKthread(pid, pPid, state, vmSizeBytes) : kthread === 1,
    nsPids: read('NSpid', readPids) ?? [],
    vmPeakBytes: bytes('VmPeak'),
    vmSizeBytes,
    vmLckBytes: bytes('VmLck'),
    vmPinBytes: bytes('VmPin'),
    vmHwmBytes: bytes('VmHWM'),
    vmRssBytes: bytes('VmRSS'),
    rssAnonBytes: bytes('RssAnon'),
    rssFileBytes: bytes('RssFile'),
    rssShmemBytes: bytes('RssShmem'),
    vmSwapBytes: bytes('VmSwap'),
    vmDataBytes: bytes('VmData'),
    vmStkBytes: bytes('VmStk'),
    vmPteBytes: bytes('VmPTE'),
    voluntaryCtxtSwitches: read('voluntary_ctxt_switches', wholeNumber),
  }
}

/** All kernel threads are kthreadd (pid 2) or its children, and have no memory of their own. */
const KTHREADD_PID = 2

function looksLikeKthread(
  pid: number,
  pPid: number,
  state: string,
  vmSizeBytes: number | null,
): boolean {
  const isGone = state.startsWith('Z') || state.startsWith('X')
  return vmSizeBytes === null && !isGone && (pid === KTHREADD_PID || pPid === KTHREADD_PID)
}

function readPids(text: string): readonly number[] | null {
  const pids = text.split('\t').map(wholeNumber)
  const known = pids.filter((pid) => pid !== null)
  return known.length === pids.length ? known : null
}

function unescapeName(name: string): string {
  return name.replace(/\\([n\\])/g, (_, letter) => (letter === 'n' ? '\n' : '\\'))
}
