/**
 * What a parser gives: the value with what it could not read, or why there is no value.
 * Parsers are pure and total: any text gives one of the two, nothing is thrown.
 */

/** A part of the input that was not understood or not there; the rest of the value holds. */
export interface Loss {
  readonly code:
    | 'cut'
    | 'bad-line'
    | 'bad-number'
    | 'missing-field'
    | 'too-many'
    | 'cleaned'
    | 'skipped'
  readonly source: string
  /** First line it concerns, from 1; null when it is not about one line. */
  readonly line: number | null
  readonly count: number
  /** The first offending text, at most 120 characters, as it came (masked). */
  readonly sample: string
}

/** Nothing usable. `line` counts from 1 (0 for empty input). */
export interface ParseFault {
  readonly code: 'empty' | 'not-this-format' | 'cut-before-value'
  readonly source: string
  readonly line: number
  readonly sample: string
}

export type Parsed<T> =
  | { readonly value: T; readonly losses: readonly Loss[] }
  | { readonly error: ParseFault }

/** What the collector knows of the text: whether its end is missing. */
export interface Told {
  readonly cut: boolean
}

const SAMPLE_CHARS = 120

/** The first characters of an offending line, safe to keep and to show. */
export function sampleOf(text: string): string {
  return text.slice(0, SAMPLE_CHARS)
}

export function fault(
  code: ParseFault['code'],
  source: string,
  line: number,
  text: string,
): { readonly error: ParseFault } {
  return { error: { code, source, line, sample: sampleOf(text) } }
}

export function value<T>(of: T, losses: readonly Loss[] = []): Parsed<T> {
  return { value: of, losses }
}

/**
 * Gathers losses of one kind into one entry with a count, so that a hundred bad lines are one note.
 */
export class LossLog {
  readonly #source: string
  readonly #by = new Map<Loss['code'], Loss>()

  constructor(source: string) {
    this.#source = source
  }

  add(code: Loss['code'], line: number | null, text: string): void {
    const seen = this.#by.get(code)
    this.#by.set(
      code,
      seen === undefined
        ? { code, source: this.#source, line, count: 1, sample: sampleOf(text) }
        : { ...seen, count: seen.count + 1 },
    )
  }

  all(): readonly Loss[] {
    return [...this.#by.values()]
  }
}
