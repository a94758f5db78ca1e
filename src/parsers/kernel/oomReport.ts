/** One OOM report while its lines come in, until it is an event. */
import type { LossLog } from '../../domain/parsed.ts'
import type { OomEvent, OomVictim, Stamp } from './events.ts'
import { type Meant, readKilled, readMeant, victimMeant } from './killed.ts'
import { MemcgDump } from './memcg.ts'
import { MemDump } from './memDump.ts'
import {
  constraintIn,
  outcomeIn,
  readAskerPid,
  readCpuset,
  readInvoked,
  readKilling,
  readLimitOf,
} from './oomLines.ts'
import { DEFAULT_PAGE, pageBySizes, taskOf, withPageTables } from './pages.ts'
import { quoteOf, type ReportLine } from './reportLine.ts'
import {
  missingColumns,
  readTaskHeader,
  readTaskRow,
  type TaskRow,
  type TaskTable,
} from './tasks.ts'

const MAX_TASKS = 8192
const MAX_VICTIMS = 1024
const MAX_QUOTES = 6

/** What the report's lines said; null and empty where none did. */
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

export class OomReport {
  readonly line: number
  readonly at: Stamp
  readonly host: string | null
  readonly #losses: LossLog
  readonly #memory = new MemDump()
  readonly #memcg = new MemcgDump()
  readonly #victims = new Map<number, OomVictim>()
  readonly #reaped = new Set<number>()
  readonly #quotes: string[] = []
  #tasks: TaskRow[] = []
  #table: TaskTable | null = null
  #meant: Meant | null = null
  #told: Told = NOTHING
  #outcome: OomEvent['outcome'] = 'not-told'
  #groupKill = false
  #killingPid: number | null = null

  constructor(first: ReportLine, host: string | null, losses: LossLog) {
    this.line = first.number
    this.at = first.at
    this.host = host
    this.#losses = losses
  }

  /** Lines of a report are awaited until its victim, or what came in its place, was told. */
  get open(): boolean {
    return this.#outcome === 'not-told'
  }

  /** True when a line told something that only an OOM report tells. */
  get told(): boolean {
    return (
      this.#quotes.length > 0 ||
      this.#table !== null ||
      this.#groupKill ||
      this.#told.constraint !== null
    )
  }

  get tasks(): number {
    return this.#tasks.length
  }

  /** Lets go of the task table, where a log has more of them than are kept. */
  dropTasks(): void {
    this.#tasks = []
  }

  markSysrq(): void {
    this.#told = { ...this.#told, sysrq: true }
  }

  /** True when this line can be no part of this report, so that it begins another one. */
  beginsAnother(message: string): boolean {
    if (readInvoked(message) !== null) return this.#told.invoker !== null || !this.open
    const killed = readKilled(message)
    if (killed !== null)
      return this.#victims.size > 0 && !this.#groupKill && !this.#victims.has(killed.pid)
    if (readMeant(message) !== null) return !this.open
    const killing = readKilling(message)
    return (
      killing !== null &&
      (this.#killingPid !== null || !this.open) &&
      killing.pid !== this.#killingPid
    )
  }

  /** Reads one line; false when it is no part of a report. */
  take(line: ReportLine): boolean {
    const { message } = line
    return (
      this.#row(line) ||
      this.#head(line) ||
      this.#killing(line) ||
      this.#kill(line) ||
      this.#after(line) ||
      (this.open &&
        (this.#memcg.line(message) || this.#memory.line(message, line.number, this.#losses)))
    )
  }

  #row({ message, number }: ReportLine): boolean {
    if (this.#table !== null && this.open) {
      const row = readTaskRow(this.#table, message, number, this.#losses)
      if (row !== null) {
        if (this.#tasks.length < MAX_TASKS) this.#tasks.push(row)
        else this.#losses.add('too-many', number, message)
        return true
      }
    }
    const table = this.open ? readTaskHeader(message) : null
    if (table === null) return false
    this.#table = table
    this.#memcg.endStat()
    for (const column of missingColumns(table)) this.#losses.add('missing-field', number, column)
    return true
  }

  #head(line: ReportLine): boolean {
    const { message } = line
    const invoked = readInvoked(message)
    if (invoked !== null) {
      const { name, gfpMask, order, oomScoreAdj, nodemask } = invoked
      const sysrq = this.#told.sysrq || order === -1
      this.#told = {
        ...this.#told,
        invoker: { name, pid: null, gfpMask, order, oomScoreAdj },
        nodemask,
        sysrq,
      }
      this.#quote(line)
      return true
    }
    if (!this.open) return false
    const { invoker } = this.#told
    const pid = invoker !== null && invoker.pid === null ? readAskerPid(message) : null
    if (invoker !== null && pid !== null) {
      this.#told = { ...this.#told, invoker: { ...invoker, pid } }
      return true
    }
    const cpuset = this.#told.cpuset === null ? readCpuset(message) : null
    if (cpuset !== null) this.#told = { ...this.#told, cpuset }
    return cpuset !== null
  }

  #killing(line: ReportLine): boolean {
    const limit = readLimitOf(line.message)
    if (limit !== null && this.open) {
      this.#told = {
        ...this.#told,
        constraint: 'memcg',
        taskMemcg: limit.task ?? this.#told.taskMemcg,
        oomMemcg: limit.limit ?? this.#told.oomMemcg,
      }
      return true
    }
    const killing = readKilling(line.message)
    if (killing === null) return false
    const { constraint, nodemask, cpuset, oomMemcg, taskMemcg, pid } = killing
    this.#told = { ...this.#told, constraint, nodemask, cpuset, oomMemcg, taskMemcg }
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
    if (message.includes('Out of memory')) this.#global()
    this.#outcome = 'killed'
    if (!this.#victims.has(victim.pid)) this.#add(victim, line, number)
    return true
  }

  #add(victim: OomVictim, line: ReportLine, number: number): void {
    if (this.#victims.size >= MAX_VICTIMS) {
      this.#losses.add('too-many', number, line.message)
      return
    }
    // A thread's number stands in the first line, its process's in the second; a child may die in its parent's place.
    const meant = this.#meant
    const same = meant !== null && (meant.pid === victim.pid || meant.name === victim.name)
    this.#victims.set(victim.pid, same ? { ...victim, score: meant.score } : victim)
    this.#quote(line)
  }

