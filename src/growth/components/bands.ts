/** Snapshots and their ranking -> the few parts that are drawn over time, and all others as one. Pure. */
import type { ComponentSnapshot } from '../../domain/components.ts'
import { type ComponentSeries, componentSeries } from './matrix.ts'
import type { ComponentRanking } from './rank.ts'

export interface GrowthBand {
  readonly path: readonly string[]
  /** How many of this name there are now. */
  readonly count: number
  /** One value a look; null where a look was cut and does not name it. */
  readonly bytes: readonly (number | null)[]
  readonly risenBytes: number
  /** Of the growth of the whole where that is known and grew, else of all parts that grew; 0..1. */
  readonly share: number
}

export interface GrowthBands {
  readonly atMs: readonly number[]
  /** The likeliest cause first, then what grew most. */
  readonly named: readonly GrowthBand[]
  readonly rest: Omit<GrowthBand, 'path'> | null
  /** What all bands grew by together. */
  readonly risenBytes: number
}

/** More cannot be told apart in a picture of 360 px. */
const MOST_NAMED = 5
/** What explains less is no answer to "what grows". */
const LEAST_SHARE = 0.05

/**
 * `wholeOf` gives what all parts of a snapshot hold, named or not. Torn looks are left out where most are whole: half
 * a tree would be drawn as memory given back.
 */
export function growthBands(
  all: readonly ComponentSnapshot[],
  ranking: ComponentRanking,
  wholeOf: (snapshot: ComponentSnapshot) => number,
): GrowthBands | null {
  const looks = drawnOf(all).toSorted((a, b) => a.atMs - b.atMs)
  const series = componentSeries(looks)
  const first = ranking.candidates[0]
  const wholes = looks.map(wholeOf)
  if (first === undefined || looks.length < 2) return null
  const risenBytes = riseOf(wholes)
  const whole =
    risenBytes > 0
      ? risenBytes
      : series.reduce((sum, { bytes }) => sum + Math.max(0, riseOf(bytes)), 0)
  const isFirst = (of: ComponentSeries): boolean => keyOf(of.path) === keyOf(first.path)
  const named = series
    .filter(
      (of) => riseOf(of.bytes) > 0 && (isFirst(of) || riseOf(of.bytes) >= LEAST_SHARE * whole),
    )
    .sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || riseOf(b.bytes) - riseOf(a.bytes))
    .slice(0, MOST_NAMED)
    .map((of) => bandOf(of, looks, whole))
  return {
    atMs: looks.map(({ atMs }) => atMs),
    named,
    rest: restOf(named, wholes, series.length - named.length, whole),
    risenBytes,
  }
}

function drawnOf(all: readonly ComponentSnapshot[]): readonly ComponentSnapshot[] {
  const whole = all.filter(({ complete }) => complete)
  return whole.length >= 2 && 2 * whole.length >= all.length ? whole : all
}

/** Before it was first seen a part was nothing; later a cut look that does not name it says nothing of it. */
function bandOf(
  of: ComponentSeries,
  looks: readonly ComponentSnapshot[],
  whole: number,
): GrowthBand {
  const at = new Map(of.atMs.map((atMs, i) => [atMs, of.bytes[i] ?? 0]))
  const firstAtMs = of.atMs[0] ?? 0
  return {
    path: of.path,
    count: of.counts.at(-1) ?? 0,
    bytes: looks.map(({ atMs }) => at.get(atMs) ?? (atMs < firstAtMs ? 0 : null)),
    risenBytes: riseOf(of.bytes),
    share: shareOf(riseOf(of.bytes), whole),
  }
}

function restOf(
  named: readonly GrowthBand[],
  wholes: readonly number[],
  count: number,
  whole: number,
): GrowthBands['rest'] {
  const bytes = wholes.map((bytesOfAll, i) => {
    const known = named.map((band) => band.bytes[i] ?? null)
    if (known.includes(null)) return null
    return Math.max(0, bytesOfAll - known.reduce<number>((sum, own) => sum + (own ?? 0), 0))
  })
  const known = bytes.flatMap((own) => own ?? [])
  if (known.every((own) => own === 0)) return null
  const risenBytes = riseOf(known)
  return { count, bytes, risenBytes, share: shareOf(risenBytes, whole) }
}

function shareOf(risenBytes: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, risenBytes) / whole)
}

function riseOf(bytes: readonly number[]): number {
  return (bytes.at(-1) ?? 0) - (bytes[0] ?? 0)
}

function keyOf(path: readonly string[]): string {
  return path.join('\n')
}
