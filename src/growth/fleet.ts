/**
 * Like hosts together: how many stand above an edge, over time (RESIN, OSDI 2022, its "bucketization-based pivot").
 * Each host's value is taken against the fleet's median of that time, so that load common to all cancels out; the count
 * is judged like any series. It sees what is too slow and too noisy to be seen on any one host.
 */
import { detectGrowth, LEAK_SCORE } from './detect.ts'
import { againstMedian, known, PARTS, type Parts, partsOf } from './fleetParts.ts'
import { quantile } from './stats.ts'

export interface FleetHost {
  readonly host: string
  /** Share of the host's memory in use, 0..1, in any order. */
  readonly points: readonly (readonly [atMs: number, share: number])[]
}

export interface FleetGrowth {
  readonly hosts: number
  /** Above the fleet's median by this share of a host's memory. */
  readonly edge: number
  readonly firstCount: number
  readonly lastCount: number
  readonly sinceMs: number
  readonly score: number
  /** Those above the edge now that were not at first, the furthest above it first. */
  readonly risen: readonly string[]
}

/** Fewer hosts make a count of steps of a tenth and more. */
export const LEAST_HOSTS = 10
const LEAST_PARTS = 12
/** A host with readings in less of the time is left out. */
const COVERED_SHARE = 0.7
/** Edges are where nine in ten of the fleet's readings stood in the first tenth of the time, and so much above that. */
const EDGE_QUANTILE = 0.9
const FIRST_SHARE = 0.1
const EDGES_ABOVE = [0, 0.02, 0.05, 0.1]
/** So many hosts more must stand above it at last: of the fleet ... */
const RISE_SHARE = 0.15
/** ... and at least these. */
const RISE_HOSTS = 3
/** Further edges stand this share of a host's memory apart; one host counts for no more than so many of them. */
const [BUCKET, MOST_BUCKETS] = [0.01, 10]
/** An edge nearer to the median than this is within its noise. */
const EDGE_FLOOR = 0.01

/** The edge whose count grows most surely; null where none does, or hosts or readings are too few. */
export function fleetGrowth(hosts: readonly FleetHost[], nowMs: number): FleetGrowth | null {
  const times = hosts.flatMap(({ points }) => points.map(([at]) => at)).filter((at) => at <= nowMs)
  const [fromMs, toMs] = [least(times), most(times)]
  if (hosts.length < LEAST_HOSTS || !(toMs > fromMs)) return null
  const covered = hosts
    .map(({ host, points }) => ({ host, parts: partsOf(points, fromMs, toMs) }))
    .filter(({ parts }) => known(parts).length >= PARTS * COVERED_SHARE)
  if (covered.length < LEAST_HOSTS) return null
  const rows = againstMedian(covered.map(({ parts }) => parts))
  const atMs = (part: number): number => fromMs + ((part + 0.5) * (toMs - fromMs)) / PARTS
  const early = rows.flatMap((row) => known(row.slice(0, Math.ceil(PARTS * FIRST_SHARE))))
  const usual = Math.max(EDGE_FLOOR, quantile(early, EDGE_QUANTILE))
  const edges = EDGES_ABOVE.map((above) => usual + above)
  const found = edges.flatMap((edge) => countGrowth(rows, edge, atMs, nowMs) ?? [])
  const best = found.toSorted((a, b) => b.score - a.score || b.edge - a.edge)[0]
  if (best === undefined) return null
  return {
    ...best,
    hosts: covered.length,
    risen: risenOf(
      covered.map(({ host }) => host),
      rows,
      best.edge,
    ),
  }
}

function countGrowth(
  rows: readonly Parts[],
  edge: number,
  atMs: (part: number) => number,
  nowMs: number,
): Omit<FleetGrowth, 'hosts' | 'risen'> | null {
  const counts = Array.from({ length: PARTS }, (_, part) => {
    const values = known(rows.map((row) => row[part] ?? null))
    // A part in which a host was not read must not look like one host less.
    const scale = values.length === 0 ? null : rows.length / values.length
    return scale === null ? null : { at: atMs(part), ...countsOf(values, edge, scale) }
  }).filter((one) => one !== null)
  if (counts.length < LEAST_PARTS) return null
  const end = Math.ceil(counts.length / 5)
  const firstCount = quantile(
    counts.slice(0, end).map(({ above }) => above),
    0.5,
  )
  const lastCount = quantile(
    counts.slice(-end).map(({ above }) => above),
    0.5,
  )
  if (lastCount - firstCount < Math.max(RISE_HOSTS, RISE_SHARE * rows.length)) return null
  const { score, sinceMs } = detectGrowth({
    atMs: counts.map(({ at }) => at),
    // The whole fleet is the level that a rise is measured against.
    values: counts.map(({ buckets }) => buckets + rows.length),
    lives: null,
    limitBytes: null,
    nowMs,
  })
  if (score < LEAK_SCORE) return null
  return {
    edge,
    score,
    firstCount: Math.round(firstCount),
    lastCount: Math.round(lastCount),
    sinceMs: sinceMs ?? counts[0]?.at ?? nowMs,
  }
}

/** Hosts above the edge, and above it and each further edge together: that goes on growing when all have crossed one. */
function countsOf(
  values: readonly number[],
  edge: number,
  scale: number,
): { readonly above: number; readonly buckets: number } {
  const over = values.filter((value) => value > edge)
  const buckets = over.reduce(
    (sum, value) => sum + Math.min(MOST_BUCKETS, Math.ceil((value - edge) / BUCKET)),
    0,
  )
  return { above: over.length * scale, buckets: buckets * scale }
}

function risenOf(
  names: readonly string[],
  rows: readonly Parts[],
  edge: number,
): readonly string[] {
  return rows
    .map((row, i) => {
      const values = known(row)
      const end = Math.ceil(values.length / 5)
      return {
        host: names[i] ?? '',
        first: quantile(values.slice(0, end), 0.5),
        last: quantile(values.slice(-end), 0.5),
      }
    })
    .filter(({ first, last }) => first <= edge && last > edge)
    .toSorted((a, b) => b.last - a.last)
    .map(({ host }) => host)
}

function least(values: readonly number[]): number {
  return values.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY)
}

function most(values: readonly number[]): number {
  return values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY)
}
