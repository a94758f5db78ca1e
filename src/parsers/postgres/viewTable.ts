/** Tables of pg_backend_memory_contexts line by line: headers, rows that go on, records, footers. */
import type { LossLog } from '../../domain/parsed.ts'
import { type ContextDump, MOST_DUMPS } from './contextDumps.ts'
import { csvCells } from './records.ts'
import { type ViewCells, viewDump } from './viewRows.ts'

const COLUMNS = new Set([
  'name',
  'ident',
  'type',
  'parent',
  'level',
  'path',
  'total_bytes',
  'total_nblocks',
  'free_bytes',
  'free_chunks',
  'used_bytes',
])
const SEPARATORS = ['│', '|', '\t', ';', ','] as const
const RULE = /^[\s\-─═+┼╪┬┴├┤┌┐└┘╔╗╚╝|]{5,}$/
const FOOTER = /^\((\d{1,9}) rows?\)\s*$/
const RECORD = /^[-─]\[ RECORD (\d{1,9}) \]/
const FIELD = /^([a-z_]{4,14})\s*[|│] ?(.*)$/
/** Rows of one table that are held before they are made a tree. */
const MOST_ROWS = 200_000

interface Header {
  readonly separator: string
  readonly names: readonly string[]
}

export class ViewTable {
  readonly #losses: LossLog
  readonly #dumps: ContextDump[] = []
  #header: Header | null = null
  #rows: ViewCells[] = []
  #record: Map<string, string> | null = null
  #line = 0
  /** What the footer says of how many rows there were. */
  #told: number | null = null

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  line(text: string, number: number): void {
    if (RULE.test(text)) return
    const footer = FOOTER.exec(text)?.[1]
    if (footer !== undefined) {
      this.#told = Number(footer)
      this.#close()
      return
    }
    const record = RECORD.exec(text)?.[1]
    if (record !== undefined) {
      this.#beginRecord(Number(record), number)
      return
    }
    const header = headerOf(text)
    if (header !== null) {
      this.#close()
      this.#header = header
      this.#line = number
    } else if (this.#header !== null) this.#row(this.#header, text, number)
    else this.#field(text, number)
  }

  end(): readonly ContextDump[] {
    this.#close()
    return this.#dumps
  }

  #beginRecord(record: number, number: number): void {
    if (record === 1 || this.#header !== null) this.#close()
    this.#flush()
    if (this.#rows.length === 0) this.#line = number
    this.#record = new Map()
  }

  /** `name          | TopMemoryContext` of the expanded form. */
  #field(text: string, number: number): void {
    const [, name, said] = FIELD.exec(text) ?? []
    if (name === undefined || said === undefined || !COLUMNS.has(name)) {
      this.#losses.add('bad-line', number, text)
      return
    }
    if (name === 'name' && (this.#record === null || this.#record.has('name'))) this.#flush()
    if (this.#rows.length === 0 && this.#record === null) this.#line = number
    this.#record ??= new Map()
    this.#record.set(name, said.trim())
  }

  #row({ separator, names }: Header, text: string, number: number): void {
    const cells = separator === ',' ? csvCells(text) : cellsOf(text, separator)
    if (cells === null || cells.length !== names.length) {
      this.#losses.add('bad-line', number, text)
      return
    }
    const row = new Map(names.map((name, i) => [name, (cells[i] ?? '').trim()]))
    const last = this.#rows.at(-1)
    if (isRest(row) && last !== undefined) goOn(last, row)
    else this.#keep(row, number)
  }

  #flush(): void {
    if (this.#record !== null && this.#record.size > 0) this.#keep(this.#record, this.#line)
    this.#record = null
  }

  #keep(row: Map<string, string>, number: number): void {
    if (this.#rows.length < MOST_ROWS) this.#rows.push(row)
    else this.#losses.add('too-many', number, row.get('name') ?? '')
  }

  #close(): void {
    this.#flush()
    const rows = this.#rows
    const told = this.#told
    this.#rows = []
    this.#header = null
    this.#told = null
    if (rows.length === 0) return
    if (this.#dumps.length >= MOST_DUMPS) {
      this.#losses.add('too-many', this.#line, rows[0]?.get('name') ?? '')
      return
    }
    const dump = viewDump(rows, told, this.#line, this.#losses)
    if (dump !== null) this.#dumps.push(dump)
  }
}

/** Null for a line that is no header of the view: it names the context and a size. */
function headerOf(text: string): Header | null {
  for (const separator of SEPARATORS) {
    if (!text.includes(separator)) continue
    const names = cellsOf(text, separator).map((cell) => cell.trim().replaceAll('"', ''))
    const known = names.filter((name) => COLUMNS.has(name))
    const sized = known.includes('total_bytes') || known.includes('used_bytes')
    if (known.includes('name') && sized) return { separator, names }
  }
  return null
}

/** Borders of `\pset border 2` stand at both ends. */
function cellsOf(text: string, separator: string): readonly string[] {
  const line = separator === '|' || separator === '│' ? text.trim() : text
  const bordered = line.startsWith(separator) && line.endsWith(separator) && line.length > 1
  // An empty last cell loses its blank on the way here; an unaligned row begins with a name.
  return (bordered ? line.slice(1, -1) : text).split(separator)
}

/** A row whose numbers are all empty goes on with the one above it: psql wraps long cells so. */
function isRest(row: ReadonlyMap<string, string>): boolean {
  const numbers = ['level', 'total_bytes', 'used_bytes', 'free_bytes', 'total_nblocks']
  return numbers.every((name) => (row.get(name) ?? '') === '')
}

const WRAPPED = /[…+↵]$|^\.$/

function goOn(last: ViewCells, row: ReadonlyMap<string, string>): void {
  for (const [name, said] of row) {
    if (said === '') continue
    const before = (last.get(name) ?? '').replace(WRAPPED, '')
    last.set(name, before + said.replace(/^[….]/, '').replace(WRAPPED, ''))
  }
}
