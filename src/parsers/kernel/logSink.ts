/**
 * The kernel log, line by line in bounded memory. Lines that can begin something are found by a few words; all others
 * are looked at only while a report is open. Reports are kept apart by host, since one file may hold several.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink } from '../../domain/source.ts'
import { AllocationReport } from './allocationReport.ts'
import { Daemons } from './daemons.ts'
import type { KernelLog } from './events.ts'
import { LogEnds } from './logEnds.ts'
import { mergedEvents } from './merge.ts'
import { OomReport } from './oomReport.ts'
import type { LogLine } from './prefix.ts'
import type { ReportLine } from './reportLine.ts'
import { Tries } from './tries.ts'
import { unwrap } from './unwrap.ts'

const MAX_HOSTS = 64
/** The newest are kept: what happened last is what people ask about. */
const MAX_REPORTS = 1000
const MAX_TASKS = 60_000
const MAX_FAILURES = 500
const MAX_KILLS = 1000
/** Lines without a part of the report after which it is held to be over. */
const MAX_SILENCE = 4000
/** Reports in which a late line of the reaper is looked for. */
const REAPED_WITHIN = 16

/** Words of which one is in every line that can begin or tell something by itself. */
const MARKS = [
  'oom',
  'Kill',
  'OOM',
  'allocation failure',
  'Kernel panic',
  'killable',
  'viction manager',
  'total_vm',
] as const

interface HostState {
  current: OomReport | AllocationReport | null
  sysrq: boolean
  silence: number
}

export function kernelLogSink(losses: LossLog): LineSink<KernelLog> {
  return new KernelLogSink(losses)
}

class KernelLogSink implements LineSink<KernelLog> {
  readonly #losses: LossLog
  readonly #hosts = new Map<string, HostState>()
  readonly #reports: OomReport[] = []
  readonly #failures: AllocationReport[] = []
  readonly #daemons = new Daemons()
  readonly #tries = new Tries()
  readonly #ends = new LogEnds()
  #lastHost = ''
  #open = false
  #tasks = 0
  #logPage: number | null = null

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  line(text: string, number: number): void {
    if (this.#tries.take(text, number)) {
      if (this.#tries.begun) this.#next()
      return
    }
    this.#ends.line(text)
    if (!this.#open && !isMarked(text)) return
    for (const line of unwrap(text)) this.#read(line, text, number)
  }

  end(): KernelLog | null {
    this.#ends.close()
    const events = this.#reports.map((report) => report.end(this.#logPage))
    const failures = this.#failures.map((failure) => failure.end(this.#logPage))
    const { kills } = this.#daemons
    const found = events.length + failures.length + kills.length > 0
    if (!found && !this.#ends.known && !this.#tries.any) return null
    return {
      tried: this.#tries.all(),
      first: this.#ends.first,
      last: this.#ends.last,
      lines: this.#ends.lines,
      ooms: mergedEvents(events, this.#tries.starts),
      allocationFailures: failures,
      daemonKills: kills,
    }
  }

  /** Another log begins: nothing goes on from the one before. */
  #next(): void {
    this.#ends.next()
    this.#hosts.clear()
    this.#open = false
  }

  #read(line: LogLine, raw: string, number: number): void {
    if (line.prefixed && line.host !== null) this.#lastHost = line.host
    const state = this.#stateOf(line.host ?? this.#lastHost)
    const of: ReportLine = { message: line.message, raw, number, at: line.at }
    if (this.#daemons.take(line.tag, of)) this.#bound(this.#daemons.kills, MAX_KILLS, of)
    if (!isKernel(line.tag)) return
    const known = this.#begin(state, line, of) || this.#reaped(of) || this.#goOn(state, of)
    this.#settle(state, known)
  }

  /** Begins a report where the line does; the line is part of it then. */
  #begin(state: HostState, line: LogLine, of: ReportLine): boolean {
    const failure = AllocationReport.from(of, this.#losses)
    if (failure !== null) {
      this.#close(state)
      state.current = failure
      this.#failures.push(failure)
      this.#bound(this.#failures, MAX_FAILURES, of)
      return true
    }
    if (/Manual OOM execution/.test(of.message)) {
      state.sysrq = true
      return true
    }
    const report = state.current instanceof OomReport ? state.current : null
    if (report !== null && !report.beginsAnother(of.message)) return false
    const begun = new OomReport(
      of,
      line.host ?? (this.#lastHost === '' ? null : this.#lastHost),
      this.#losses,
    )
    if (!begun.take(of) || !begun.told) return false
    if (state.sysrq) begun.markSysrq()
    state.sysrq = false
    this.#close(state)
    state.current = begun
    this.#reports.push(begun)
    this.#bound(this.#reports, MAX_REPORTS, of)
    return true
  }

  /** The reaper's line may come when the next report has begun. */
  #reaped(of: ReportLine): boolean {
    const pid = /^oom_reaper: reaped process (\d{1,10}) /.exec(of.message)?.[1]
    if (pid === undefined) return false
    this.#reports
      .slice(-REAPED_WITHIN)
      .findLast((report) => report.hasVictim(Number(pid)))
      ?.take(of)
    return true
  }

  #goOn(state: HostState, of: ReportLine): boolean {
    return state.current?.take(of) ?? false
  }

  #settle(state: HostState, known: boolean): void {
    const { current } = state
    state.silence = known ? 0 : state.silence + 1
    if (current !== null && !current.open) this.#logPage ??= current.pageBytes
    if (current !== null && state.silence > MAX_SILENCE) this.#close(state)
    this.#open = [...this.#hosts.values()].some((one) => one.current?.open === true)
  }

  #close(state: HostState): void {
    if (state.current !== null) {
      this.#logPage ??= state.current.pageBytes
      if (state.current instanceof OomReport) this.#boundTasks(state.current)
    }
    state.current = null
    state.silence = 0
  }

  /** Tables of the oldest reports are let go first. */
  #boundTasks(report: OomReport): void {
    this.#tasks += report.tasks
    for (const oldest of this.#reports) {
      if (this.#tasks <= MAX_TASKS) return
      if (oldest.tasks === 0) continue
      this.#tasks -= oldest.tasks
      this.#losses.add('too-many', oldest.line, 'tasks')
      oldest.dropTasks()
    }
  }

  #bound(list: { shift(): unknown; readonly length: number }, most: number, of: ReportLine): void {
    if (list.length <= most) return
    list.shift()
    this.#losses.add('too-many', of.number, of.raw)
  }

  #stateOf(host: string): HostState {
    const known = this.#hosts.get(host)
    if (known !== undefined) return known
    if (this.#hosts.size >= MAX_HOSTS) this.#hosts.clear()
    const made: HostState = { current: null, sysrq: false, silence: 0 }
    this.#hosts.set(host, made)
    return made
  }
}

function isMarked(text: string): boolean {
  return MARKS.some((mark) => text.includes(mark))
}

/** Other programs may quote the kernel; only its own lines count. */
function isKernel(tag: string | null): boolean {
  return tag === null || tag === 'kernel' || tag === 'vmunix' || tag === 'klogd'
}
