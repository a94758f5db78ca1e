/** One page allocation failure while its lines come in. Source: warn_alloc in mm/page_alloc.c. */
import type { LossLog } from '../../domain/parsed.ts'
import type { AllocationFailure } from './events.ts'
import { scaled } from './figures.ts'
import { DEFAULT_PAGE } from './pages.ts'
import { type BodyTold, ReportBody } from './reportBody.ts'
import { quoteOf, type ReportLine } from './reportLine.ts'

/** `name: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)`; `failure.` up to 2.6.x. */
const FAILURE =
  /^(.{1,64}): page allocation failure[:.] ?order:(\d{1,3})(?:, mode:(0x[0-9a-fA-F]+(?:\([^)]*\))?))?/
/** `pages reserved` ends a dump; newer kernels add poisoned pages, which are no part of what is kept here. */
const LAST_LINE = /pages reserved$|reserved pages$/

type First = Omit<AllocationFailure, 'pid' | 'zones'>

export class AllocationReport {
  readonly body = new ReportBody()
  readonly #first: First
  readonly #losses: LossLog
  #ended = false
  #read: BodyTold | null = null

  constructor(first: First, losses: LossLog) {
    this.#first = first
    this.#losses = losses
  }

  get open(): boolean {
    return !this.#ended && !this.body.full
  }

  take({ message, number }: ReportLine): void {
    this.bodyLine(message, number)
  }

  bodyLine(message: string, number: number): void {
    if (!this.open) return
    this.body.add(message, number)
    this.#ended = LAST_LINE.test(message)
  }

  #bodyTold(): BodyTold {
    this.#read ??= this.body.read(this.#losses)
    return this.#read
  }

  get pageBytes(): number | null {
    return this.#bodyTold().memory.pageBytes
  }

  end(logPage: number | null): AllocationFailure {
    const { memory, askerPid } = this.#bodyTold()
    const { zones } = memory.read(this.pageBytes ?? logPage ?? DEFAULT_PAGE)
    return { ...this.#first, pid: askerPid, zones }
  }
}

/** Begins a report with its first line; null when the line is none. */
export function allocationReport(line: ReportLine, losses: LossLog): AllocationReport | null {
  if (!line.message.includes('page allocation failure')) return null
  const [, name, order, gfpMask] = FAILURE.exec(line.message) ?? []
  const number = scaled(order, 1)
  if (name === undefined || number === null) return null
  const first = {
    line: line.number,
    at: line.at,
    name,
    order: number,
    gfpMask: gfpMask ?? null,
    quote: quoteOf(line),
  }
  return new AllocationReport(first, losses)
}
