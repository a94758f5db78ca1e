/** Fewer points with the same look. */

export type Sampled = readonly [atMs: number, bytes: number]

/**
 * Largest triangle three buckets (Steinarsson 2013): keeps the first and last point and, from each of
 * `count - 2` buckets, the point that spans the largest triangle with its neighbours, so peaks survive.
 */
export function downsample(points: readonly Sampled[], count: number): readonly Sampled[] {
  const first = points[0]
  const last = points.at(-1)
  if (points.length <= count || count < 3 || !first || !last) {
    return points.length <= Math.max(count, 2) || !first || !last ? points : [first, last]
  }
  const width = (points.length - 2) / (count - 2)
  const edge = (bucket: number) => Math.floor(bucket * width) + 1
  const kept: Sampled[] = [first]
  let previous = first
  for (let bucket = 0; bucket < count - 2; bucket += 1) {
    const next = mean(
      points.slice(edge(bucket + 1), Math.max(edge(bucket + 1) + 1, edge(bucket + 2))),
    )
    previous = largest(points.slice(edge(bucket), edge(bucket + 1)), previous, next)
    kept.push(previous)
  }
  kept.push(last)
  return kept
}

function mean(points: readonly Sampled[]): Sampled {
  let at = 0
  let bytes = 0
  for (const point of points) {
    at += point[0] / points.length
    bytes += point[1] / points.length
  }
  return [at, bytes]
}

function largest(points: readonly Sampled[], a: Sampled, c: Sampled): Sampled {
  let best = a
  let bestArea = -1
  for (const b of points) {
    const area = Math.abs((a[0] - c[0]) * (b[1] - a[1]) - (a[0] - b[0]) * (c[1] - a[1]))
    if (area > bestArea) {
      best = b
      bestArea = area
    }
  }
  return best
}
