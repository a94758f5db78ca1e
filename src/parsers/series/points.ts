/** Gathers the points of one series in bounded memory. */
import { type Loss, LossLog } from '../../domain/parsed.ts'
import { type FoundSeries, type LifeWord, SERIES, SERIES_POINTS } from './found.ts'

export class Points {
  readonly losses = new LossLog(SERIES)
  readonly #id: string
  readonly #line: number
  readonly #most: number
  readonly #atMs: number[] = []
  readonly #values: number[] = []
  readonly #lives: LifeWord[] = []
  #hasLives = false
  #every = 1
  #seen = 0

  constructor(id: string, line: number, most = SERIES_POINTS) {
    this.#id = id
    this.#line = line
    this.#most = most
  }

  get length(): number {
    return this.#atMs.length
  }

  add(atMs: number, value: number, life: LifeWord | null = null): void {
    this.#seen += 1
    if (this.#every > 1 && this.#seen % this.#every !== 0) return
    if (this.#atMs.length === this.#most) this.#halve()
    this.#atMs.push(atMs)
    this.#values.push(value)
    this.#lives.push(life ?? '')
    this.#hasLives ||= life !== null
  }

  /** Null when there is not one point. */
  end(limit: number | null = null): FoundSeries | null {
    if (this.#atMs.length === 0) return null
    return {
      id: this.#id,
      line: this.#line,
      atMs: this.#atMs,
      values: this.#values,
      lives: this.#hasLives ? this.#lives : null,
      limit,
      losses: [...this.losses.all(), ...this.#thinned()],
    }
  }

  #thinned(): readonly Loss[] {
    const count = this.#seen - this.#atMs.length
    return count === 0
      ? []
      : [{ code: 'too-many', source: SERIES, line: this.#line, count, sample: this.#id }]
  }

  #halve(): void {
    for (const column of [this.#atMs, this.#values, this.#lives]) {
      const half = column.length >> 1
      for (let i = 0; i < half; i += 1) column[i] = column[2 * i + 1] as number
      column.length = half
    }
    this.#every *= 2
  }
}
