/** Rows of sar in the form that nearly all have, by hand: a month of minutes with `-A` is a hundred MB. */
import { KIB } from '../../domain/bytes.ts'
import { REFUSED, WordCursor } from '../text/wordCursor.ts'
import { rowShape } from './rowShape.ts'
import type { SarCells, SarColumn } from './sarColumns.ts'

export interface SarRow {
  readonly at: string
  readonly values: SarCells
}

/** More kB than this are more bytes than a double holds exactly. */
const MOST_KIB = Number.MAX_SAFE_INTEGER / KIB
/** `16:10:01`; a time of another length or in other letters is left to the careful way. */
const CLOCK_CHARS = 8
const [SPACE, ZERO, NINE, A] = [32, 48, 57, 65]

/** The rows of a table with these columns, null for those not known, behind a time of so many words. */
export class PlainSarRows {
  readonly #columns: readonly (SarColumn | null)[]
  readonly #timeWords: number
  readonly #begin: () => Record<string, number>
  readonly #cursor = new WordCursor()

  constructor(columns: readonly (SarColumn | null)[], timeWords: number) {
    this.#columns = columns
    this.#timeWords = timeWords
    this.#begin = rowShape(columns.flatMap((column) => column?.name ?? []))
  }

  /** What the careful way says of the line from one place to another, or null for a line that it has to look at. */
  row(text: string, from: number, to: number): SarRow | null {
    this.#cursor.enter(text, from, to)
    if (!this.#time(text, from)) return null
    const at = text.slice(from, this.#cursor.to)
    const columns = this.#columns
    const values = this.#begin()
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i] ?? null
      const number = this.#figure(column?.figure ?? 'number')
      if (number < 0) return null
      if (column !== null) values[column.name] = number
    }
    return this.#cursor.isAtEnd() ? { at, values } : null
  }

  /** Steps over `16:10:01` or `04:10:01 PM`: a digit first, so it is no average; no other word begins with one. */
  #time(text: string, begin: number): boolean {
    const first = text.charCodeAt(begin)
    if (!(first >= ZERO && first <= NINE)) return false
    if (!this.#cursor.word() || this.#cursor.to !== begin + CLOCK_CHARS) return false
    for (let i = 1; i < this.#timeWords; i += 1) {
      const before = this.#cursor.to
      if (text.charCodeAt(before) !== SPACE || !this.#cursor.word()) return false
      const { from } = this.#cursor
      if (from !== before + 1 || text.charCodeAt(from) < A) return false
    }
    return true
  }

  #figure(figure: SarColumn['figure']): number {
    if (figure === 'number') return this.#cursor.decimal()
    const kib = figure === 'kib' ? this.#cursor.digits() : this.#cursor.decimal()
    if (kib === REFUSED || kib > MOST_KIB) return REFUSED
    return figure === 'kib' ? kib * KIB : Math.round(kib * KIB)
  }
}
