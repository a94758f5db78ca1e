/**
 * Walks the words of one line and reads numbers where they stand: rows of long tables cost one pass, without a slice
 * for each cell. It knows the plain forms alone and refuses all others, for the careful way to read.
 */

import { textBetween } from './scan.ts'
import { isBlank } from './words.ts'

const [TAB, SPACE, COMMA, POINT, ZERO, NINE] = [9, 32, 44, 46, 48, 57]
/** Behind the last plain character of ASCII: which of the rest are blanks is left to the careful way. */
const DELETE = 127
/** So many digits are below 2^53, and a fraction of them is exact to the last: one division of two exact numbers. */
const EXACT_DIGITS = 15
/** As many decimals as the careful way takes. */
const MOST_DECIMALS = 9
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_, power) => 10 ** power)

/** What a number that is not read is; no plain number has a sign. */
export const REFUSED = -1

export class WordCursor {
  /** Where the word last read begins and ends. */
  from = 0
  to = 0
  #text = ''
  #end = 0

  /** Begins at the first word of another line, which is a part of a text. */
  enter(text: string, from: number, end: number): void {
    this.#text = text
    this.#end = end
    this.from = from
    this.to = from
  }

  /** Steps over the next word of plain ASCII; false at the end of the line and at anything else. */
  word(): boolean {
    const text = this.#text
    const end = this.#end
    const from = this.skipBlanks()
    let at = from
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at)
      if (code <= SPACE || code >= DELETE) break
    }
    this.to = at
    return at > from && this.#endsWord(at)
  }

  /** The next word as a whole number. */
  digits(): number {
    const text = this.#text
    const end = this.#end
    const from = this.skipBlanks()
    let at = from
    let number = 0
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at)
      if (code < ZERO || code > NINE) break
      number = number * 10 + code - ZERO
    }
    this.to = at
    return at === from || at - from > EXACT_DIGITS || !this.#endsWord(at) ? REFUSED : number
  }

  /** The next word as a number with or without decimals, behind a point or a comma. */
  decimal(): number {
    const text = this.#text
    const end = this.#end
    const from = this.skipBlanks()
    let at = from
    let number = 0
    let point = -1
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at)
      if (code >= ZERO && code <= NINE) number = number * 10 + code - ZERO
      else if (point < 0 && (code === POINT || code === COMMA)) point = at
      else break
    }
    this.to = at
    if (!this.#endsWord(at)) return REFUSED
    if (point < 0) return at === from || at - from > EXACT_DIGITS ? REFUSED : number
    const decimals = at - point - 1
    const isPlain = point > from && decimals > 0 && decimals <= MOST_DECIMALS
    return isPlain && at - from - 1 <= EXACT_DIGITS ? number / (POWERS[decimals] ?? 1) : REFUSED
  }

  /**
   * Steps over all that stands before the last `after` words, blanks and all: a command among cells of one word.
   * False where nothing does.
   */
  allBut(after: number): boolean {
    const text = this.#text
    const from = this.skipBlanks()
    let to = endOfWords(text, from, this.#end)
    for (let i = 0; i < after; i += 1) {
      while (to > from && !isBlank(text.charCodeAt(to - 1))) to -= 1
      to = endOfWords(text, from, to)
    }
    this.to = to
    return to > from && !isBlank(text.charCodeAt(from))
  }

  /** The place behind the blanks that follow the last word. */
  skipBlanks(): number {
    const text = this.#text
    const end = this.#end
    let at = this.to
    while (at < end && isPlainBlank(text.charCodeAt(at))) at += 1
    this.from = at
    return at
  }

  /** Whether nothing but blanks follows the last word. */
  isAtEnd(): boolean {
    return this.skipBlanks() === this.#end
  }

  /** The word last read. */
  text(): string {
    return this.#text.slice(this.from, this.to)
  }

  /** The word last read, as `textBetween` gives it. */
  textLike(last: string): string {
    return textBetween(this.#text, this.from, this.to, last)
  }

  #endsWord(at: number): boolean {
    return at === this.#end || isPlainBlank(this.#text.charCodeAt(at))
  }
}

function endOfWords(text: string, from: number, end: number): number {
  let at = end
  while (at > from && isBlank(text.charCodeAt(at - 1))) at -= 1
  return at
}

function isPlainBlank(code: number): boolean {
  return code === SPACE || code === TAB
}
