/** Where labels stand in the plot, and what they would cover there. */
import type { Pixel } from './strokes.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A label's row, and from its top to the baseline. */
export const ROW = 18
export const ASCENT = 13.5

/** Counts the pieces of a stroke that touch a box, by the extent of each piece: near enough for choosing. */
export function crossings(stroke: readonly Pixel[], box: Box): number {
  let count = 0
  stroke.forEach(([x, y], at) => {
    const [x0, y0] = stroke[at - 1] ?? [x, y]
    const across = x >= box.x && x0 <= box.x + box.width
    const along = Math.max(y, y0) >= box.y && Math.min(y, y0) <= box.y + box.height
    if (across && along) count += 1
  })
  return count
}

/** Whether two boxes share a place. */
export function overlaps(a: Box, b: Box): boolean {
  const across = a.x < b.x + b.width && b.x < a.x + a.width
  return across && a.y < b.y + b.height && b.y < a.y + a.height
}
