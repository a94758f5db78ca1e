/** Digits -> numbers that are exact, or null: a number beyond 2^53 would be read wrong, so it is not read. */
import { KIB } from '../../domain/bytes.ts'

const DIGITS = /^\d{1,16}$/

/** Reads decimal digits alone; null for a sign, junk, or more than a double holds exactly. */
export function wholeNumber(text: string): number | null {
  if (!DIGITS.test(text)) return null
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : null
}

const [ZERO, NINE, SPACE, TAB] = [48, 57, 32, 9]

/**
 * Reads `   123 kB`, from a place in a line to its end, as bytes; a kernel kB is always 1024 bytes.
 * By hand, because smaps has half a million of these: a regular expression took most of its parse.
 */
export function kibToBytes(line: string, from = 0): number | null {
  let at = from
  while (isBlank(line.charCodeAt(at))) at += 1
  const firstDigit = at
  let kib = 0
  for (let code = line.charCodeAt(at); code >= ZERO && code <= NINE; code = line.charCodeAt(at)) {
    kib = kib * 10 + code - ZERO
    at += 1
  }
  if (at === firstDigit || !line.startsWith(' kB', at)) return null
  at += ' kB'.length
  while (isBlank(line.charCodeAt(at))) at += 1
  const bytes = kib * KIB
  return at === line.length && Number.isSafeInteger(bytes) ? bytes : null
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}
