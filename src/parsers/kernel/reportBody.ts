/**
 * The body of a report: what stands between its first line and the kill. It is kept as lines and read only when the
 * log has ended, because a long log may tell of many more reports than are kept.
 */
import type { LossLog } from '../../domain/parsed.ts'
import { MemcgDump } from './memcg.ts'
import { MemDump } from './memDump.ts'
import { readAskerPid, readCpuset, readLimitOf } from './oomLines.ts'
import {
  missingColumns,
  readTaskHeader,
  readTaskRow,
  type TaskRow,
  type TaskTable,
} from './tasks.ts'

/** A report of a host with thousands of tasks has a line each; what is longer is no report any more. */
const MAX_LINES = 12_000

/** What the lines of a body said. */
export interface BodyTold {
  readonly memory: MemDump
  readonly memcg: MemcgDump
  readonly tasks: readonly TaskRow[]
  readonly askerPid: number | null
  readonly cpuset: string | null
  readonly taskMemcg: string | null
  readonly oomMemcg: string | null
}

export class ReportBody {
  #messages: string[] = []
  /** Lines that have been joined into one text, which keeps nothing else of the input alive. */
  #sealed = ''
  #numbers: number[] = []
  full = false

  get size(): number {
    return this.#numbers.length
  }

  add(message: string, number: number): void {
    this.full = this.#numbers.length >= MAX_LINES
    if (this.full || isNoise(message)) return
    this.#messages.push(message)
    this.#numbers.push(number)
  }

  /** Nothing more comes, or not soon. */
  seal(): void {
    if (this.#messages.length === 0) return
    const joined = this.#messages.join('\n')
    this.#sealed = this.#sealed === '' ? joined : `${this.#sealed}\n${joined}`
    this.#messages = []
  }

  /** Lets go of the lines, where a log has more of them than are kept. */
  drop(): void {
    this.#messages = []
    this.#numbers = []
    this.#sealed = ''
  }

  read(losses: LossLog): BodyTold {
    this.seal()
    const reader = new BodyReader(losses)
    this.#sealed.split('\n').forEach((message, i) => {
      reader.line(message, this.#numbers[i] ?? 0)
    })
    return reader
  }
}

const [CAPITAL_R, COLON] = [82, 58]

/** Call traces and registers are the longest part, and tell nothing that is kept. */
function isNoise(message: string): boolean {
  const register = message.charCodeAt(0) === CAPITAL_R && message.charCodeAt(3) === COLON
  return register || message.includes('+0x')
}

class BodyReader implements BodyTold {
  readonly memory = new MemDump()
  readonly memcg = new MemcgDump()
  readonly tasks: TaskRow[] = []
  askerPid: number | null = null
  cpuset: string | null = null
  taskMemcg: string | null = null
  oomMemcg: string | null = null
  readonly #losses: LossLog
  #table: TaskTable | null = null

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  line(message: string, number: number): void {
    if (this.#task(message, number) || this.#head(message)) return
    if (!this.memcg.line(message)) this.memory.line(message, number, this.#losses)
  }

  #task(message: string, number: number): boolean {
    const row =
      this.#table === null ? null : readTaskRow(this.#table, message, number, this.#losses)
    if (row !== null) {
      this.tasks.push(row)
      return true
    }
    const table = readTaskHeader(message)
    if (table === null) return false
    this.#table = table
    this.memcg.endStat()
    for (const column of missingColumns(table)) this.#losses.add('missing-field', number, column)
    return true
  }

  #head(message: string): boolean {
    const pid = this.askerPid === null ? readAskerPid(message) : null
    if (pid !== null) this.askerPid = pid
    const cpuset = this.cpuset === null ? readCpuset(message) : null
    if (cpuset !== null) this.cpuset = cpuset
    const limit = readLimitOf(message)
    if (limit !== null) {
      this.taskMemcg ??= limit.task
      this.oomMemcg ??= limit.limit
    }
    return pid !== null || cpuset !== null || limit !== null
  }
}
