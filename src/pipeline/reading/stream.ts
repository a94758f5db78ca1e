/**
 * A file larger than what is held in memory: its head tells the kind, then it goes line by line through that kind's
 * sink. Memory stays flat: a line is capped, and of the text only the head is kept for quotes.
 */
import { UserError } from '../../domain/errors.ts'
import { LIMITS } from '../../domain/limits.ts'
import { LossLog } from '../../domain/parsed.ts'
import { mask, maskName, maskText } from '../../domain/secrets.ts'
import type { AnyFormat, LineSink } from '../../domain/source.ts'
import { hintOf, orderOf } from './names.ts'
import type { RawPart } from './parts.ts'
import { segment } from './segments.ts'
import { cleanText } from './text.ts'

/** What the kind is told by; also the text that quotes are taken from. */
const HEAD_BYTES = 1024 * 1024
const LINE_CHARS = 16 * 1024

/** Reads a large file. Throws UserError `file-too-large` for kinds that are not read line by line, or none at all. */
export async function partOfLarge(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  formats: readonly AnyFormat[],
  as: AnyFormat | null,
): Promise<RawPart> {
  const reader = new LargeReader(name, formats, as)
  for await (const chunk of chunks) reader.take(chunk)
  return reader.end()
}

class LargeReader {
  readonly #name: string
  readonly #formats: readonly AnyFormat[]
  readonly #as: AnyFormat | null
  readonly #decoder = new TextDecoder()
  #head = ''
  #open: {
    readonly format: AnyFormat
    readonly sink: LineSink<unknown>
    readonly losses: LossLog
  } | null = null
  #rest = ''
  #dropping = false
  #number = 0
  #bytes = 0

  constructor(name: string, formats: readonly AnyFormat[], as: AnyFormat | null) {
    this.#name = name
    this.#formats = formats
    this.#as = as
  }

  take(chunk: Uint8Array): void {
    this.#bytes += chunk.length
    const text = this.#decoder.decode(chunk, { stream: true })
    if (this.#open !== null) {
      this.#lines(text)
      return
    }
    this.#head += text
    if (this.#head.length >= HEAD_BYTES) this.#begin()
  }

  end(): RawPart {
    if (this.#open === null) this.#begin()
    if (this.#rest !== '') this.#line(this.#rest)
    const open = this.#open
    const value = open?.sink.end() ?? null
    if (open === null || value === null) throw this.#refused()
    return {
      name: maskName(this.#name),
      kind: open.format.id,
      format: open.format,
      value,
      losses: open.losses.all(),
      lines: [1, this.#number],
      text: maskText(this.#head.slice(0, QUOTED_CHARS)),
      title: maskName(this.#name),
      expected: false,
      looksLike: null,
      atMs: null,
      timeFrom: null,
      order: orderOf(this.#name),
      pid: null,
    }
  }

  /** Chooses the kind by the head, then gives it the head's lines. */
  #begin(): void {
    const format = this.#as ?? this.#kindOfHead()
    const sinkOf = format?.sink
    if (format === null || sinkOf === undefined) throw this.#refused()
    const losses = new LossLog(format.id)
    this.#open = { format, sink: sinkOf(losses), losses }
    this.#lines(this.#head)
  }

  /** The kind with a sink that reads most of the head; else the one that the name tells: a log may begin with others' lines. */
  #kindOfHead(): AnyFormat | null {
    const { text } = cleanText(new TextEncoder().encode(this.#head))
    const most = new Map<AnyFormat, number>()
    for (const { format, fromLine, toLine } of segment(text, this.#name, this.#formats)) {
      if (format?.sink !== undefined)
        most.set(format, (most.get(format) ?? 0) + toLine - fromLine + 1)
    }
    const best = [...most].sort((a, b) => b[1] - a[1])[0]?.[0]
    const named = this.#formats.find(
      ({ sink, signs }) => sink !== undefined && hintOf(this.#name, signs?.names ?? null),
    )
    return best ?? named ?? null
  }

  /** Cuts text into lines; a line may come in many pieces, and what goes beyond the cap is let go at once. */
  #lines(text: string): void {
    let at = 0
    for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', at)) {
      this.#line(this.#dropping ? '' : this.#rest + text.slice(at, newline))
      this.#rest = ''
      this.#dropping = false
      at = newline + 1
    }
    if (this.#dropping) return
    this.#rest += text.slice(at)
    if (this.#rest.length <= LINE_CHARS) return
    const cut = this.#rest.slice(0, LINE_CHARS)
    this.#open?.losses.add('cut', this.#number + 1, maskText(cut.slice(0, SAMPLE_CHARS)))
    this.#give(cut, this.#number + 1)
    this.#rest = ''
    this.#dropping = true
  }

  #line(line: string): void {
    this.#number += 1
    if (line === '') return
    const own = line.endsWith('\r') ? line.slice(0, -1) : line
    this.#give(own, this.#number)
  }

  /** Line by line what is masked of a whole text: only a value that goes on in the next line is known by its shape alone. */
  #give(line: string, number: number): void {
    const open = this.#open
    if (open === null) return
    const { mask: rule } = open.format
    open.sink.line(rule === 'none' ? maskText(line) : mask(line, rule), number)
  }

  #refused(): UserError {
    return new UserError('file-too-large', {
      file: this.#name,
      sizeBytes: this.#bytes,
      limitBytes: LIMITS.readFileBytes,
    })
  }
}

const QUOTED_CHARS = 64 * 1024
/** Enough for a secret in a sample to be seen whole. */
const SAMPLE_CHARS = 1000
