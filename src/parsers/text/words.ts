/** A line's words, by hand: tables of a hundred MB have a hundred million of them, and patterns take most of the time. */

/** The words of a line, told apart by blanks and tabs as `/\s+/` does; none for a blank line. */
export function wordsOf(line: string): string[] {
  const words: string[] = []
  let from = -1
  for (let at = 0; at < line.length; at += 1) {
    if (isBlank(line.charCodeAt(at))) {
      if (from >= 0) words.push(line.slice(from, at))
      from = -1
    } else if (from < 0) from = at
  }
  if (from >= 0) words.push(line.slice(from))
  return words
}

/** What `\s` matches: ASCII blanks, and the rare ones of Unicode. */
export function isBlank(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13)
  return code >= 160 && UNICODE_BLANK.test(String.fromCharCode(code))
}

const UNICODE_BLANK = /\s/

/** Digits alone as a number; -1 for anything else, and for more digits than a double holds exactly. */
export function digitsOf(text: string): number {
  const { length } = text
  if (length === 0 || length > EXACT_DIGITS) return -1
  let number = 0
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

const ZERO = 48
/** 999 999 999 999 999 is below 2^53. */
const EXACT_DIGITS = 15