  /** Up to 4.18 no line names the constraint: with all of a cpuset and no policy there was none. */
  #global(): void {
    const { constraint, cpuset, nodemask } = this.#told
    const everywhere = cpuset === '/' && (nodemask === null || nodemask === '(null)')
    if (constraint === null && everywhere) this.#told = { ...this.#told, constraint: 'none' }
  }

  /** What follows a kill, or stands in its place. */
  #after(line: ReportLine): boolean {
    const { message } = line
    const pid = /^oom_reaper: reaped process (\d{1,10}) /.exec(message)?.[1]
    if (pid !== undefined) {
      if (this.#reaped.size < MAX_VICTIMS) this.#reaped.add(Number(pid))
      return true
    }
    const group = /^Tasks in (.*) are going to be killed due to memory\.oom\.group set/.exec(
      message,
    )?.[1]
    if (group !== undefined) {
      this.#groupKill = true
      this.#told = {
        ...this.#told,
        constraint: this.#told.constraint ?? 'memcg',
        taskMemcg: this.#told.taskMemcg ?? group,
      }
      return true
    }
    const outcome = outcomeIn(message)
    if (outcome === null) return false
    this.#outcome = outcome
    this.#quote(line)
    return true
  }

  hasVictim(pid: number): boolean {
    return this.#victims.has(pid)
  }

  #quote(line: ReportLine): void {
    if (this.#quotes.length < MAX_QUOTES) this.#quotes.push(quoteOf(line))
  }

  /** Page size as this report shows it: by its buddy lists, or by a victim's size beside its row in pages. */
  get pageBytes(): number | null {
    return this.#memory.pageBytes ?? pageBySizes([...this.#victims.values()], this.#tasks)
  }

  /** The event, with pages turned to bytes. `logPage` is the page size that the rest of the log shows. */
  end(logPage: number | null): OomEvent {
    const pageBytes = this.pageBytes ?? logPage ?? DEFAULT_PAGE
    const meant = this.#meant
    const lost = this.#victims.size === 0 && meant !== null
    const victims = lost ? [victimMeant(meant)] : [...this.#victims.values()]
    const memcg = this.#memcg.read()
    return {
      line: this.line,
      at: this.at,
      host: this.host,
      ...this.#told,
      oomMemcg: this.#told.oomMemcg ?? this.#memcg.path,
      constraint: this.#told.constraint ?? (memcg === null ? null : 'memcg'),
      memcg,
      ...this.#memory.read(pageBytes),
      tasks: this.#tasks.map((row) => taskOf(row, pageBytes)),
      victims: victims.map((victim) => withPageTables(victim, this.#tasks)),
      reaped: [...this.#reaped],
      groupKill: this.#groupKill,
      outcome: lost ? 'killed' : this.#outcome,
      pageBytes,
      quotes: this.#quotes,
    }
  }
}
