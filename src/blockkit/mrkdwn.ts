/** Running text -> Slack mrkdwn. Everything that is data goes through escape.ts. */
import { type BareSpan, bare, type Text } from '../domain/words.ts'
import { activeMarks, cleanLine, cleanLines, escapeMarkup, insideCode, isRisky } from './escape.ts'

type Kind = 'plain' | 'bold' | 'code' | 'raw'

interface Piece {
  readonly kind: Kind
  readonly text: string
}

export interface MrkdwnOptions {
  readonly maxChars: number
  /** All plain words are written bold. */
  readonly bold?: boolean
  /** Line breaks of the data are kept; else they become spaces. */
  readonly lines?: boolean
}

const USER_ID = /^[UW][A-Z0-9]{2,}$/
/** What chat.getPermalink gives: the address of a message, and no other. */
const LINK = /^https?:\/\/[\w.:-]+\/archives\/[A-Z0-9]+\/p\d+(?:\?[\w=&.-]*)?$/
const LINK_SIGN = '↗'
const MARKS = /[`*_~|@:]/
const CHANNEL_ID = /^[CG][A-Z0-9]{2,}$/
/** Separates our own marks from a neighbouring letter: Slack formats at the edges of words only. */
const EDGE = '\u200b'
const CUT = '…'
/** The range of Date; beyond it there is no instant to name. */
const MAX_DATE_MS = 8.64e15
const YEAR_10000_MS = Date.UTC(10_000, 0)

/** Gives mrkdwn of at most `maxChars` characters; what is cut ends in `…`. Empty text gives ''. */
export function toMrkdwn(text: Text, options: MrkdwnOptions): string {
  const pieces = toPieces(text, options)
  let out = ''
  let last: Piece | null = null
  for (const piece of pieces) {
    const next = (last === null ? '' : between(last, piece)) + write(piece)
    if (out.length + next.length > options.maxChars) return cutShort(out, piece, options.maxChars)
    out += next
    last = piece
  }
  return out
}

/** Ends `out` with as much of the next piece as fits, then the sign of the cut. */
function cutShort(out: string, next: Piece, maxChars: number): string {
  const marks = isMarked(next.kind) ? 2 : 0
  let room = maxChars - out.length - 2 * EDGE.length - CUT.length - marks
  let kept = ''
  // A token of Slack's cannot be cut; it goes as a whole.
  for (const char of next.kind === 'raw' ? '' : next.text) {
    room -= escapeMarkup(char).length
    if (room < 0) break
    kept += char
  }
  const written = kept.trim() === '' ? '' : EDGE + write({ kind: next.kind, text: kept.trimEnd() })
  const cut = `${out}${written}${EDGE}${CUT}`
  return cut.length <= maxChars ? cut : out
}

function toPieces(text: Text, options: MrkdwnOptions): readonly Piece[] {
  const clean = options.lines === true ? cleanLines : cleanLine
  // Neighbouring strings as one, so that no mark can be put together from two of them.
  const spans = bare(text)
  const hasBold = options.bold === true || spans.some((span) => isStrong(span))
  const active = activeMarks(spans.map(dataOf).join(' '), hasBold)
  const pieces: Piece[] = []
  for (const span of spans) {
    if (typeof span === 'string') {
      const kind = options.bold === true ? 'bold' : 'plain'
      addWords(pieces, clean(span), kind, active)
    } else if ('strong' in span) addWords(pieces, cleanLine(span.strong), 'bold', active)
    else if ('code' in span) addCode(pieces, span.code)
    else if ('command' in span) addCode(pieces, `/${span.command}`)
    else if ('timeMs' in span) add(pieces, { kind: 'raw', text: dateToken(span.timeMs) })
    else if ('link' in span) addLink(pieces, span, active)
    else if ('channel' in span) addChannel(pieces, span.channel, active)
    else if (USER_ID.test(span.user)) add(pieces, { kind: 'raw', text: `<@${span.user}>` })
    else addWords(pieces, `@${cleanLine(span.user)}`, 'plain', active)
  }
  return pieces
}

/** Splits at white space: risky words become code, white space stays outside of bold. */
function addWords(
  pieces: Piece[],
  text: string,
  kind: 'plain' | 'bold',
  active: ReadonlySet<string>,
): void {
  let startsLine = pieces.length === 0
  for (const token of text.split(/(\s+)/)) {
    if (token === '') continue
    if (/^\s/.test(token)) add(pieces, { kind: 'plain', text: token })
    else if (isRisky(token, startsLine, active)) addCode(pieces, token)
    else addBoldOrPlain(pieces, kind, token)
    startsLine = token.includes('\n')
  }
}

/** Bold words with one space between them are one bold run. */
function addBoldOrPlain(pieces: Piece[], kind: 'plain' | 'bold', word: string): void {
  const gap = pieces.at(-1)
  const before = pieces.at(-2)
  if (
    kind === 'bold' &&
    gap?.kind === 'plain' &&
    before?.kind === 'bold' &&
    /^ +$/.test(gap.text)
  ) {
    pieces.splice(-2, 2, { kind, text: before.text + gap.text + word })
    return
  }
  add(pieces, { kind, text: word })
}

/** An address that is none is left out: its text stands alone, bold as a title. */
function addLink(
  pieces: Piece[],
  span: { readonly link: string; readonly text: string },
  active: ReadonlySet<string>,
): void {
  const text = cleanLine(span.text).trim()
  const isLink = LINK.test(span.link)
  // Within a link nothing can be written as code: such a text stands before its link.
  const isBare = isLink && text !== '' && !MARKS.test(text)
  const label = isBare ? escapeMarkup(text) : LINK_SIGN
  if (!isBare) addWords(pieces, cleanLine(span.text), 'bold', active)
  if (isLink && !isBare) add(pieces, { kind: 'plain', text: ' ' })
  if (isLink) add(pieces, { kind: 'raw', text: `<${escapeMarkup(span.link)}|${label}>` })
}

function addChannel(pieces: Piece[], channel: string, active: ReadonlySet<string>): void {
  if (CHANNEL_ID.test(channel)) add(pieces, { kind: 'raw', text: `<#${channel}>` })
  else addWords(pieces, `#${cleanLine(channel)}`, 'plain', active)
}

