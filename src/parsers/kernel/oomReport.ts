/** One OOM report while its lines come in, until it is an event. */
import type { LossLog } from '../../domain/parsed.ts'
import type { OomEvent, OomVictim, Stamp } from './events.ts'
import { type Meant, readKilled, readMeant, victimMeant } from './killed.ts'
import { constraintIn, outcomeIn, readGroup, readInvoked, readKilling } from './oomLines.ts'
import { DEFAULT_PAGE, pageBySizes, taskOf, withPageTables } from './pages.ts'
import { type BodyTold, ReportBody } from './reportBody.ts'
import { quoteOf, type ReportLine } from './reportLine.ts'
import { secondsBetween } from './stamp.ts'
import { readTaskHeader } from './tasks.ts'

const MAX_VICTIMS = 1024
const MAX_QUOTES = 6
/** A kill this long after a report began is another one, whose report the log lacks. */
const MAX_SECONDS = 300

/** What the report's telling lines said; null and false where none did. */
type Told = Pick<
  OomEvent,
  'invoker' | 'constraint' | 'sysrq' | 'oomMemcg' | 'taskMemcg' | 'nodemask' | 'cpuset'
>

const NOTHING: Told = {
  invoker: null,
  constraint: null,
  sysrq: false,
  oomMemcg: null,
  taskMemcg: null,
  nodemask: null,
  cpuset: null,
}

/** True for a line with which a report can begin: its first one, or one that is left of it. */
export function beginsReport(message: string): boolean {
  return (
    readInvoked(message) !== null ||
    readKilled(message) !== null ||
    readMeant(message) !== null ||
    readKilling(message) !== null ||
    readGroup(message) !== null ||
    readTaskHeader(message) !== null
  )
}

export class OomReport {
  readonly line: number
  readonly at: Stamp
  readonly host: string | null
  readonly body = new ReportBody()
  readonly #losses: LossLog
  readonly #victims = new Map<number, OomVictim>()
  readonly #reaped = new Set<number>()
  readonly #quotes: string[] = []
  #meant: Meant | null = null
  #told: Told = NOTHING
  #outcome: OomEvent['outcome'] = 'not-told'
  #global = false
  #groupKill = false
  #killingPid: number | null = null
  #read: BodyTold | null = null

  constructor(first: ReportLine, host: string | null, losses: LossLog) {
    this.line = first.number
    this.at = first.at
    this.host = host
    this.#losses = losses
  }

  /** Lines of a report are awaited until its victim, or what came in its place, was told. */
  get open(): boolean {
    return this.#outcome === 'not-told' && !this.body.full
  }

  markSysrq(): void {
    this.#told = { ...this.#told, sysrq: true }
  }

  hasVictim(pid: number): boolean {
    return this.#victims.has(pid)
  }

  /** True when this line can be no part of this report, so that it begins another one. */
  beginsAnother({ message, at }: ReportLine): boolean {
    if (readInvoked(message) !== null) return this.#told.invoker !== null || !this.open
    const late = Math.abs(secondsBetween(this.at, at) ?? 0) > MAX_SECONDS
    const killed = readKilled(message)
    if (killed !== null) {
      const another = this.#victims.size > 0 && !this.#groupKill && !this.#victims.has(killed.pid)
      return another || late
    }
    if (readMeant(message) !== null) return !this.open || late
    const killing = readKilling(message)
    if (killing === null) return false
    return late || ((this.#killingPid !== null || !this.open) && killing.pid !== this.#killingPid)
  }

  /** Reads one line; what tells nothing by itself is kept for the body. */
  take(line: ReportLine): void {
    const known =
      this.#invoked(line) || this.#killing(line) || this.#kill(line) || this.#after(line.message)
    if (!known && !this.#ended(line)) this.bodyLine(line.message, line.number)
  }

  /** A line that tells nothing by itself. */
  bodyLine(message: string, number: number): void {
    if (this.open) this.body.add(message, number)
  }

  #invoked(line: ReportLine): boolean {
    const invoked = readInvoked(line.message)
    if (invoked === null) return false
    const { name, gfpMask, order, oomScoreAdj, nodemask } = invoked
    this.#told = {
      ...this.#told,
      invoker: { name, pid: null, gfpMask, order, oomScoreAdj },
      nodemask,
      sysrq: this.#told.sysrq || order === -1,
    }
    this.#quote(line)
    return true
  }

  #killing(line: ReportLine): boolean {
    const killing = readKilling(line.message)
    if (killing === null) return false
    const { pid, ...told } = killing
    this.#told = { ...this.#told, ...told }
    this.#killingPid = pid
    this.#quote(line)
    return true
  }

