/** How far a log reaches: the times of its first and last lines, and whether it is a kernel's at all. */
import type { Stamp } from './events.ts'
import { readPrefix } from './prefix.ts'
import { unwrap } from './unwrap.ts'

/** Lines at each end that are searched for a time. */
const SEARCHED = 40

export class LogEnds {
  lines = 0
  #first: Stamp | null = null
  #last: Stamp | null = null
  /** True when lines look like a kernel's. */
  known = false
  #searched = 0
  #found: Stamp | null = null
  /** Lines that came last, as a ring. */
  readonly #tail: string[] = []

  line(text: string): void {
    if (text === '') return
    this.lines += 1
    if (this.#searched < SEARCHED) this.#search(text)
    this.#tail[this.lines % SEARCHED] = text
  }

  #search(text: string): void {
    this.#searched += 1
    const line = unwrap(text)[0] ?? readPrefix(text)
    if (isTimed(line.at)) this.#found ??= line.at
    if (line.at.uptimeSec !== null || line.tag === 'kernel') this.known = true
  }

  /** Another log begins. Logs come newest first, so the last one's beginning is the farthest back. */
  next(): void {
    if (this.#tail.length > 0) this.#endLog()
    this.#searched = 0
    this.#found = null
    this.#tail.length = 0
  }

  /** The text ends. */
  close(): void {
    this.#endLog()
  }

  #endLog(): void {
    this.#first = this.#found ?? this.#first
    if (this.#last !== null) return
    for (let back = 0; back < Math.min(SEARCHED, this.lines); back += 1) {
      const text = this.#tail[(this.lines - back) % SEARCHED]
      const at = text === undefined ? undefined : unwrap(text).at(-1)?.at
      if (at === undefined || !isTimed(at)) continue
      this.#last = at
      return
    }
  }

  get first(): Stamp | null {
    return this.#first
  }

  get last(): Stamp | null {
    return this.#last
  }
}

function isTimed(at: Stamp): boolean {
  return at.uptimeSec !== null || at.atMs !== null || at.wall !== null
}