function addCode(pieces: Piece[], text: string): void {
  if (insideCode(text) !== '') add(pieces, { kind: 'code', text })
}

function add(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1)
  const merges = last !== undefined && last.kind === piece.kind && isRunning(piece.kind)
  if (merges) pieces[pieces.length - 1] = { kind: piece.kind, text: last.text + piece.text }
  else pieces.push(piece)
}

function isRunning(kind: Kind): boolean {
  return kind === 'plain' || kind === 'bold'
}

function isMarked(kind: Kind): boolean {
  return kind === 'bold' || kind === 'code'
}

function between(left: Piece, right: Piece): string {
  if (isMarked(left.kind) && isMarked(right.kind)) return EDGE
  if (isMarked(left.kind))
    return right.kind === 'raw' || !/^[\s.,;:!?)]/.test(right.text) ? EDGE : ''
  if (isMarked(right.kind)) return left.kind === 'raw' || !/[\s(]$/.test(left.text) ? EDGE : ''
  return ''
}

function write(piece: Piece): string {
  if (piece.kind === 'raw') return piece.text
  if (piece.kind === 'code') return `\`${insideCode(piece.text)}\``
  const text = escapeMarkup(piece.text)
  return piece.kind === 'bold' ? `*${text}*` : text
}

/** Each reader sees the time in his own zone; where that fails, in UTC. */
function dateToken(timeMs: number): string {
  if (!(Math.abs(timeMs) <= MAX_DATE_MS)) return '–'
  const utc = `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  // Beyond what Slack's readers and a date of four digits show.
  if (timeMs < 0 || timeMs >= YEAR_10000_MS) return utc
  return `<!date^${Math.floor(timeMs / 1000)}^{date_short_pretty} {time_secs}|${utc}>`
}

function isStrong(span: BareSpan): boolean {
  return typeof span !== 'string' && 'strong' in span
}

function dataOf(span: BareSpan): string {
  if (typeof span === 'string') return span
  if ('strong' in span) return span.strong
  if ('link' in span) return span.text
  if ('channel' in span) return span.channel
  return 'user' in span ? span.user : ''
}
