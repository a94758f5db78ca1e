/**
 * Which part grows. Ranked by robust slope and steadiness, then by the detector's score on the first thirty; said with
 * as much doubt as there are snapshots: two or three give five candidates and never one culprit.
 */
import type { ComponentSnapshot } from '../../domain/components.ts'
import { DAY_MS } from '../../domain/time.ts'
import { detectGrowth } from '../detect.ts'
import { type ComponentSeries, componentSeries } from './matrix.ts'
import { type Trend, trendOf } from './trend.ts'

export interface RankedComponent {
  readonly path: readonly string[]
  readonly firstBytes: number
  readonly lastBytes: number
  readonly slopeBytesPerDay: number
  /** Of the growth of the total, where that is known and grew, else of all parts that grew; 0..1. */
  readonly share: number
  readonly count: { readonly first: number; readonly last: number }
  /** Its own growth verdict; null with fewer snapshots than one needs. */
  readonly score: number | null
}

/** The first candidate is named when it accounts for so much of the growth: of less, two others may have grown as much. */
export const NAMED_SHARE = 1 / 3

/** What so many snapshots allow to be said. */
export type Confidence = 'none' | 'difference' | 'trend' | 'verdict'

export interface ComponentRanking {
  readonly confidence: Confidence
  readonly snapshots: number
  /** The first may be named as the culprit only from `trend` on; at most five. */
  readonly candidates: readonly RankedComponent[]
  /** Growth of the total that no part accounts for; null where the total is not known. */
  readonly unexplainedBytes: number | null
  readonly totalRiseBytes: number | null
}

const CANDIDATES = 5
/** The detector costs a hundred times a slope: it looks at the first ones. */
const LOOKED_AT = 30
/** A part that the detector gives no chance keeps a little of its rank. */
const SCORE_FLOOR = 0.02
const [TREND_FROM, VERDICT_FROM] = [4, 6]
/** A large cache that jitters moves more bytes than a small leak: the rise counts by its share of the part, damped. */
const SHARE_POWER = 0.5
/** A part that some snapshots did not have comes and goes with what runs: it is put behind. */
const FITFUL = 0.3

export function rankComponents(snapshots: readonly ComponentSnapshot[]): ComponentRanking {
  const series = componentSeries(snapshots)
  const confidence = confidenceOf(snapshots.length)
  const ranked = rankedOf(series, confidence)
  const total = totalRise(snapshots)
  const grown = series.reduce((sum, of) => sum + Math.max(0, riseOf(of)), 0)
  const whole = total !== null && total > 0 ? total : grown
  const net = series.reduce((sum, of) => sum + riseOf(of), 0)
  return {
    confidence,
    snapshots: snapshots.length,
    candidates: ranked.slice(0, CANDIDATES).map((of) => candidate(of, whole)),
    unexplainedBytes: total === null ? null : total - net,
    totalRiseBytes: total,
  }
}

interface Ranked {
  readonly series: ComponentSeries
  readonly trend: Trend
  readonly rank: number
  readonly score: number | null
}

function rankedOf(series: readonly ComponentSeries[], confidence: Confidence): readonly Ranked[] {
  const known = series.flatMap((of) => {
    const trend = trendOf(of.atMs, of.bytes)
    const rank = trend === null ? 0 : trend.rank * steadiness(of)
    return trend === null || rank <= 0 ? [] : [{ series: of, trend, rank, score: null }]
  })
  const first = known.sort((a, b) => b.rank - a.rank)
  if (confidence !== 'verdict') return first
  const judged = first.slice(0, LOOKED_AT).map((of) => ({ ...of, score: scoreOf(of.series) }))
  return judged.sort((a, b) => weighed(b) - weighed(a))
}

function steadiness(of: ComponentSeries): number {
  const most = of.bytes.reduce((max, bytes) => Math.max(max, bytes), 1)
  const fitful = of.counts.includes(0) ? FITFUL : 1
  return fitful * Math.max(0, riseOf(of) / most) ** SHARE_POWER
}

function weighed({ rank, score }: Ranked): number {
  return rank * (SCORE_FLOOR + (score ?? 1))
}

function scoreOf({ atMs, bytes }: ComponentSeries): number | null {
  const nowMs = atMs.at(-1) ?? 0
  const of = detectGrowth({ atMs, values: bytes, lives: null, limitBytes: null, nowMs })
  return of.verdict === 'insufficient-data' ? null : of.score
}

function confidenceOf(snapshots: number): Confidence {
  if (snapshots < 2) return 'none'
  if (snapshots < TREND_FROM) return 'difference'
  return snapshots < VERDICT_FROM ? 'trend' : 'verdict'
}

function candidate({ series, trend, score }: Ranked, whole: number): RankedComponent {
  const { path, bytes, counts } = series
  return {
    path,
    firstBytes: bytes[0] ?? 0,
    lastBytes: bytes.at(-1) ?? 0,
    slopeBytesPerDay: trend.slope * DAY_MS,
    share: whole <= 0 ? 0 : Math.min(1, Math.max(0, riseOf(series)) / whole),
    count: { first: counts[0] ?? 0, last: counts.at(-1) ?? 0 },
    score,
  }
}

function riseOf({ bytes }: ComponentSeries): number {
  return (bytes.at(-1) ?? 0) - (bytes[0] ?? 0)
}

function totalRise(snapshots: readonly ComponentSnapshot[]): number | null {
  const known = snapshots.filter(({ totalBytes }) => totalBytes !== null)
  const sorted = known.toSorted((a, b) => a.atMs - b.atMs)
  const [first, last] = [sorted[0]?.totalBytes ?? null, sorted.at(-1)?.totalBytes ?? null]
  return first === null || last === null || known.length < 2 ? null : last - first
}
