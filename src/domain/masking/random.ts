/**
 * Text that nobody wrote: tokens without a known prefix. Judged by pieces, because a path or a name made of words has as
 * much entropy as a token once it is long (measured: whole paths came out masked).
 *
 * Random to us is what has capitals, small letters and digits, no words, and more than 3.5 bits a letter. What has two of
 * these alone is evidence as a rule and stays: hex (hashes of builds, containers, images, UUIDs, addresses), lower case
 * with digits (suffixes of pods, groups of systemd, stores of Nix), numbers, symbols. Beyond 32 letters in one piece, and
 * not as part of a path, two kinds of letters suffice, but for hex.
 */
import { MASK, type Shape } from './shape.ts'

const LEAST_CHARS = 20
const LEAST_OF_TWO = 32
const LEAST_BITS = 3.5
/** More of a name than this is words. */
const MOST_WORDS = 0.6
/** Of base64 that slashes, dashes and underscores cut into pieces too short to tell. */
const MOST_WORDS_OF_RUN = 0.4
const RUN_CHARS = 32

const RUN = /[A-Za-z0-9+/_-]{20,}={0,2}/g
const WORD = /[A-Z]?[a-z]{3,}/g
/** The `g` is git's own, before a commit in a version. */
const HEX = /^(?:g|0x)?[0-9A-Fa-f]*$/
/** Symbols as compilers of C++ and Rust mangle them. */
const MANGLED = /^_{1,3}(?:Z[A-Z]|ZN?[0-9A-Z]|R[A-Z])/
/** Of keys and packages, not of people: `SHA256:…` of a host key, `sha512-…` of a package. */
const DIGEST_BEFORE = /(?:SHA(?:1|256|384|512)|MD5)[:=/-]$/i
const DIGEST = /^sha(?:1|256|384|512)[-/]/i

export const RANDOM: Shape = { name: 'random', cover: (text) => text.replace(RUN, coverRun) }

/** Whether one piece, without dashes and slashes in it, is random. */
export function isRandom(piece: string): boolean {
  if (piece.length < LEAST_CHARS || HEX.test(piece)) return false
  const kinds = kindsOf(piece)
  if (kinds.digits > 0 && kinds.upper > 0 && kinds.lower > 0)
    return wordsIn(piece) <= MOST_WORDS && bitsOf(piece) > LEAST_BITS
  if (piece.length < LEAST_OF_TWO || wordsIn(piece) > MOST_WORDS_OF_RUN) return false
  return (kinds.digits >= 4 || (kinds.upper > 4 && kinds.lower > 4)) && bitsOf(piece) > LEAST_BITS
}

function coverRun(run: string, at: number, text: string): string {
  if (MANGLED.test(run)) return run
  if (DIGEST.test(run) || DIGEST_BEFORE.test(text.slice(Math.max(0, at - 8), at))) return run
  const isPath = run.startsWith('/') || text[at - 1] === '.' || text[at - 1] === '~'
  if (!isPath && isBase64(run)) return MASK
  return run
    .split('/')
    .map((part, i) => coverPart(part, i > 0))
    .join('/')
}

/** A long run of base64 with slashes in it: no word, and all kinds of letters. */
function isBase64(run: string): boolean {
  if (run.length < RUN_CHARS || !/[+/]/.test(run)) return false
  const letters = run.replace(/[+/_=-]/g, '')
  const kinds = kindsOf(letters)
  return (
    kinds.digits > 1 &&
    kinds.upper > 4 &&
    kinds.lower > 4 &&
    letters.length > run.length * 0.8 &&
    wordsIn(letters) <= MOST_WORDS_OF_RUN
  )
}

/** One name of a path, or a word: masked from its first piece that is no word to its end. */
function coverPart(part: string, inPath: boolean): string {
  if (part.length < LEAST_CHARS) return part
  const pieces = part.replace(/=+$/, '').split(/[+_-]/)
  const isOne = pieces.some((piece) => isRandom(piece) && !(inPath && isOfTwo(piece)))
  if (!isOne && !isUrlBase64(part, pieces)) return part
  let from = 0
  for (const piece of pieces) {
    if (!/^[A-Z]?[a-z]{2,}$|^$/.test(piece)) break
    from += piece.length + 1
  }
  return part.slice(0, from) + MASK
}

/** Base64 for addresses, whose dashes fell so that no piece is long. */
function isUrlBase64(part: string, pieces: readonly string[]): boolean {
  if (part.length < RUN_CHARS || pieces.length > part.length / 8) return false
  const letters = pieces.join('')
  const kinds = kindsOf(letters)
  return (
    kinds.digits > 1 &&
    kinds.upper > 4 &&
    kinds.lower > 4 &&
    wordsIn(letters) <= MOST_WORDS_OF_RUN &&
    pieces.every((piece) => piece.length < 4 || !HEX.test(piece))
  )
}

function isOfTwo(piece: string): boolean {
  const { upper, lower, digits } = kindsOf(piece)
  return [upper, lower, digits].some((count) => count === 0)
}

function kindsOf(text: string): { upper: number; lower: number; digits: number } {
  const of = { upper: 0, lower: 0, digits: 0 }
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) of.digits += 1
    else if (code >= 65 && code <= 90) of.upper += 1
    else if (code >= 97 && code <= 122) of.lower += 1
  }
  return of
}

/** How much of it is in words, 0..1. */
function wordsIn(text: string): number {
  let chars = 0
  for (const [word] of text.matchAll(WORD)) chars += word.length
  return chars / text.length
}

/** Shannon's entropy, in bits a letter. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}
