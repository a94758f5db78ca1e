/** Ids, tokens and message times. */
import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** An id as Slack writes them: a letter or two and ten capitals or digits. */
export function newId(prefix: string): string {
  const tail = [...randomBytes(10)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return `${prefix}${tail}`
}

/** A secret that cannot be guessed: tokens, the page's session, one-time addresses. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(24).toString('hex')}`
}

/** Gives strictly growing message times, whatever the clock does. */
export class Stamps {
  readonly #now: () => number
  #lastMicros: number

  constructor(now: () => number, lastTs: string) {
    this.#now = now
    this.#lastMicros = microsOf(lastTs)
  }

  next(): string {
    this.#lastMicros = Math.max(Math.floor(this.#now()) * 1000, this.#lastMicros + 1)
    return tsOf(this.#lastMicros)
  }

  get last(): string {
    return tsOf(this.#lastMicros)
  }
}

function tsOf(micros: number): string {
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`
}

function microsOf(ts: string): number {
  const [seconds = '0', micros = '0'] = ts.split('.')
  return Number(seconds) * 1e6 + Number(micros)
}

/** Orders message times; they are decimal texts of equal width until the year 2286. */
export function compareTs(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