  #kill(line: ReportLine): boolean {
    const { message, number } = line
    const constraint = constraintIn(message)
    if (constraint !== null) this.#told = { ...this.#told, constraint }
    const meant = readMeant(message)
    if (meant !== null) {
      this.#meant = meant
      this.#quote(line)
      return true
    }
    const victim = readKilled(message)
    if (victim === null) return false
    this.#global ||= /Out of memory/i.test(message)
    this.#close('killed')
    if (this.#victims.has(victim.pid)) return true
    if (this.#victims.size < MAX_VICTIMS) this.#victims.set(victim.pid, this.#scored(victim))
    else this.#losses.add('too-many', number, message)
    this.#quote(line)
    return true
  }

  #close(outcome: OomEvent['outcome']): void {
    this.#outcome = outcome
    this.body.seal()
  }

  /** A thread's number stands in the first line, its process's in the second; a child may die in its parent's place. */
  #scored(victim: OomVictim): OomVictim {
    const meant = this.#meant
    const same = meant !== null && (meant.pid === victim.pid || meant.name === victim.name)
    return same ? { ...victim, score: meant.score } : victim
  }

  /** What follows a kill. */
  #after(message: string): boolean {
    const pid = /^oom_reaper: reaped process (\d{1,10}) /.exec(message)?.[1]
    if (pid !== undefined) {
      if (this.#reaped.size < MAX_VICTIMS) this.#reaped.add(Number(pid))
      return true
    }
    const group = readGroup(message)
    if (group === null) return false
    this.#groupKill = true
    this.#told = {
      ...this.#told,
      constraint: this.#told.constraint ?? 'memcg',
      taskMemcg: this.#told.taskMemcg ?? group,
    }
    return true
  }

  /** What stands in place of a kill. */
  #ended(line: ReportLine): boolean {
    const outcome = outcomeIn(line.message)
    if (outcome === null) return false
    this.#close(outcome)
    this.#quote(line)
    return true
  }

  #quote(line: ReportLine): void {
    if (this.#quotes.length < MAX_QUOTES) this.#quotes.push(quoteOf(line))
  }

  #bodyTold(): BodyTold {
    this.#read ??= this.body.read(this.#losses)
    return this.#read
  }

  /** Page size as this report shows it: by its buddy lists, or by a victim's size beside its row in pages. */
  get pageBytes(): number | null {
    const { memory, tasks } = this.#bodyTold()
    return memory.pageBytes ?? pageBySizes([...this.#victims.values()], tasks)
  }

  /** The event, with pages turned to bytes. `logPage` is the page size that the rest of the log shows. */
  end(logPage: number | null): OomEvent {
    const told = this.#bodyTold()
    const pageBytes = this.pageBytes ?? logPage ?? DEFAULT_PAGE
    const meant = this.#meant
    const lost = this.#victims.size === 0 && meant !== null
    const victims = lost ? [victimMeant(meant)] : [...this.#victims.values()]
    const { invoker } = this.#told
    return {
      line: this.line,
      at: this.at,
      host: this.host,
      ...this.#told,
      ...this.#limits(told),
      invoker: invoker === null ? null : { ...invoker, pid: told.askerPid },
      cpuset: this.#told.cpuset ?? told.cpuset,
      memcg: told.memcg.read(),
      ...told.memory.read(pageBytes),
      tasks: told.tasks.map((row) => taskOf(row, pageBytes)),
      victims: victims.map((victim) => withPageTables(victim, told.tasks)),
      reaped: [...this.#reaped],
      groupKill: this.#groupKill,
      outcome: lost ? 'killed' : this.#outcome,
      pageBytes,
      quotes: this.#quotes,
    }
  }

  /** Up to 4.18 no line names the constraint: a limit is named, or else all of a cpuset and no policy mean none. */
  #limits(told: BodyTold): Pick<OomEvent, 'constraint' | 'oomMemcg' | 'taskMemcg'> {
    const { constraint, nodemask } = this.#told
    const cpuset = this.#told.cpuset ?? told.cpuset
    const limited = told.taskMemcg !== null || told.oomMemcg !== null || told.memcg.any
    const everywhere = cpuset === '/' && (nodemask === null || nodemask === '(null)')
    const guessed = limited ? 'memcg' : this.#global && everywhere ? 'none' : null
    return {
      constraint: constraint ?? guessed,
      oomMemcg: this.#told.oomMemcg ?? told.oomMemcg ?? told.memcg.path,
      taskMemcg: this.#told.taskMemcg ?? told.taskMemcg,
    }
  }
}
