/** Which formats a line may begin, and how far a text of a format goes: by `Format.signs` alone. Pure, linear. */
import type { AnyFormat, Signs } from '../../domain/source.ts'
import { markerOf } from './markers.ts'

export interface Signed {
  readonly format: AnyFormat
  readonly signs: Signs
}

/** Lines that a kind does not know, in a row, before its text is held to be over. */
const FOREIGN_LINES = 4
/** Blank lines in a row that a text may hold. */
const BLANK_LINES = 3

export class Finder {
  readonly all: readonly Signed[]
  readonly #any: RegExp
  readonly #flagged: readonly Signed[]

  constructor(formats: readonly AnyFormat[]) {
    this.all = formats.flatMap((format) =>
      format.signs === null ? [] : [{ format, signs: format.signs }],
    )
    // One pattern for all: most lines of a large text begin nothing.
    const plain = this.all.filter(({ signs }) => signs.begins.flags === '')
    this.#any = new RegExp(plain.map(({ signs }) => `(?:${signs.begins.source})`).join('|'))
    this.#flagged = this.all.filter(({ signs }) => signs.begins.flags !== '')
  }

  /** The formats that such a line begins, in the order of the list. */
  begunBy(line: string): readonly Signed[] {
    if (!this.#any.test(line) && !this.#flagged.some(({ signs }) => signs.begins.test(line)))
      return []
    return this.all.filter(({ signs }) => signs.begins.test(line))
  }

  /**
   * The line after the last one of a text of this format that begins at `from`. It ends at a marker, at too many
   * lines in a row that are none of its own, or where its own first line comes again (a second text of the kind).
   */
  endOf(signed: Signed, lines: readonly string[], from: number): number {
    const { signs } = signed
    const first = keyOf(lines[from] ?? '')
    let [end, strange, blank, others] = [from + 1, 0, 0, 0]
    for (let at = from + 1; at < lines.length; at += 1) {
      const line = lines[at] ?? ''
      if (line.trim() === '') {
        blank += 1
        if (blank > BLANK_LINES) break
        continue
      }
      const begins = signs.begins.test(line)
      if (begins && isAgain(signed, line, first, others)) break
      if (begins || signs.goesOn.test(line)) {
        if (!begins) others += 1
        ;[end, strange, blank] = [at + 1, 0, 0]
        continue
      }
      strange += 1
      // A log may hold lines of others in between; elsewhere what begins another text ends this one.
      if (signed.format.sink === undefined && this.begunBy(line).length > 0) break
      if (strange > FOREIGN_LINES || markerOf(line) !== null) break
    }
    return end
  }
}

/**
 * Whether a line that could begin a text begins another one: `repeats` says so, else the header or the first
 * record comes again, or a header comes that is no further line of the kind.
 */
function isAgain({ format, signs }: Signed, line: string, first: string, others: number): boolean {
  const repeats = signs.repeats ?? (format.sink === undefined ? null : true)
  if (repeats !== null) return !repeats
  return keyOf(line) === first || (others > 0 && !signs.goesOn.test(line))
}

/** What a first line has in common with that of the next text of its kind: a field's name, else its first words. */
function keyOf(line: string): string {
  const words = line.trim().split(/\s+/, 4)
  return /[:=_]/.test(words[0] ?? '') && !/^[0-9a-f]+-|\d:/.test(words[0] ?? '')
    ? (words[0] ?? '')
    : words.join(' ')
}
