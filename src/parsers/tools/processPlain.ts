/** Rows of a process table in the form that nearly all have, by hand: `ps` on a large host prints a hundred MB. */
import { KIB } from '../../domain/bytes.ts'
import { REFUSED, WordCursor } from '../text/wordCursor.ts'
import { isBlank } from '../text/words.ts'
import { type Column, isOfForm, type ProcessCells } from './processColumns.ts'
import { COMMANDS, JOINT } from './processRows.ts'
import { rowShape } from './rowShape.ts'

type Row = Record<string, string | number>

/** More kB than this are more bytes than a double holds exactly. */
const MOST_KIB = Number.MAX_SAFE_INTEGER / KIB
const [SMALLER, N] = [60, 78]
const NO_COLUMN: Column = { header: '', name: '', kind: 'text', form: null }

/**
 * The rows of a table with these columns; null where the places of the header's words decide, where a cell has blanks,
 * and where a text has what stands for those.
 */
export function plainProcessRows(
  columns: readonly Column[],
  text: string,
): PlainProcessRows | null {
  const commands = columns.filter(({ header }) => COMMANDS.includes(header))
  const hasBlanks = columns.some(({ header }) => header === 'STARTED')
  return commands.length > 1 || hasBlanks || text.includes(JOINT)
    ? null
    : new PlainProcessRows(columns)
}

export class PlainProcessRows {
  readonly #columns: readonly Column[]
  /** Place of the command, which may hold blanks; -1 where the table has none. */
  readonly #wide: number
  readonly #begin: () => Row
  readonly #cursor = new WordCursor()
  /** The texts of the row before, by column. */
  readonly #last: string[]

  constructor(columns: readonly Column[]) {
    this.#columns = columns
    this.#wide = columns.findIndex(({ header }) => COMMANDS.includes(header))
    this.#begin = rowShape(columns.map(({ name }) => name))
    this.#last = columns.map(() => '')
  }

  /** What `processLine` says of the line from one place to another, or null for a line that it has to look at. */
  row(text: string, from: number, to: number): ProcessCells | null {
    const columns = this.#columns
    const row = this.#begin()
    this.#cursor.enter(text, from, to)
    for (let i = 0; i < columns.length; i += 1) {
      const { kind, name } = columns[i] ?? NO_COLUMN
      if (kind === 'text') {
        const cell = i === this.#wide ? this.#command(text) : this.#text(i, text)
        if (cell === null) return null
        row[name] = cell
      } else {
        const number = this.#number(kind)
        if (number < 0) return null
        row[name] = number
      }
    }
    return this.#cursor.isAtEnd() ? row : null
  }

  #number(kind: Column['kind']): number {
    if (kind === 'percent') return this.#cursor.decimal()
    const number = this.#cursor.digits()
    if (kind === 'count') return number
    return number > MOST_KIB ? REFUSED : number * KIB
  }

  #text(i: number, text: string): string | null {
    if (!this.#cursor.word() || isSplitState(text, this.#cursor.from)) return null
    const before = this.#last[i] ?? ''
    const cell = this.#cursor.textLike(before)
    if (cell !== before && !isOfForm(this.#columns[i] ?? NO_COLUMN, cell)) return null
    this.#last[i] = cell
    return cell
  }

  #command(text: string): string | null {
    const isRead = this.#cursor.allBut(this.#columns.length - 1 - this.#wide)
    return isRead && !isSplitState(text, this.#cursor.from) ? this.#cursor.text() : null
  }
}

/** The second half of `S <` or `R N` of busybox, which is one cell. */
function isSplitState(text: string, from: number): boolean {
  const code = text.charCodeAt(from)
  if (code !== SMALLER && code !== N) return false
  const next = from + 1
  return next === text.length || isBlank(text.charCodeAt(next))
}
