/** Growth that fades is not proved to be without bound: the last third of the floors against the middle third. */
import type { Floors } from './floors.ts'

const LEAST_FLOORS = 9

interface Slope {
  readonly slope: number
  readonly error: number
}

/** True where the middle third rose beyond doubt and the last third did not rise. */
export function isFading({ t, v }: Floors): boolean {
  const n = t.length
  if (n < LEAST_FLOORS) return false
  const [first, second] = [Math.round(n / 3), Math.round((2 * n) / 3)]
  const middle = slopeOf(t.subarray(first, second), v.subarray(first, second))
  const last = slopeOf(t.subarray(second), v.subarray(second))
  return middle.slope > 0 && last.slope + last.error < 0
}

function slopeOf(t: Float64Array, v: Float64Array): Slope {
  const n = t.length
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / n
  const [at, level] = [mean(t), mean(v)]
  let [cross, square] = [0, 0]
  for (let i = 0; i < n; i += 1) {
    cross += ((t[i] ?? 0) - at) * ((v[i] ?? 0) - level)
    square += ((t[i] ?? 0) - at) ** 2
  }
  const slope = cross / square
  let left = 0
  for (let i = 0; i < n; i += 1) {
    left += ((v[i] ?? 0) - level - slope * ((t[i] ?? 0) - at)) ** 2
  }
  return { slope, error: Math.sqrt(left / Math.max(1, n - 2) / square) }
}
