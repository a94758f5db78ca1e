/** Bytes -> lines as they come, in the encoding that their mark tells, never more than one line held. */
import type { LossLog } from '../../domain/parsed.ts'
import { DOCUMENT_CHARS } from './reader.ts'

export interface Line {
  readonly text: string
  /** From 1. */
  readonly number: number
}

export class LineCutter {
  readonly #losses: LossLog
  #decoder: InstanceType<typeof TextDecoder> | null = null
  #rest: string[] = []
  #restChars = 0
  #number = 0

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  *take(chunk: Uint8Array): Iterable<Line> {
    this.#decoder ??= new TextDecoder(encodingOf(chunk))
    yield* this.#lines(this.#decoder.decode(chunk, { stream: true }))
  }

  *end(): Iterable<Line> {
    yield* this.#lines(this.#decoder?.decode() ?? '')
    if (this.#restChars > 0) yield this.#cut('')
  }

  *#lines(text: string): Iterable<Line> {
    let at = 0
    for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', at)) {
      yield this.#cut(text.slice(at, newline))
      at = newline + 1
    }
    this.#keep(text.slice(at))
  }

  /** What goes beyond the bound is let go at once: the line is bad anyway. */
  #keep(text: string): void {
    if (text === '') return
    this.#restChars += text.length
    if (this.#restChars <= DOCUMENT_CHARS) this.#rest.push(text)
    else this.#losses.add('cut', this.#number + 1, this.#rest[0] ?? text)
  }

  #cut(end: string): Line {
    this.#keep(end)
    const text = this.#rest.join('')
    this.#rest = []
    this.#restChars = 0
    this.#number += 1
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text, number: this.#number }
  }
}

/** UTF-16 is what a spreadsheet calls "Unicode text"; its mark, as that of UTF-8, is taken off by the decoder. */
function encodingOf(chunk: Uint8Array): string {
  const [a, b] = chunk
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
}
