/** An orthonormal set of columns: what a constant and the seasons explain is taken out of everything else once. */
import { dot, subtract } from './stats.ts'

/** A column that others explain to this part of itself adds nothing but rounding. */
const DEPENDENT = 1e-12

export class Basis {
  readonly #columns: readonly Float64Array[]

  private constructor(columns: readonly Float64Array[]) {
    this.#columns = columns
  }

  static readonly empty = new Basis([])

  get size(): number {
    return this.#columns.length
  }

  /** With one more column, where it is not explained by the others. */
  with(column: Float64Array): Basis {
    const left = this.without(column)
    const [power, own] = [dot(left, left), dot(column, column)]
    if (power <= DEPENDENT * own || power === 0) return this
    const scale = 1 / Math.sqrt(power)
    return new Basis([...this.#columns, left.map((value) => value * scale)])
  }

  /** What of a column the basis does not explain; a copy. */
  without(column: Float64Array): Float64Array {
    const left = column.slice()
    for (const own of this.#columns) subtract(left, own, dot(own, left))
    return left
  }
}
