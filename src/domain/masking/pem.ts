/**
 * Private keys in PEM: whole, cut off at either end, on one line (`\n` written out, or line feeds that became blanks),
 * in an argument. What follows a key that has no end stays: only what looks like its body goes.
 */
import { type Family, MASK } from './shape.ts'

/** As files have it, as SSH2 has it, and in an address. */
const EDGE = '-{4,5} ?'
const KIND = String.raw`(?:[A-Z0-9 +]|%20){0,60}PRIVATE(?:[ +]|%20)KEY(?:(?:[ +]|%20)BLOCK)?`
const BEGIN = new RegExp(
  `${EDGE}BEGIN${KIND} ?-{4,5}|\\bPrivate-Lines: ?\\d{1,4}(?=[\\s\\\\])`,
  'g',
)
const END = new RegExp(`${EDGE}END${KIND} ?-{4,5}|\\bPrivate-(?:MAC|Hash): ?[0-9a-f]{32,64}`, 'g')
/** What a line's end may be written as: escaped, in an address, as strings that a program joins. */
const BREAK = String.raw`(?:\s|\\{1,7}[rn]|\\012|%0[AaDd]|\?|\\{0,7}["'](?:\s{0,4}[+.]\s{0,32})?)`
/** Headers of an encrypted key and words of base64; the first may follow without any end of a line. */
const BODY = new RegExp(
  String.raw`(?:[A-Za-z0-9+/=]{16,}(?![A-Za-z0-9+/=]))?(?:${BREAK}+(?:(?:Proc-Type|DEK-Info|Version|Comment): ?[^\n\\]{1,120}|[A-Za-z0-9+/=]{16,}(?![A-Za-z0-9+/=])))*(?:${BREAK}+[A-Za-z0-9+/]{1,75}={1,2})?`,
  'y',
)
/** The longest key in use (RSA with 16384 bits) has 13 KB. */
const MOST_CHARS = 32 * 1024
const BODY_CHAR = /[A-Za-z0-9+/=\s\\?]/

export const PEM: Family = { shapes: [{ name: 'private-key', cover }], marks: ['key'] }

function cover(text: string): string {
  const ends = [...text.matchAll(END)].map((end) => ({
    at: end.index,
    to: end.index + end[0].length,
  }))
  let out = ''
  let done = 0
  const leaveOut = (from: number, to: number): void => {
    out += text.slice(done, from) + MASK
    done = to
  }
  let next = 0
  const lone = (before: number): void => {
    for (let end = ends[next]; end !== undefined && end.at < before; end = ends[next]) {
      next += 1
      if (end.at >= done) leaveOut(bodyStart(text, end.at, done), end.to)
    }
  }
  for (const begin of text.matchAll(BEGIN)) {
    if (begin.index < done) continue
    lone(begin.index)
    const head = begin.index + begin[0].length
    const end = ends[next]
    const isWhole = end !== undefined && end.at - head <= MOST_CHARS
    leaveOut(begin.index, isWhole ? end.to : bodyEnd(text, head))
    if (isWhole) next += 1
  }
  lone(text.length)
  return out + text.slice(done)
}

function bodyEnd(text: string, from: number): number {
  BODY.lastIndex = from
  return from + (BODY.exec(text)?.[0].length ?? 0)
}

/** Back from an end without a beginning over what may be its body: never over a word that is none. */
function bodyStart(text: string, end: number, least: number): number {
  let at = end
  while (at > least && end - at < MOST_CHARS && BODY_CHAR.test(text[at - 1] ?? '')) at -= 1
  const words = text.slice(at, end).split(/(?<=\s|\\n)/)
  // The body's own words are long, but for the last.
  let from = end
  for (let i = words.length - 1; i >= 0; i -= 1) {
    const word = words[i] ?? ''
    const isLast = from === end || text.slice(from, end).trim().length === 0
    if (!isLast && word.trim() !== '' && word.trim().length < 16) break
    from -= word.length
  }
  return from
}
