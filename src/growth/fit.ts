/** Least squares of floors on each shape beside a basis, and what each shape leaves. */
import type { Basis } from './basis.ts'
import { type Family, type Outlook, type Shape, STILL } from './shapes.ts'
import { dot, subtract } from './stats.ts'

export interface Fit {
  readonly family: Family
  /** Basis, coefficients and grid together. */
  readonly parameters: number
  /** Sum of squares that it leaves. */
  readonly left: number
  readonly outlook: Outlook
  /** What it leaves, floor by floor. */
  readonly residual: () => Float64Array
}

/** A column that the basis explains to this part of a floor's variance tells nothing. */
const EXPLAINED = 1e-10
/** Two columns this alike cannot be told apart. */
const ALIKE = 1e-8

/** The constant first, then every shape that could be fitted. */
export function fitsOf(y: Float64Array, basis: Basis, shapes: readonly Shape[]): readonly Fit[] {
  const target = basis.without(y)
  const power = dot(target, target)
  const known = new Map<Float64Array, Float64Array>()
  /** Columns are shared between shapes: each is freed of the basis once. */
  const freed = (column: Float64Array): Float64Array => {
    const left = known.get(column) ?? basis.without(column)
    known.set(column, left)
    return left
  }
  const constant: Fit = {
    family: 'const',
    parameters: basis.size,
    left: power,
    outlook: STILL,
    residual: () => target,
  }
  const fits = [constant]
  for (const { family, parameters, columns, outlook } of shapes) {
    const own = columns.map(freed)
    const coefficients = solved(own, target)
    if (coefficients === null) continue
    const explained = own.reduce(
      (sum, column, i) => sum + (coefficients[i] ?? 0) * dot(column, target),
      0,
    )
    fits.push({
      family,
      parameters: parameters + basis.size,
      left: Math.max(0, power - explained),
      outlook: outlook(coefficients),
      residual: () => {
        const left = target.slice()
        for (const [i, column] of own.entries()) subtract(left, column, coefficients[i] ?? 0)
        return left
      },
    })
  }
  return fits
}

/** Coefficients of one or two columns; null where they say nothing of their own. */
function solved(columns: readonly Float64Array[], target: Float64Array): readonly number[] | null {
  const [a, b] = columns
  if (a === undefined) return null
  const [aa, ay] = [dot(a, a), dot(a, target)]
  if (aa < EXPLAINED * a.length) return null
  if (b === undefined) return [ay / aa]
  const [bb, ab, by] = [dot(b, b), dot(a, b), dot(b, target)]
  const determinant = aa * bb - ab * ab
  if (bb < EXPLAINED * b.length || determinant < ALIKE * aa * bb) return null
  return [(ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant]
}
