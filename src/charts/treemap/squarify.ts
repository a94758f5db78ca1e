/** Squarified treemaps (Bruls, Huizing, van Wijk 2000): areas as large as their weights, as square as can be. */

/** In px. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Gives a box for each weight, in the order given, that fill `box` and whose areas are in proportion to the weights.
 * Weights are finite and above 0; the largest first gives the squarest boxes.
 */
export function squarify(weights: readonly number[], box: Box): readonly Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const out: Box[] = []
  let free = box
  for (let at = 0; at < weights.length; ) {
    const scale = (box.width * box.height) / total
    const areas = weights.slice(at).map((weight) => weight * scale)
    const row = areas.slice(0, rowLength(areas, Math.min(free.width, free.height)))
    const last = at + row.length === weights.length
    out.push(...boxesOf(row, free, last))
    free = without(free, row)
    at += row.length
  }
  return out
}

/** How many areas stand best side by side along a side of `side` px: until one more would make the worst worse. */
function rowLength(areas: readonly number[], side: number): number {
  const [first = 0] = areas
  let [sum, least, best] = [first, first, worst(first, first, first, side)]
  for (let count = 1; count < areas.length; count += 1) {
    const area = areas[count] ?? 0
    const [largest, smallest] = [first, Math.min(least, area)]
    const next = worst(Math.max(largest, area), smallest, sum + area, side)
    if (!(next <= best)) return count
    sum += area
    least = smallest
    best = next
  }
  return areas.length
}

/** The aspect ratio of the longest box of a row. */
function worst(largest: number, least: number, sum: number, side: number): number {
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * least))
}

/** A row lies along the shorter side. The last one takes all that is left, so that no seam of rounding stays. */
function boxesOf(row: readonly number[], free: Box, last: boolean): readonly Box[] {
  const sum = row.reduce((all, area) => all + area, 0)
  const upright = free.width >= free.height
  const side = upright ? free.height : free.width
  const depth = last ? (upright ? free.width : free.height) : depthOf(sum, side)
  let along = 0
  return row.map((area) => {
    const length = sum > 0 ? (area / sum) * side : 0
    const box = upright
      ? { x: free.x, y: free.y + along, width: depth, height: length }
      : { x: free.x + along, y: free.y, width: length, height: depth }
    along += length
    return box
  })
}

function without(free: Box, row: readonly number[]): Box {
  const sum = row.reduce((all, area) => all + area, 0)
  if (free.width >= free.height) {
    const depth = Math.min(free.width, depthOf(sum, free.height))
    return { ...free, x: free.x + depth, width: free.width - depth }
  }
  const depth = Math.min(free.height, depthOf(sum, free.width))
  return { ...free, y: free.y + depth, height: free.height - depth }
}

/** Rounding may leave no side at all. */
function depthOf(area: number, side: number): number {
  return side > 0 ? area / side : 0
}
