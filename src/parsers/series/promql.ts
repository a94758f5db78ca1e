/**
 * What `promtool query range` and `promtool query instant` print, and `promtool tsdb dump`.
 *
 *     go_memstats_alloc_bytes{instance="localhost:9090", job="prometheus"} =>
 *     23215032 @[1690724700]
 *     22376536 @[1690724760]
 *     {__name__="up", job="node"} 1 1690724700000
 */
import type { LossLog } from '../../domain/parsed.ts'
import { amountOf } from './amount.ts'
import { type FoundSeries, SERIES_IN_FILE, SERIES_POINTS, seriesId, TABLE_POINTS } from './found.ts'
import { instantOf } from './instant.ts'
import { Points } from './points.ts'

const NAME = '([a-zA-Z_:][\\w:]*(?:\\{.*\\})?|\\{.*\\})'
const HEAD = new RegExp(`^${NAME}\\s*=>\\s*(?:(\\S+)\\s+@\\[([\\d.]+)\\])?$`)
const POINT = /^(\S+)\s+@\[([\d.]+)\]$/
const DUMPED = new RegExp(`^${NAME}\\s+(\\S+)\\s+(\\d{10,16}(?:\\.\\d+)?)$`)

/** True for a line that such an output begins with. */
export function isPromql(line: string): boolean {
  return HEAD.test(line) || DUMPED.test(line)
}

export class PromqlReader {
  readonly #losses: LossLog
  readonly #series = new Map<string, Points>()
  #open: Points | null = null
  #points = 0

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  line(text: string, number: number): void {
    const [, name, value, at] = HEAD.exec(text) ?? DUMPED.exec(text) ?? []
    if (name !== undefined) this.#open = this.#seriesOf(name, number)
    const point = name === undefined ? POINT.exec(text) : null
    if (name !== undefined && value === undefined) return
    if (name === undefined && point === null) this.#losses.add('bad-line', number, text)
    else this.#add(value ?? point?.[1] ?? '', at ?? point?.[2] ?? '', text, number)
  }

  *end(): Iterable<FoundSeries> {
    for (const points of this.#series.values()) {
      const series = points.end()
      if (series !== null) yield series
    }
  }

  #add(value: string, at: string, text: string, number: number): void {
    const [amount, instant] = [amountOf(value, false), instantOf(at)]
    if (amount === 'missing') return
    if (this.#open === null || this.#points > TABLE_POINTS)
      this.#losses.add('too-many', number, text)
    else if (amount === null || instant === null) this.#open.losses.add('bad-number', number, text)
    else {
      const before = this.#open.length
      this.#open.add(instant.atMs, amount)
      this.#points += this.#open.length - before
    }
  }

  #seriesOf(name: string, number: number): Points | null {
    const known = this.#series.get(name)
    if (known !== undefined) return known
    if (this.#series.size >= SERIES_IN_FILE) return null
    const points = new Points(seriesId(name), number, SERIES_POINTS)
    this.#series.set(name, points)
    return points
  }
}
