/** One page allocation failure while its lines come in. Source: warn_alloc in mm/page_alloc.c. */
import type { LossLog } from '../../domain/parsed.ts'
import type { AllocationFailure } from './events.ts'
import { scaled } from './figures.ts'
import { MemDump } from './memDump.ts'
import { readAskerPid } from './oomLines.ts'
import { DEFAULT_PAGE } from './pages.ts'
import { quoteOf, type ReportLine } from './reportLine.ts'

/** `name: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)`; `failure.` up to 2.6.x. */
const FAILURE =
  /^(.{1,64}): page allocation failure[:.] ?order:(\d{1,3})(?:, mode:(0x[0-9a-fA-F]+(?:\([^)]*\))?))?/

export class AllocationReport {
  readonly #failure: Omit<AllocationFailure, 'pid' | 'zones'>
  readonly #losses: LossLog
  readonly #memory = new MemDump()
  #pid: number | null = null
  open = true

  /** Begins a report with its first line; null when the line is none. */
  static from(line: ReportLine, losses: LossLog): AllocationReport | null {
    const [, name, order, gfpMask] = FAILURE.exec(line.message) ?? []
    const number = scaled(order, 1)
    if (name === undefined || number === null) return null
    return new AllocationReport(
      {
        line: line.number,
        at: line.at,
        name,
        order: number,
        gfpMask: gfpMask ?? null,
        quote: quoteOf(line),
      },
      losses,
    )
  }

  private constructor(failure: Omit<AllocationFailure, 'pid' | 'zones'>, losses: LossLog) {
    this.#failure = failure
    this.#losses = losses
  }

  /** Reads one line; false when it is no part of the report. */
  take({ message, number }: ReportLine): boolean {
    if (!this.open) return false
    const pid = this.#pid === null ? readAskerPid(message) : null
    if (pid !== null) {
      this.#pid = pid
      return true
    }
    const read = this.#memory.line(message, number, this.#losses)
    if (read && LAST_LINES.test(message)) this.open = false
    return read
  }

  get pageBytes(): number | null {
    return this.#memory.pageBytes
  }

  end(logPage: number | null): AllocationFailure {
    const { zones } = this.#memory.read(this.pageBytes ?? logPage ?? DEFAULT_PAGE)
    return { ...this.#failure, pid: this.#pid, zones }
  }
}

/** `pages reserved` ends a dump; newer kernels add poisoned pages, which are no part of what is kept here. */
const LAST_LINES = /pages reserved$|reserved pages$/
