/** Digits -> numbers that are exact, or null: a number beyond 2^53 would be read wrong, so it is not read. */
import { KIB } from '../../domain/bytes.ts'

const DIGITS = /^\d{1,16}$/

/** Reads decimal digits alone; null for a sign, junk, or more than a double holds exactly. */
export function wholeNumber(text: string): number | null {
  if (!DIGITS.test(text)) return null
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : null
}

const KIB_TEXT = /^(\d{1,16}) kB$/

/** Reads `123 kB` as bytes; a kernel kB is always 1024 bytes. */
export function kibToBytes(text: string): number | null {
  const bytes = Number(KIB_TEXT.exec(text)?.[1] ?? Number.NaN) * KIB
  return Number.isSafeInteger(bytes) ? bytes : null
}
