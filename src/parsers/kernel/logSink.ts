/**
 * The kernel log, line by line in bounded memory. Lines that can begin something are found by a few words; all others
 * are looked at only while a report is open. Reports are kept apart by host, since one file may hold several.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink } from '../../domain/source.ts'
import { type AllocationReport, allocationReport } from './allocationReport.ts'
import { Daemons } from './daemons.ts'
import type { KernelLog } from './events.ts'
import { LogEnds } from './logEnds.ts'
import { mergedEvents } from './merge.ts'
import { beginsReport, OomReport } from './oomReport.ts'
import type { LogLine } from './prefix.ts'
import { detached, quickLine } from './quick.ts'
import type { ReportBody } from './reportBody.ts'
import type { ReportLine } from './reportLine.ts'
import { Tries } from './tries.ts'
import { unwrap } from './unwrap.ts'

const MAX_HOSTS = 64
/** The newest are kept: what happened last is what people ask about. */
const MAX_REPORTS = 1000
const MAX_FAILURES = 500
const MAX_KILLS = 1000
/** Lines of the bodies of all reports together; those of the oldest are let go first. */
const MAX_BODY_LINES = 60_000
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
] as const

interface HostState {
  current: OomReport | AllocationReport | null
  sysrq: boolean
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
  readonly #bodies: ReportBody[] = []
  #bodyLines = 0

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  line(text: string, number: number): void {
    if (this.#tries.take(text, number)) {
      if (this.#tries.begun) this.#next()
      return
    }
    this.#ends.line(text)
    const marked = isMarked(text)
    if (!marked && !this.#open) return
    const quick = marked ? null : quickLine(text)
    if (quick !== null) this.#body(quick.host, quick.message, number)
    else this.#slow(detached(text), number)
  }

  end(): KernelLog | null {
    this.#ends.close()
    const all = [...this.#reports, ...this.#failures]
    const logPage = all.find((report) => report.pageBytes !== null)?.pageBytes ?? null
    const events = this.#reports.map((report) => report.end(logPage))
    const failures = this.#failures.map((failure) => failure.end(logPage))
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

  /** A line inside of an open report that tells nothing by itself. */
  #body(host: string, message: string, number: number): void {
    const state = this.#stateOf(host === '' ? this.#lastHost : host)
    if (state.current?.open !== true) return
    if (host !== '') this.#lastHost = host
    state.current.bodyLine(message, number)
    if (!state.current.open) this.#settle()
  }

  /** A line with a mark, or of a form that only prefix.ts reads; it may hold several. */
  #slow(raw: string, number: number): void {
    const lines = unwrap(raw)
    for (const line of lines) {
      const { message, at } = line
      if (line.prefixed && line.host !== null) this.#lastHost = line.host
      if (lines.length === 1 || isMarked(message)) this.#read(line, { message, raw, number, at })
      else if (isKernel(line.tag)) this.#body(line.host ?? '', message, number)
    }
  }

  #read(line: LogLine, of: ReportLine): void {
    if (this.#daemons.take(line.tag, of)) this.#bound(this.#daemons.kills, MAX_KILLS, of)
    if (!isKernel(line.tag)) return
    const state = this.#stateOf(line.host ?? this.#lastHost)
    if (!this.#begin(state, line, of) && !this.#reaped(of)) state.current?.take(of)
    this.#settle()
  }

  /** Begins a report where the line does; the line is part of it then. */
  #begin(state: HostState, line: LogLine, of: ReportLine): boolean {
    const failure = allocationReport(of, this.#losses)
    if (failure !== null) {
      this.#change(state, failure)
      this.#failures.push(failure)
      this.#bound(this.#failures, MAX_FAILURES, of)
      return true
    }
    if (of.message.includes('Manual OOM execution')) {
      state.sysrq = true
      return true
    }
    const { current } = state
    const another =
      current instanceof OomReport ? current.beginsAnother(of) : beginsReport(of.message)
    if (!another) return false
    const host = line.host ?? (this.#lastHost === '' ? null : this.#lastHost)
    const report = new OomReport(of, host, this.#losses)
    if (state.sysrq) report.markSysrq()
    state.sysrq = false
    report.take(of)
    this.#change(state, report)
    this.#reports.push(report)
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

  #settle(): void {
    this.#open = [...this.#hosts.values()].some((one) => one.current?.open === true)
  }

  /** Another report takes the place; bodies of the oldest ones are let go when there are too many lines. */
  #change(state: HostState, to: OomReport | AllocationReport): void {
    const before = state.current?.body
    state.current = to
    if (before === undefined || before.size === 0) return
    before.seal()
    this.#bodies.push(before)
    this.#bodyLines += before.size
    while (this.#bodyLines > MAX_BODY_LINES) {
      const oldest = this.#bodies.shift()
      if (oldest === undefined) return
      this.#bodyLines -= oldest.size
      this.#losses.add('too-many', null, 'tasks and zones')
      oldest.drop()
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
    const made: HostState = { current: null, sysrq: false }
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
