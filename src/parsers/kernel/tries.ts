/**
 * What the script of src/script/ says of its own tries: `# via dmesg` in front of a log's lines, `# rc 0` behind them,
 * `# tried journalctl 1` for one that gave none. It takes such lines out of the logs themselves, so that they count
 * here; a text that does not begin with one has none.
 */
import type { KernelLog } from './events.ts'

type Try = KernelLog['tried'][number]

const MAX_TRIES = 64

export class Tries {
  readonly #all: Try[] = []
  #collected = false
  #lines = 0
  #via: string | null = null
  /** Lines with which logs began, to tell them apart. */
  readonly starts: number[] = []
  /** The last line taken began another log. */
  begun = false

  /** Takes a line of the script; false for a line of a log. */
  take(text: string, number: number): boolean {
    this.begun = false
    const [, verb, rest = ''] = text.charCodeAt(0) === HASH ? (SAID.exec(text) ?? []) : []
    if (number === 1) this.#collected = verb === 'via' || verb === 'tried'
    if (!this.#collected || verb === undefined) {
      if (text !== '') this.#lines += 1
      return false
    }
    if (verb === 'via') this.#begin(rest, number)
    else if (verb === 'rc') this.#end(/^\d{1,3}$/.test(rest) ? Number(rest) : null)
    else this.#tried(rest)
    return true
  }

  #begin(via: string, number: number): void {
    this.#end(null)
    this.#via = via
    this.#lines = 0
    this.begun = true
    if (this.starts.length < MAX_TRIES) this.starts.push(number)
  }

  #end(status: number | null): void {
    if (this.#via !== null && this.#all.length < MAX_TRIES) {
      this.#all.push({ via: this.#via, status, lines: this.#lines })
    }
    this.#via = null
    this.#lines = 0
  }

  #tried(rest: string): void {
    const [, via, status] = /^(.+) (\d{1,3})$/.exec(rest) ?? []
    if (via === undefined || this.#all.length >= MAX_TRIES) return
    this.#all.push({ via, status: Number(status), lines: 0 })
  }

  get any(): boolean {
    return this.#collected
  }

  all(): readonly Try[] {
    this.#end(null)
    return this.#all
  }
}

const HASH = 35
const SAID = /^# (via|rc|tried) (.{1,512})$/
