/** Lines of one file -> the series in them, in bounded memory. The first line tells which form the file has. */
import { LossLog } from '../../domain/parsed.ts'
import { type FoundSeries, SERIES, SERIES_IN_FILE } from './found.ts'
import { isPromql, PromqlReader } from './promql.ts'
import { isRecord, jsonOf, seriesIn } from './records.ts'
import { TableReader } from './table.ts'

/** A JSON document is held whole; this is also the longest line. */
export const DOCUMENT_CHARS = 64 * 1024 * 1024

type Form = 'records' | 'document' | 'promql' | 'table'

export class SeriesReader {
  readonly losses = new LossLog(SERIES)
  readonly #file: string
  readonly #table: TableReader
  readonly #promql: PromqlReader
  #form: Form | null = null
  #document: string[] = []
  #documentChars = 0
  #count = 0

  /** `file` names series that have no name of their own. */
  constructor(file: string) {
    this.#file = file
    this.#table = new TableReader(file, this.losses)
    this.#promql = new PromqlReader(this.losses)
  }

  /** True when a time without a zone was read as UTC. */
  get zoneless(): boolean {
    return this.#table.zoneless
  }

  /** Series that are whole with this line. Never throws. */
  *line(line: string, number: number): Iterable<FoundSeries> {
    const text = line.trim()
    if (text === '' && this.#form !== 'document') return
    if (this.#form === null || this.#isUndecided(text)) this.#form = formOf(text)
    if (this.#form === 'document') this.#keep(line, number)
    else if (this.#form === 'promql') this.#promql.line(text, number)
    else if (this.#form === 'table') this.#table.line(line, number)
    else yield* this.#records(text, number)
  }

  /** What is whole only with the end of the file. */
  *end(): Iterable<FoundSeries> {
    yield* this.#table.end()
    yield* this.#promql.end()
    if (this.#form !== 'document') return
    const value = jsonOf(this.#document.join('\n'))
    if (value === undefined) this.losses.add('bad-line', 1, this.#document[0] ?? '')
    else yield* this.#counted(seriesIn(value, this.#context(1)), 1)
  }

  /** A first line that was nothing at all must not make a table of the records that follow. */
  #isUndecided(text: string): boolean {
    return this.#form === 'table' && text.startsWith('{') && !this.#table.isOpen
  }

  *#records(text: string, number: number): Iterable<FoundSeries> {
    const value = jsonOf(text)
    if (value === undefined) this.losses.add('bad-line', number, text)
    else yield* this.#counted(seriesIn(value, this.#context(number)), number)
  }

  *#counted(all: Iterable<FoundSeries>, number: number): Iterable<FoundSeries> {
    for (const series of all) {
      this.#count += 1
      if (this.#count <= SERIES_IN_FILE) yield series
      else this.losses.add('too-many', number, series.id)
    }
  }

  #keep(line: string, number: number): void {
    this.#documentChars += line.length
    if (this.#documentChars <= DOCUMENT_CHARS) this.#document.push(line)
    else this.losses.add('cut', number, line)
  }

  #context(line: number) {
    return { file: this.#file, line, losses: this.losses }
  }
}

function formOf(first: string): Form {
  if (isPromql(first)) return 'promql'
  if (!/^[[{]/.test(first)) return 'table'
  const value = jsonOf(first)
  if (value !== undefined) return isRecord(value) ? 'records' : 'document'
  // A document that is written over many lines begins with an open bracket; a bad line of records does not end in one.
  return /[[{,]$/.test(first) ? 'document' : 'records'
}

/** True for a text that is series and nothing else that is read: told by its first two lines alone. */
export function looksLikeSeries(head: string): boolean {
  const lines = head.split('\n', HEAD_LINES).map((line) => line.trim())
  const [first = '', second = ''] = lines.filter((line) => line !== '' && !/^sep=.$/i.test(line))
  if (isPromql(first)) return true
  if (/^\{.*"(?:t|timestamps)"\s*:\s*\[/.test(first)) return true
  if (/^\{.*"resultType"\s*:/.test(lines.join(' '))) return true
  const table = new TableReader('', new LossLog(SERIES))
  table.line(first, 1)
  table.line(second, 2)
  // A `#` before titles is sadf's, which has a format of its own.
  const isTable = /[,;\t|]/.test(first) && !first.startsWith('#') && !second.startsWith('#')
  return isTable && [...table.end()].length > 0
}

const HEAD_LINES = 12
