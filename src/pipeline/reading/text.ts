/**
 * Bytes that people bring -> text as the tool printed it: the encoding, the colours of terminals, the marks of
 * chats and mails, and the markup of web pages are taken off, each with a loss that says so. Pure and total.
 */
import { LIMITS } from '../../domain/limits.ts'
import { type Loss, sampleOf } from '../../domain/parsed.ts'

export interface CleanText {
  readonly text: string
  readonly losses: readonly Loss[]
}

/** Decodes and cleans. Line ends stay as they are: parsers take LF and CRLF alike. */
export function cleanText(bytes: Uint8Array): CleanText {
  const decoded = decode(bytes)
  let text = decoded.text
  const done: Loss[] = decoded.how === null ? [] : [cleaned(decoded.how, 1)]
  for (const [how, clean] of CLEANERS) {
    const after = clean(text)
    if (after !== text) done.push(cleaned(how, changedLines(text, after)))
    text = after
  }
  const capped = capLines(text)
  if (capped.count > 0) {
    const sample = sampleOf(capped.sample)
    done.push({ code: 'cut', source: SOURCE, line: capped.line, count: capped.count, sample })
  }
  return { text: capped.text, losses: done }
}

const SOURCE = 'text'

function cleaned(how: string, count: number): Loss {
  return { code: 'cleaned', source: SOURCE, line: null, count, sample: how }
}

function decode(bytes: Uint8Array): { readonly text: string; readonly how: string | null } {
  const [a, b, c] = bytes
  if (a === 0xff && b === 0xfe) return utf16(bytes.subarray(2), 'utf-16le')
  if (a === 0xfe && b === 0xff) return utf16(bytes.subarray(2), 'utf-16be')
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    return { text: new TextDecoder().decode(bytes.subarray(3)), how: 'byte order mark' }
  }
  const guess = guessUtf16(bytes.subarray(0, 2048))
  if (guess !== null) return utf16(bytes, guess)
  return { text: new TextDecoder().decode(bytes), how: null }
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be') {
  return { text: new TextDecoder(encoding).decode(bytes), how: encoding }
}

/** Plain ASCII as UTF-16 has a NUL in each second place: nearly all there, none in the others. */
function guessUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (head.length < 8) return null
  let [even, odd] = [0, 0]
  head.forEach((byte, at) => {
    if (byte !== 0) return
    if (at % 2 === 0) even += 1
    else odd += 1
  })
  const half = head.length / 2
  if (odd > half * 0.9 && even < half * 0.02) return 'utf-16le'
  return even > half * 0.9 && odd < half * 0.02 ? 'utf-16be' : null
}

const ESCAPE = '\u001b'
/** CSI and OSC sequences, and the two-character ones (ECMA-48). */
const ANSI = new RegExp(
  `${ESCAPE}(?:\\[[0-9:;<=>?]*[ -/]*[@-~]|\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)|[()][A-Za-z0-9]|[=>78cDEHMNOZ])`,
  'g',
)
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  '#34': '"',
  nbsp: ' ',
}
const ENTITY = /&(lt|gt|amp|quot|apos|nbsp|#39|#x27|#34);/g

const CLEANERS: readonly (readonly [how: string, clean: (text: string) => string])[] = [
  ['terminal colours', (text) => (text.includes(ESCAPE) ? text.replace(ANSI, '') : text)],
  // `man` and old pagers print bold as letter, backspace, letter.
  ['overstrike', (text) => (text.includes('\b') ? text.replace(/[^\n]\u0008/g, '') : text)],
  [
    'html escapes',
    (text) => text.replace(ENTITY, (whole, name: string) => ENTITIES[name] ?? whole),
  ],
  ['web blanks', (text) => text.replace(/\u00a0/g, ' ').replace(/[\u200b\ufeff]/g, '')],
  ['quote marks', (text) => unquote(unquote(unquote(text)))],
  ['indentation', setOut],
  ['code marks', (text) => text.replace(/^[ \t]*(?:```|~~~)[ \t]*|```[ \t]*(?=\r?$)/gm, '')],
]

/** Most lines of a quoted mail or message begin with the mark; few lines of evidence do. */
const QUOTED_RATIO = 0.8
const QUOTE = /^[ \t]*> ?/

function unquote(text: string): string {
  if (!/^[ \t]*>/m.test(text.slice(0, 10_000))) return text
  const lines = text.split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  const quoted = filled.filter((line) => QUOTE.test(line)).length
  if (quoted < filled.length * QUOTED_RATIO) return text
  return lines.map((line) => line.replace(QUOTE, '')).join('\n')
}

/** As code is set in, in tickets and lists; columns that are set to the right have fewer blanks before the first. */
const SET_IN = /^(?:\t+ *|(?: {4})+)/

/** Takes off what all lines are set in by. */
function setOut(text: string): string {
  if (!/^(?:\s*\n)?(?:\t| {4})/.test(text)) return text
  const lines = text.split('\n')
  let common: string | null = null
  for (const line of lines) {
    if (line.trim() === '') continue
    const own = SET_IN.exec(line)?.[0] ?? ''
    if (common === null || common.startsWith(own)) common = own
    else if (!own.startsWith(common)) return text
    if (common === '') return text
  }
  const chars = common?.length ?? 0
  return lines.map((line) => line.slice(Math.min(chars, line.search(/\S|$/)))).join('\n')
}

function changedLines(before: string, after: string): number {
  const [one, other] = [before.split('\n'), after.split('\n')]
  return Math.max(1, one.filter((line, i) => line !== other[i]).length)
}

/** Cuts each endless line: a line of evidence is never that long, and rules that look at lines would crawl. */
function capLines(text: string) {
  const parts: string[] = []
  let [at, from, number, count] = [0, 0, 0, 0]
  let first: { readonly line: number; readonly sample: string } | null = null
  while (at <= text.length) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    number += 1
    if (end - at > LIMITS.readLineChars) {
      first ??= { line: number, sample: text.slice(at, at + 200) }
      count += 1
      parts.push(text.slice(from, at + LIMITS.readLineChars))
      from = end
    }
    at = end + 1
  }
  const whole = count === 0 ? text : [...parts, text.slice(from)].join('')
  return { text: whole, count, line: first?.line ?? null, sample: first?.sample ?? '' }
}
