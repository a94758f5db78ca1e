/**
 * Rows of one subject -> growth verdict. The present life and those before it are judged together: a leak that starts
 * anew at each restart is proved by all of them. A life that runs beside (another worker) is another line.
 */
import type { Detected } from '../domain/detected.ts'
import type { Eta, Growth, GrowthNote, KnownCap } from '../domain/growth.ts'
import type { ImportedShare } from '../domain/imported.ts'
import type { SampleRow } from '../domain/sample.ts'
import { SECOND_MS } from '../domain/time.ts'
import { detectGrowth } from './detect.ts'
import { evenPoints } from './even.ts'
import { judgeFew } from './few.ts'
import { begunMs, type Life, livesOf, restartsOf } from './lives.ts'
import { type GrowthMetric, metricOf } from './metric.ts'
import { notesOf } from './notes.ts'
import { perWork } from './perWork.ts'
import { LEAST_POINTS } from './run.ts'
import { type Point, seriesOf } from './series.ts'

/**
 * A rise of less is nobody's: glibc takes a heap's memory by 128 KiB at a time (M_TOP_PAD), so eight such steps are a
 * program that has just begun.
 */
export const RISE_FLOOR_BYTES = 1024 * 1024
/** Lives before the present one that are judged with it, the newest. */
const FORMER_LIVES = 8

export interface GrowthInput {
  /** Of one subject; the present run's sample included; several incarnations possible; in any order. */
  readonly rows: readonly SampleRow[]
  /** Key of the present life. */
  readonly incarnation: string
  readonly metric: GrowthMetric
  readonly limit: { readonly bytes: number; readonly name: string } | null
  /** What the program is set to stop at. */
  readonly caps: readonly KnownCap[]
  /** What of the rows was imported. */
  readonly imported?: ImportedShare | null
  readonly nowMs: number
}

/** Judges the present life with its predecessors; null when the present one has no usable sample. */
export function judgeGrowth(input: GrowthInput): Growth | null {
  const { nowMs } = input
  const lives = livesOf(input.rows, nowMs)
  const present = lives.find((life) => life.key === input.incarnation)
  if (present === undefined) return null
  const metric = metricOf(present.rows, input.metric)
  const own = seriesOf(present.rows, metric, nowMs).points
  const [first, last] = [own[0], own.at(-1)]
  if (first === undefined || last === undefined) return null
  const restarts = restartsOf(lives)
  const lastAtMs = restarts.at(-1)
  const restarted =
    lastAtMs === undefined
      ? []
      : [{ code: 'restarted' as const, numbers: { restarts: restarts.length, lastAtMs } }]
  const imported = input.imported ?? null
  const notes = [...restarted, ...importedNotes(imported)]
  const base = {
    metric,
    imported,
    points: own.length,
    spanSec: (last[0] - first[0]) / SECOND_MS,
    incarnations: restarts.length + 1,
  }
  const detected = detectGrowth({
    ...pointsOf(chainOf(lives, present), metric, nowMs),
    limitBytes: input.limit?.bytes ?? null,
    nowMs,
  })
  if (detected.verdict === 'insufficient-data') {
    const few = judgeFew(own, nowMs)
    return { ...base, ...NOTHING, since: first[0], ...few, notes: [...few.notes, ...notes] }
  }
  const of = enough(detected, own, input)
  const work = workNotes(of, present, metric)
  const { points, spanSec } = detected.basis
  return { ...base, points, spanSec, ...of, notes: [...of.notes, ...work, ...notes] }
}

/** Growth is told against work where it follows that better than the clock. */
function workNotes(of: Judged, present: Life, metric: GrowthMetric): Growth['notes'] {
  if (of.verdict !== 'leaking' && of.verdict !== NOT_PROVED) return []
  const work = perWork(present.rows, metric)
  return work === null ? [] : [{ code: `per-${work.unit}`, numbers: { workBytes: work.bytes } }]
}

const NOTHING = {
  score: null,
  slopeLo: null,
  slopeHi: null,
  until: null,
  eta: null,
  cap: null,
  floors: [],
  models: [],
  rival: null,
} as const

type Judged = Omit<Growth, 'metric' | 'imported' | 'points' | 'spanSec' | 'incarnations'>

function enough(of: Detected, own: readonly Point[], input: GrowthInput): Judged {
  const level = own.at(-1)?.[1] ?? 0
  const cap = input.caps.find(({ bytes }) => bytes > level) ?? null
  const small = of.risen !== null && of.risen < RISE_FLOOR_BYTES
  // One former life alone says nothing sure of a life that has just begun.
  const young = own.length < LEAST_POINTS && of.basis.judgedLives < 2
  const approximate = input.imported?.approximate === true
  const doubted = (cap !== null || young || approximate) && of.verdict === 'leaking'
  const verdict = small ? 'stable' : doubted ? NOT_PROVED : of.verdict
  const notes = notesOf(of, verdict, cap, own)
  return {
    verdict,
    score: of.score,
    slopeBytesPerDay: of.slopePerDay,
    slopeLo: of.slopeLo,
    slopeHi: of.slopeHi,
    since: of.sinceMs ?? own[0]?.[0] ?? null,
    until: of.untilMs,
    risenBytes: of.risen ?? level - (own[0]?.[1] ?? level),
    eta: small || of.eta === null || input.limit === null ? null : etaOf(of.eta, input.limit),
    cap,
    floors: of.floors,
    models: of.models,
    rival: of.rival,
    notes: small
      ? [{ code: 'small-rise', numbers: { risenBytes: of.risen ?? 0 } }, ...notes]
      : notes,
    needs: null,
  }
}

function importedNotes(share: ImportedShare | null): readonly GrowthNote[] {
  if (share === null) return []
  const { points, spanSec } = share
  const from = { code: `from-${share.source}`, numbers: { points, spanSeconds: spanSec } } as const
  return share.approximate ? [from, { code: 'without-available', numbers: {} }] : [from]
}

const NOT_PROVED = 'growing-not-yet-proved'

function etaOf(eta: NonNullable<Detected['eta']>, limit: NonNullable<GrowthInput['limit']>): Eta {
  return { ...eta, limitBytes: limit.bytes, limitName: limit.name }
}

/** The present life and the newest of those that ended before it began. */
function chainOf(lives: readonly Life[], present: Life): readonly Life[] {
  const former = lives.filter((life) => life !== present && life.lastAtMs <= begunMs(present))
  return [...former.slice(-FORMER_LIVES), present]
}

function pointsOf(
  lives: readonly Life[],
  metric: GrowthMetric,
  nowMs: number,
): { readonly atMs: number[]; readonly values: number[]; readonly lives: string[] } {
  const all = lives.flatMap(({ key, rows }) =>
    evenPoints(rows, metric, nowMs).map(([at, bytes]) => ({ at, bytes, key })),
  )
  return {
    atMs: all.map(({ at }) => at),
    values: all.map(({ bytes }) => bytes),
    lives: all.map(({ key }) => key),
  }
}
