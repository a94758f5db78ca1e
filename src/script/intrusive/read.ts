/** Output of an intrusive script -> events, as it comes. Pure and total: any bytes in any chunking give the same events. */
import {
  coreFilePath,
  INTRUSIVE_ENDS,
  INTRUSIVE_REFUSALS,
  type IntrusiveEnd,
  type IntrusiveEvent,
  type IntrusiveRequest,
} from '../../domain/intrusive.ts'
import { joined, MarkScanner, type Token } from '../marks.ts'

/** A line of text is cut here: names of C++ templates run to many thousands of characters. */
const LINE_CHARS = 500

export class IntrusiveReader {
  readonly #request: IntrusiveRequest
  readonly #scan: MarkScanner
  #line: Uint8Array[] = []
  #lineBytes = 0
  #ended = false

  constructor(request: IntrusiveRequest) {
    this.#request = request
    this.#scan = new MarkScanner(request.nonce)
  }

  /** Takes bytes of standard output; gives what became complete by them. */
  push(bytes: Uint8Array): readonly IntrusiveEvent[] {
    return this.#scan.push(bytes).flatMap((token) => this.#take(token))
  }

  /** The stream's end. Gives the event `end` where the script did not tell one. */
  end(): readonly IntrusiveEvent[] {
    const events = this.#scan.rest().flatMap((token) => this.#take(token))
    const last = this.#finishLine()
    const end = this.#ended ? [] : [lost()]
    this.#ended = true
    return [...events, ...last, ...end]
  }

  #take(token: Token): readonly IntrusiveEvent[] {
    if (this.#ended) return []
    return token.kind === 'text' ? this.#text(token.bytes) : this.#mark(token.line)
  }

  #mark(line: string): readonly IntrusiveEvent[] {
    const before = this.#finishLine()
    const event = eventOf(line, this.#request)
    if (event === null) return before
    this.#ended = event.kind === 'end'
    return [...before, event]
  }

  #text(bytes: Uint8Array): readonly IntrusiveEvent[] {
    const events: IntrusiveEvent[] = []
    let from = 0
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      this.#keep(bytes.subarray(from, at))
      events.push(...this.#finishLine())
      from = at + 1
    }
    this.#keep(bytes.subarray(from))
    return events
  }

  #keep(part: Uint8Array): void {
    // Four bytes are the longest character.
    const room = LINE_CHARS * 4 - this.#lineBytes
    if (room <= 0 || part.length === 0) return
    const kept = part.slice(0, room)
    this.#line.push(kept)
    this.#lineBytes += kept.length
  }

  #finishLine(): readonly IntrusiveEvent[] {
    if (this.#lineBytes === 0) return []
    const line = plain(DECODER.decode(joined(this.#line)))
    this.#line = []
    this.#lineBytes = 0
    return line === '' ? [] : [{ kind: 'text', line }]
  }
}

const NEWLINE = 10
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })

/** Control characters could move a terminal's cursor or end a line; they become blanks. */
function plain(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')].slice(0, LINE_CHARS).join('').trimEnd()
}

function lost(): IntrusiveEvent {
  return { kind: 'end', ok: false, detail: 'lost' }
}

/** A mark's event; null for a line that is none of ours. */
function eventOf(line: string, request: IntrusiveRequest): IntrusiveEvent | null {
  const [verb = '', ...words] = line.split(' ')
  const [first, second] = words.map(wholeOrNull)
  switch (verb) {
    case 'B':
      return { kind: 'begun' }
    case 'P':
      return { kind: 'pausing' }
    case 'D':
      return isWhole(first) && isWhole(second)
        ? { kind: 'progress', doneBytes: first, ofBytes: second }
        : null
    case 'R':
      return isWhole(first) ? { kind: 'resumed', pausedMs: first } : null
    case 'S':
      return { kind: 'still-stopped' }
    case 'X':
      return { kind: 'text-cut' }
    case 'F':
      return isWhole(first) ? fileOf(request, first, words[1]) : null
    case 'G':
      return words[0] === 'none' || words[0] === 'other' ? { kind: 'found', what: words[0] } : null
    case 'N':
      return refusal(words)
    case 'C':
      return words[0] === '0' || words[0] === '1'
        ? { kind: 'cleaned', left: words[0] === '1' }
        : null
    case 'Z':
      return ending(words[0])
    default:
      return null
  }
}

function fileOf(request: IntrusiveRequest, bytes: number, told = ''): IntrusiveEvent {
  const [, inode, seconds] = /^(\d{1,15})\.(\d{1,15})$/.exec(told) ?? []
  const made =
    inode === undefined || bytes === 0
      ? null
      : { inode: Number(inode), changedAtSec: Number(seconds), bytes }
  return { kind: 'file', path: coreFilePath(request), bytes, made }
}

function refusal([code = '', ...words]: readonly string[]): IntrusiveEvent | null {
  const known = INTRUSIVE_REFUSALS.find((one) => one === code)
  if (known === undefined) return null
  const params = words.flatMap((word) => {
    const [, name, value] = /^([A-Za-z]{1,20})=(-?\d{1,15}|[a-z-]{1,20})$/.exec(word) ?? []
    if (name === undefined || value === undefined) return []
    return [[name, /\d/.test(value) ? Number(value) : value] as const]
  })
  return { kind: 'refused', code: known, params: Object.fromEntries(params) }
}

function ending(word: string | undefined): IntrusiveEvent | null {
  const detail: IntrusiveEnd | undefined = INTRUSIVE_ENDS.find((one) => one === word)
  return detail === undefined ? null : { kind: 'end', ok: detail === 'done', detail }
}

function wholeOrNull(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,15}$/.test(word) ? Number(word) : null
}

function isWhole(value: number | null | undefined): value is number {
  return typeof value === 'number'
}
