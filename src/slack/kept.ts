/** Answers of Slack's that are kept for a while: asked once at a time, bounded, anew after their time. */
import { now } from './lane.ts'

export interface KeptOptions {
  readonly forMs: number
  /** Answers kept at once; beyond it all are asked anew. */
  readonly entries: number
}

interface Entry<T> {
  readonly value: Promise<T>
  readonly untilMs: number
}

export class Kept<T> {
  readonly #options: KeptOptions
  readonly #ask: (key: string) => Promise<T>
  readonly #entries = new Map<string, Entry<T>>()

  /** `ask` rejects where nothing is to be kept. */
  constructor(options: KeptOptions, ask: (key: string) => Promise<T>) {
    this.#options = options
    this.#ask = ask
  }

  /** The answer that is kept, or a new one. Rejects as `ask` does. */
  of(key: string): Promise<T> {
    const entry = this.#entries.get(key)
    if (entry !== undefined && entry.untilMs > now()) return entry.value
    if (this.#entries.size >= this.#options.entries) this.#entries.clear()
    const value = this.#ask(key)
    this.#entries.set(key, { value, untilMs: now() + this.#options.forMs })
    value.catch(() => {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key)
    })
    return value
  }
}
