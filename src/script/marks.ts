/**
 * One stream of bytes -> text and marks. A mark is a line that begins with `@@NONCE ` at the start of a line;
 * all else is text. Each byte is looked at once, however the stream is chunked.
 */

export type Token =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  /** What follows the nonce on the line: `B proc/stat`. */
  | { readonly kind: 'mark'; readonly line: string }

/** A mark's line is short; a longer one is text that looks like one. */
const MARK_BYTES = 512
const NEWLINE = 10

export class MarkScanner {
  readonly #prefix: Uint8Array
  #held: Uint8Array = new Uint8Array(0)
  #atLineStart = true

  constructor(nonce: string) {
    this.#prefix = new TextEncoder().encode(`@@${nonce} `)
  }

  push(chunk: Uint8Array): readonly Token[] {
    const bytes = this.#held.length === 0 ? chunk : joined([this.#held, chunk])
    this.#held = new Uint8Array(0)
    const out: Token[] = []
    let textFrom = 0
    let at = 0
    const flush = (to: number): void => {
      if (to > textFrom) out.push({ kind: 'text', bytes: bytes.subarray(textFrom, to) })
    }
    while (at < bytes.length) {
      if (this.#atLineStart) {
        const end = this.#markEnd(bytes, at)
        if (end === 'more') {
          flush(at)
          // Copied: a view would keep the whole chunk alive, and the chunk's owner may reuse it.
          this.#held = bytes.slice(at)
          return out
        }
        if (end !== null) {
          flush(at)
          out.push({ kind: 'mark', line: decode(bytes.subarray(at + this.#prefix.length, end)) })
          at = end + 1
          textFrom = at
          continue
        }
      }
      const newline = bytes.indexOf(NEWLINE, at)
      this.#atLineStart = newline >= 0
      at = newline < 0 ? bytes.length : newline + 1
    }
    flush(bytes.length)
    return out
  }

  /** What was held back because it might have become a mark. */
  rest(): readonly Token[] {
    return this.#held.length === 0 ? [] : [{ kind: 'text', bytes: this.#held }]
  }

  /** Where the mark that begins here ends; null when none begins here; `more` when the bytes do not tell yet. */
  #markEnd(bytes: Uint8Array, from: number): number | null | 'more' {
    const have = Math.min(this.#prefix.length, bytes.length - from)
    for (let i = 0; i < have; i += 1) {
      if (bytes[from + i] !== this.#prefix[i]) return null
    }
    if (have < this.#prefix.length) return 'more'
    const newline = bytes.subarray(from, from + MARK_BYTES).indexOf(NEWLINE)
    if (newline >= 0) return from + newline
    return bytes.length - from < MARK_BYTES ? 'more' : null
  }
}

/** Chunks as one; the same array when there is but one. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  if (first !== undefined && chunks.length === 1) return first
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    out.set(chunk, at)
    at += chunk.length
  }
  return out
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })

/** UTF-8 with U+FFFD for what is none; NUL is kept. */
export function decode(bytes: Uint8Array): string {
  return DECODER.decode(bytes)
}
