/** Which figure of a sample is judged for growth, and how it is read from a sample. */
import type { SampleKind, SampleRow } from '../domain/sample.ts'

/**
 * `anonAndSwapBytes`: what only the process itself can give back; swapping out is no shrinking (facts: use
 * RssAnon + VmSwap, not RSS). `rssBytes` stands in on kernels before 4.5, which do not split RSS.
 */
export type GrowthMetric =
  | 'anonAndSwapBytes'
  | 'anonBytes'
  | 'rssBytes'
  | 'unavailableBytes'
  | 'unreclaimableBytes'

const PREFERRED = {
  process: 'anonAndSwapBytes',
  host: 'unavailableBytes',
  cgroup: 'unreclaimableBytes',
} as const satisfies Record<SampleKind, GrowthMetric>

/** The next best figure where a kernel does not give the preferred one. */
const FALLBACK: Partial<Record<GrowthMetric, GrowthMetric>> = {
  anonAndSwapBytes: 'anonBytes',
  anonBytes: 'rssBytes',
}

/** The metric that growth of a kind of subject is judged by. */
export function growthMetric(kind: SampleKind): GrowthMetric {
  return PREFERRED[kind]
}

/**
 * The metric that these rows can give: the preferred one, or the next that their newest row holds. One series
 * never mixes two metrics, because the change between them would look like growth.
 */
export function metricOf(rows: readonly SampleRow[], preferred: GrowthMetric): GrowthMetric {
  const newest = rows.reduce<SampleRow | null>(
    (last, row) => (last === null || row.atMs > last.atMs ? row : last),
    null,
  )
  let metric: GrowthMetric = preferred
  while (newest !== null && metricValue(newest, metric) === null) {
    const next = FALLBACK[metric]
    if (next === undefined) return preferred
    metric = next
  }
  return metric
}

/** Bytes of a metric in one sample; null when the sample does not hold it. */
export function metricValue(row: SampleRow, metric: GrowthMetric): number | null {
  // The floor of a sum is not the sum of floors: what swaps out lowers one term as it raises the other.
  if (row.floor !== undefined && metric === PREFERRED[row.kind])
    return row.floor.judged?.floorBytes ?? null
  return bytesOf(row.values, metric)
}

/** What growth of a kind is judged by, in the values of one reading. */
export function judgedBytes(
  kind: SampleKind,
  values: Readonly<Record<string, number | null>>,
): number | null {
  return bytesOf(values, PREFERRED[kind])
}

function bytesOf(
  values: Readonly<Record<string, number | null>>,
  metric: GrowthMetric,
): number | null {
  const of = (name: string): number | null => values[name] ?? null
  switch (metric) {
    case 'anonAndSwapBytes':
      return combined(of('anonBytes'), of('swapBytes'), 1)
    case 'unavailableBytes':
      return combined(of('memTotalBytes'), of('memAvailableBytes'), -1)
    default:
      return of(metric)
  }
}

function combined(first: number | null, second: number | null, sign: 1 | -1): number | null {
  return first === null || second === null ? null : first + sign * second
}
