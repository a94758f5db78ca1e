/**
 * Tables of series: a time and a value, a column for each series (Grafana's "series joined by time"), or a row for each
 * reading with the series' name in a column. With or without a header; separated by comma, semicolon, tab or bar.
 *
 *     "Time","{__name__=""up"", instance=""localhost:9090""}","db2"
 *     2026-11-20 08:00:00,1.95 GiB,2.1 GB
 *     2026-11-20 08:01:00,1.96 GiB,
 */
import type { LossLog } from '../../domain/parsed.ts'
import { amountOf } from './amount.ts'
import { cellsOf, type Separator, separatorOf } from './cells.ts'
import { type FoundSeries, SERIES_IN_FILE, SERIES_POINTS, seriesId, TABLE_POINTS } from './found.ts'
import { instantOf } from './instant.ts'
import { Points } from './points.ts'

const TIME_NAME =
  /^_?(?:time|times|timestamp|ts|date|datetime|date[ _]time|t|时间|日期)(?:\s*\(.*\))?$/i
/** Names of columns that tell the series apart though they may hold numbers. */
const LABEL_NAME =
  /^_?(?:series|metric|name|id|pid|host|hostname|instance|process|container|pod|job|labels?|field|measurement|target|node)$/i
/** A value column of such a name says nothing: the file's name stands for the series. */
const PLAIN_NAME = /^_?(?:value|values|v|bytes|)$/i
/** A bare number this large may be an instant: 1973 in seconds. Where no header names the time, none smaller is one. */
const LEAST_INSTANT = 1e8
/** A wide table keeps at least this many points of each column. */
const LEAST_POINTS = 50

interface Layout {
  readonly columns: number
  readonly time: number
  readonly labels: readonly number[]
  readonly values: readonly { readonly at: number; readonly name: string }[]
  /** Points that are kept of one series. */
  readonly most: number
}

export class TableReader {
  zoneless = false
  readonly #file: string
  readonly #losses: LossLog
  readonly #series = new Map<string, Points>()
  #separator: Separator | null = null
  #header: readonly string[] | null = null
  #headerLine = { text: '', number: 0 }
  #layout: Layout | null = null
  #points = 0

  /** `file` names a series that has no name of its own. */
  constructor(file: string, losses: LossLog) {
    this.#file = file
    this.#losses = losses
  }

  /** True once a row has told what the columns are. */
  get isOpen(): boolean {
    return this.#layout !== null
  }

  line(text: string, number: number): void {
    const own = text.startsWith('#') ? text.slice(1) : text
    const [, told] = /^sep=(.)$/i.exec(own.trim()) ?? []
    if (told !== undefined) {
      this.#separator ??= separatorOf(told)
      return
    }
    this.#separator ??= separatorOf(own)
    const cells = cellsOf(own, this.#separator, SERIES_IN_FILE + 2)
    if (cells === null) {
      this.#losses.add('bad-line', number, text)
      return
    }
    this.#layout ??= this.#layoutOf(cells)
    if (this.#layout !== null) this.#row(this.#layout, cells, text, number)
    else if (this.#header === null) {
      this.#header = cells
      this.#headerLine = { text, number }
    } else this.#losses.add('bad-line', number, text)
  }

  *end(): Iterable<FoundSeries> {
    // A header that no row followed was none.
    const { text, number } = this.#headerLine
    if (this.#layout === null && number > 0) this.#losses.add('bad-line', number, text)
    for (const points of this.#series.values()) {
      const series = points.end()
      if (series !== null) yield series
    }
  }

  /** What each column is, by the header and the first row that holds a time; null for a row that is no reading. */
  #layoutOf(cells: readonly string[]): Layout | null {
    const header = this.#header?.length === cells.length ? this.#header : null
    const named = header?.findIndex((name) => TIME_NAME.test(name)) ?? -1
    const time = named >= 0 ? named : cells.findIndex(isClearInstant)
    if (time < 0 || cells.length < 2 || instantOf(cells[time] ?? '') === null) return null
    const others = cells.flatMap((cell, at) =>
      at === time ? [] : [{ at, cell, name: header?.[at] ?? '' }],
    )
    const amounts = others.filter(({ cell }) => amountOf(cell, this.#decimalComma) !== null)
    const nameless = amounts.filter(({ name }) => !LABEL_NAME.test(name))
    // Columns that are all called like labels and hold numbers are series of such names.
    const values = nameless.length > 0 ? nameless : amounts
    const labels = others
      .filter(
        (one) => !values.includes(one) && (amounts.includes(one) || instantOf(one.cell) === null),
      )
      .map(({ at }) => at)
    if (values.length === 0) return null
    const room = Math.floor(TABLE_POINTS / values.length)
    const most = Math.min(SERIES_POINTS, Math.max(LEAST_POINTS, room))
    return { columns: cells.length, time, labels, values: this.#named(values, labels), most }
  }

  /** Columns by names that tell them apart. */
  #named(
    values: readonly { readonly at: number; readonly name: string }[],
    labels: readonly number[],
  ): Layout['values'] {
    const only = values.length === 1
    const seen = new Map<string, number>()
    return values.map(({ at, name }) => {
      const plain = PLAIN_NAME.test(name)
      const own = only && plain ? (labels.length > 0 ? '' : this.#file) : name || `column ${at + 1}`
      const times = (seen.get(own) ?? 0) + 1
      seen.set(own, times)
      return { at, name: times === 1 ? own : `${own} (${times})` }
    })
  }

  #row(layout: Layout, cells: readonly string[], text: string, number: number): void {
    const instant = instantOf(cells[layout.time] ?? '')
    // More cells than columns: a mark in a number was taken for a separator, and what would be read is wrong.
    if (instant === null || cells.length > layout.columns) {
      this.#losses.add('bad-line', number, text)
      return
    }
    this.zoneless ||= instant.zoneless
    const label = layout.labels.map((at) => cells[at] ?? '').join(' ')
    for (const { at, name } of layout.values) {
      const cell = cells[at] ?? ''
      const amount = amountOf(cell, this.#decimalComma)
      if (amount === 'missing') continue
      const points = this.#seriesOf(`${label} ${name}`, layout.most, number)
      if (points === null || this.#points > TABLE_POINTS) this.#losses.add('too-many', number, text)
      else if (amount === null) points.losses.add('bad-number', number, cell)
      else this.#add(points, instant.atMs, amount)
    }
  }

  #add(points: Points, atMs: number, amount: number): void {
    const before = points.length
    points.add(atMs, amount)
    this.#points += points.length - before
  }

  #seriesOf(key: string, most: number, number: number): Points | null {
    const known = this.#series.get(key)
    if (known !== undefined) return known
    if (this.#series.size >= SERIES_IN_FILE) return null
    const points = new Points(seriesId(key), number, most)
    this.#series.set(key, points)
    return points
  }

  /** Programs write `1,95` where they separate cells by semicolons. */
  get #decimalComma(): boolean {
    return this.#separator === ';'
  }
}

function isClearInstant(cell: string): boolean {
  const instant = instantOf(cell)
  return instant !== null && (!/^[+-]?[\d.eE+]+$/.test(cell) || Number(cell) >= LEAST_INSTANT)
}
