/** Blanks and digits, by hand: tables of a hundred MB have a hundred million words, and patterns take most of the time. */

/** What `\s` matches: ASCII blanks, and the rare ones of Unicode. */
export function isBlank(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13)
  return code >= 160 && UNICODE_BLANK.test(String.fromCharCode(code))
}

const UNICODE_BLANK = /\s/

/** Digits alone as a number; -1 for anything else, and for more digits than a double holds exactly. */
export function digitsOf(text: string): number {
  return digitsBetween(text, 0, text.length)
}

/** The digits between two places of a line as a number; -1 as above. */
export function digitsBetween(line: string, from: number, to: number): number {
  if (to <= from || to - from > EXACT_DIGITS) return -1
  let number = 0
  for (let at = from; at < to; at += 1) {
    const digit = line.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

const ZERO = 48
/** 999 999 999 999 999 is below 2^53. */
const EXACT_DIGITS = 15
