/**
 * Words of a line by their places. Nothing is cut out before it is known to be kept: tables of a hundred MB have a
 * hundred million words, and most are numbers, or the same as in the row before.
 */
import { isBlank } from './words.ts'

/** The character at a place; -1 past the end. Such a read of `charCodeAt` itself makes all of its reads there slow. */
export function codeAt(line: string, at: number): number {
  return at >= 0 && at < line.length ? line.charCodeAt(at) : -1
}

/** Where the next word begins; the line's length when there is none. */
export function wordStart(line: string, from: number): number {
  let at = from
  while (at < line.length && isBlank(line.charCodeAt(at))) at += 1
  return at
}

/** Where the word that begins here ends. */
export function wordEnd(line: string, from: number): number {
  let at = from
  while (at < line.length && !isBlank(line.charCodeAt(at))) at += 1
  return at
}

/** Where the decimal digits that begin here end. */
export function digitsEnd(line: string, from: number): number {
  let at = from
  while (at < line.length && isDigit(line.charCodeAt(at))) at += 1
  return at
}

/** Where the blanks that begin here end; no tabs and the like. */
export function blanksEnd(line: string, from: number): number {
  let at = from
  while (at < line.length && line.charCodeAt(at) === SPACE) at += 1
  return at
}

/** Where the letters, digits and underscores that begin here end. */
export function nameEnd(line: string, from: number): number {
  let at = from
  while (at < line.length && isNameChar(line.charCodeAt(at))) at += 1
  return at
}

/** Whether the kernel begins names of fields so: with a small letter or an underscore. */
export function isFieldStart(code: number): boolean {
  return (code >= SMALL_A && code <= SMALL_Z) || code === UNDERSCORE
}

/** Where the hex digits, in small letters as the kernel prints them, that begin here end. */
export function hexEnd(line: string, from: number): number {
  let at = from
  while (at < line.length && isHex(line.charCodeAt(at))) at += 1
  return at
}

/** The hex digits between two places as a number; -1 for anything else. Exact up to 13 of them: 52 bits fit a double. */
export function hexBetween(line: string, from: number, to: number): number {
  if (to <= from || to > line.length) return -1
  let number = 0
  for (let at = from; at < to; at += 1) {
    const code = line.charCodeAt(at)
    if (!isHex(code)) return -1
    number = number * 16 + (code < SMALL_A ? code - ZERO : code - SMALL_A + 10)
  }
  return number
}

/** Whether these characters, from a place of the line on, are the given ones. */
export function standsAt(line: string, at: number, text: string): boolean {
  if (at + text.length > line.length) return false
  for (let i = 0; i < text.length; i += 1) {
    if (line.charCodeAt(at + i) !== text.charCodeAt(i)) return false
  }
  return true
}

/** The text between two places; where it is the same as `before`, that very string, and no second one is kept. */
export function textBetween(line: string, from: number, to: number, before: string): string {
  return to - from === before.length && standsAt(line, from, before) ? before : line.slice(from, to)
}

const [SPACE, ZERO, NINE, CAPITAL_A, CAPITAL_Z] = [32, 48, 57, 65, 90]
const [UNDERSCORE, SMALL_A, SMALL_F, SMALL_Z] = [95, 97, 102, 122]

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

function isNameChar(code: number): boolean {
  return isFieldStart(code) || isDigit(code) || (code >= CAPITAL_A && code <= CAPITAL_Z)
}

function isHex(code: number): boolean {
  return (code >= ZERO && code <= NINE) || (code >= SMALL_A && code <= SMALL_F)
}
