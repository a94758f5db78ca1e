/**
 * Many small readers at once: each asks for one range after the other as if it were alone, and what they wait for goes
 * out together as one batch. So the rounds to a host are as many as the longest chain of pointers, not as all of them.
 */
import type { MemoryRange, Walk } from '../domain/memory.ts'
import type { View } from './view.ts'

/** Asks for a range at a time and is given its bytes, or null where they cannot be read. */
export type Task<T> = Generator<MemoryRange, T, Uint8Array | null>

/** Ranges of one batch; the rest waits for the next. */
const MAX_BATCH_RANGES = 8192

interface Waiting {
  readonly task: Task<void>
  readonly range: MemoryRange
}

export class Crew {
  readonly #view: View
  #ready: Task<void>[] = []
  #waiting: Waiting[] = []

  constructor(view: View) {
    this.#view = view
  }

  start(task: Task<void>): void {
    this.#ready.push(task)
  }

  /** Runs until all have ended, those included that others start. */
  *run(): Walk<void> {
    for (;;) {
      for (let task = this.#ready.pop(); task !== undefined; task = this.#ready.pop())
        this.#advance(task, task.next())
      if (this.#waiting.length === 0) return
      const now = this.#waiting.slice(0, MAX_BATCH_RANGES)
      this.#waiting = this.#waiting.slice(MAX_BATCH_RANGES)
      const ranges = this.#view.wants(now.map(({ range }) => range))
      if (ranges.length > 0) this.#view.add(ranges, yield ranges)
      for (const { task, range } of now)
        this.#advance(task, task.next(this.#view.see(range.at, range.bytes) ?? null))
    }
  }

  /** Goes on with one as far as what was seen reaches. */
  #advance(task: Task<void>, first: IteratorResult<MemoryRange, void>): void {
    for (let step = first; step.done !== true; ) {
      const seen = this.#view.see(step.value.at, step.value.bytes)
      if (seen === undefined) {
        this.#waiting.push({ task, range: step.value })
        return
      }
      step = task.next(seen)
    }
  }
}

/** Runs one task to its value. */
export function* alone<T>(view: View, task: Task<T>): Walk<T> {
  let step = task.next()
  while (step.done !== true) {
    const { at, bytes } = step.value
    if (view.see(at, bytes) === undefined) {
      const ranges = view.wants([step.value])
      view.add(ranges, yield ranges)
    }
    step = task.next(view.see(at, bytes) ?? null)
  }
  return step.value
}

/** The text at an address, up to its NUL or so many bytes; null where it cannot be read. */
export function* textAt(at: number, maxBytes: number): Task<Uint8Array | null> {
  let text = new Uint8Array(0)
  while (text.length < maxBytes) {
    const from = at + text.length
    const room = Math.min(TEXT_STEP_BYTES - (from % TEXT_STEP_BYTES), maxBytes - text.length)
    const piece = yield { at: from, bytes: room }
    if (piece === null) return null
    const end = piece.indexOf(0)
    const joined = new Uint8Array(text.length + (end < 0 ? piece.length : end))
    joined.set(text)
    joined.set(end < 0 ? piece : piece.subarray(0, end), text.length)
    text = joined
    if (end >= 0) return text
  }
  return text
}

/** Texts are read in such aligned pieces, so that a short one never asks for the page behind it. */
const TEXT_STEP_BYTES = 64
