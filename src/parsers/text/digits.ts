/** Digits read in one pass: their number, and where they end. Rows of a hundred numbers are gone through twice else. */

const ZERO = 48
/** 999 999 999 999 999 is below 2^53. */
const EXACT_DIGITS = 15

export class Digits {
  /** Where the digits that were read last end. */
  end = 0

  /** The digits between two places up to the first other character; -1 for none, and for more than a double holds. */
  read(text: string, from: number, to: number): number {
    let at = from
    let number = 0
    while (at < to) {
      const digit = text.charCodeAt(at) - ZERO
      if (digit < 0 || digit > 9) break
      number = number * 10 + digit
      at += 1
    }
    this.end = at
    return at === from || at - from > EXACT_DIGITS ? -1 : number
  }
}
