/**
 * Drives pure walks over what a reader gives: within a budget of bytes, a rate and a deadline, and without pages that are
 * swapped out. The page cache is the walk's own (memory/view.ts): whole pages inside their mappings, new with each try.
 */
import { LIMITS } from '../../domain/limits.ts'
import type { MemoryRange, RangeBytes, RangeReader, Walk } from '../../domain/memory.ts'
import type { Clock } from '../../domain/ports.ts'
import type { Swapped } from './swapped.ts'

/** What all walks of one driver took so far. */
export interface Driven {
  /** Batches that had to wait for each other: each costs a round trip. */
  readonly rounds: number
  readonly reads: number
  /** Bytes that came. */
  readonly bytes: number
  /** Pages left alone because reading would have brought them in from swap. */
  readonly swappedPages: number
  /** What ended it early: all that was asked after that was answered with nothing. */
  readonly spent: 'budget' | 'deadline' | null
}

export interface DriveLimits {
  readonly budgetBytes: number
  readonly bytesPerSec: number
  readonly deadlineMs: number
}

export const WALK_LIMITS: DriveLimits = {
  budgetBytes: LIMITS.walkBytes,
  bytesPerSec: LIMITS.walkBytesPerSec,
  deadlineMs: LIMITS.walkMs,
}

export class Driver {
  readonly #reader: Pick<RangeReader, 'read'>
  readonly #swapped: Swapped | null
  readonly #clock: Clock
  readonly #limits: DriveLimits
  readonly #beganMs: number
  #driven: Driven = { rounds: 0, reads: 0, bytes: 0, swappedPages: 0, spent: null }

  constructor(of: {
    readonly reader: Pick<RangeReader, 'read'>
    /** Null where nothing of the process is in swap. */
    readonly swapped: Swapped | null
    readonly clock: Clock
    readonly limits?: DriveLimits
  }) {
    this.#reader = of.reader
    this.#swapped = of.swapped
    this.#clock = of.clock
    this.#limits = of.limits ?? WALK_LIMITS
    this.#beganMs = of.clock.now()
  }

  get driven(): Driven {
    return this.#driven
  }

  /** Runs a walk to its end; past the budget or the deadline what it still asks for is answered with null. */
  async run<T>(walk: Walk<T>): Promise<T> {
    let step = walk.next()
    while (step.done !== true) step = walk.next(await this.#batch(step.value))
    return step.value
  }

  async #batch(ranges: readonly MemoryRange[]): Promise<readonly RangeBytes[]> {
    const swapped = this.#swapped
    if (swapped !== null) {
      const told = await this.#beforeDeadline(swapped.look(ranges))
      this.#add({ rounds: told === null || told === 0 ? 0 : 1, bytes: told ?? 0 })
    }
    const wanted = ranges.map((range) => this.#swapped?.has(range) !== true)
    this.#add({ swappedPages: wanted.filter((one) => !one).length })
    const joined = joinedOf(ranges.filter((_, index) => wanted[index]))
    const came: RangeBytes[] = []
    for (const part of partsOf(joined)) came.push(...(await this.#part(part)))
    const answers = joined.flatMap((one, index) => cutUp(one, came[index] ?? null)).values()
    return wanted.map((one) => (one ? (answers.next().value ?? null) : null))
  }

  /** As much as is read at one instant. */
  async #part(ranges: readonly Joined[]): Promise<readonly RangeBytes[]> {
    return (await this.#may(sizeOf(ranges))) ? await this.#inTime(ranges) : ranges.map(() => null)
  }

  /** Waits for the rate; false where the budget or the time is spent. */
  async #may(bytes: number): Promise<boolean> {
    if (this.#driven.bytes + bytes > this.#limits.budgetBytes) this.#add({ spent: 'budget' })
    const dueMs = (1000 * (this.#driven.bytes - BURST_BYTES)) / this.#limits.bytesPerSec
    const waitMs = Math.min(dueMs - this.#elapsedMs(), this.#limits.deadlineMs)
    if (this.#driven.spent === null && waitMs > 0) await this.#clock.sleep(waitMs)
    if (this.#elapsedMs() >= this.#limits.deadlineMs) this.#add({ spent: 'deadline' })
    return this.#driven.spent === null
  }

  async #inTime(ranges: readonly MemoryRange[]): Promise<readonly RangeBytes[]> {
    const came = await this.#beforeDeadline(this.#reader.read(ranges, true))
    if (came === null) return ranges.map(() => null)
    const bytes = came.reduce((sum, one) => sum + (one?.length ?? 0), 0)
    this.#add({ rounds: 1, reads: ranges.length, bytes })
    return came
  }

  /** Null where it did not come in time. */
  async #beforeDeadline<T>(reading: Promise<T>): Promise<T | null> {
    const over = new AbortController()
    const late = this.#clock
      .sleep(Math.max(0, this.#limits.deadlineMs - this.#elapsedMs()), over.signal)
      .then(() => null)
    const came = await Promise.race([reading, late]).finally(() => over.abort())
    if (came !== null) return came
    // What comes after the deadline is nobody's any more, its failure neither.
    reading.catch(() => undefined)
    this.#add({ spent: 'deadline' })
    return null
  }

  #elapsedMs(): number {
    return this.#clock.now() - this.#beganMs
  }

  #add(more: Partial<Driven>): void {
    const now = this.#driven
    this.#driven = {
      rounds: now.rounds + (more.rounds ?? 0),
      reads: now.reads + (more.reads ?? 0),
      bytes: now.bytes + (more.bytes ?? 0),
      swappedPages: now.swappedPages + (more.swappedPages ?? 0),
      spent: now.spent ?? more.spent ?? null,
    }
  }
}

/** Taken at once before the rate holds: one heap of usual size, at one instant. */
const BURST_BYTES = 16 * 1024 * 1024

/** Neighbours that are read as one, and the lengths they are cut up into again. */
interface Joined extends MemoryRange {
  readonly parts: readonly number[]
}

function joinedOf(ranges: readonly MemoryRange[]): readonly Joined[] {
  const all: { at: number; bytes: number; parts: number[] }[] = []
  for (const { at, bytes } of ranges) {
    const last = all.at(-1)
    if (last !== undefined && last.at + last.bytes === at && last.bytes < JOINED_BYTES) {
      last.bytes += bytes
      last.parts.push(bytes)
    } else all.push({ at, bytes, parts: [bytes] })
  }
  return all
}

/** What is read as one at most: a page that was unmapped in between takes what follows it there along. */
const JOINED_BYTES = 1024 * 1024

function cutUp({ parts }: Joined, came: RangeBytes): readonly RangeBytes[] {
  let from = 0
  return parts.map((bytes) => {
    const piece = came?.subarray(from, from + bytes) ?? null
    from += bytes
    return piece === null || piece.length === 0 ? null : piece
  })
}

function sizeOf(ranges: readonly MemoryRange[]): number {
  return ranges.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Batches of what one instant may hold. */
function partsOf(ranges: readonly Joined[]): readonly (readonly Joined[])[] {
  const parts: Joined[][] = []
  let bytes = 0
  for (const range of ranges) {
    const last = parts.at(-1)
    if (last === undefined || bytes + range.bytes > LIMITS.instantBytes) {
      parts.push([range])
      bytes = 0
    } else last.push(range)
    bytes += range.bytes
  }
  return parts
}
