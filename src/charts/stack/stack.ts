/** A stack's spec with only what can be drawn: looks in order, each with the edges of its bands or a gap. */
import type { StackChart } from '../../domain/chart.ts'
import { downsample } from '../downsample.ts'
import { isInstant, isSize, type Line, lineOf } from '../growth/history.ts'

export type Band = StackChart['bands'][number]

/** One look: the upper edge of each band from the bottom up, in bytes. */
export interface Look {
  readonly atMs: number
  readonly edges: readonly number[]
}

export interface Stack {
  readonly bands: readonly Band[]
  /** Unbroken stretches of looks: never across a gap or a restart. */
  readonly runs: readonly (readonly Look[])[]
  readonly looks: number
  readonly line: Line | null
  readonly lineNote: string
  readonly fromMs: number
  readonly toMs: number
  readonly maxBytes: number
  readonly restarts: readonly number[]
}

/** More bands cannot be told apart at 360 px. */
const MOST_BANDS = 6
/** About one look each 2 px: more would be drawn on the same pixels. */
const MOST_LOOKS = 240

/** Null where there is not one look to draw. */
export function stackOf(spec: StackChart): Stack | null {
  const bands = spec.bands.slice(0, MOST_BANDS)
  const all = looksOf(spec, bands)
  const known = all.flatMap(({ look }) => (look === null ? [] : [look]))
  if (known.length === 0 || bands.length === 0) return null
  const line = spec.line === null ? null : lineOf(spec.line)
  const points = line?.points ?? []
  const instants = [...all.map(({ atMs }) => atMs), ...points.map(([atMs]) => atMs)]
  const fromMs = least(instants)
  const toMs = most(instants)
  const restarts = spec.restarts.filter((at) => at >= fromMs && at <= toMs).sort((a, b) => a - b)
  const runs = runsOf(all, restarts)
  return {
    bands,
    runs: runs.map((run) => thinned(run, known.length)),
    looks: known.length,
    line: line?.last == null ? null : line,
    lineNote: spec.line?.note ?? '',
    fromMs,
    toMs,
    maxBytes: Math.max(most(known.map(topOf)), most(points.map(([, bytes]) => bytes ?? 0))),
    restarts,
  }
}

export function topOf(look: Look): number {
  return look.edges.at(-1) ?? 0
}

interface Place {
  readonly atMs: number
  readonly look: Look | null
}

function looksOf(spec: StackChart, bands: readonly Band[]): readonly Place[] {
  return spec.atMs
    .map((atMs, at): Place => {
      const edges: number[] = []
      for (const { bytes } of bands) {
        const own = bytes[at] ?? null
        const edge = (edges.at(-1) ?? 0) + (own ?? Number.NaN)
        if (own === null || !isSize(own) || !isSize(edge)) return { atMs, look: null }
        edges.push(edge)
      }
      return { atMs, look: { atMs, edges } }
    })
    .filter(({ atMs }) => isInstant(atMs))
    .sort((a, b) => a.atMs - b.atMs)
}

function runsOf(all: readonly Place[], restarts: readonly number[]): readonly (readonly Look[])[] {
  const runs: Look[][] = []
  let run: Look[] = []
  let life = 0
  for (const { atMs, look } of all) {
    const before = life
    while (life < restarts.length && (restarts[life] ?? atMs) <= atMs) life += 1
    if ((look === null || life !== before) && run.length > 0) {
      runs.push(run)
      run = []
    }
    if (look !== null) run.push(look)
  }
  return run.length > 0 ? [...runs, run] : runs
}

/** Whole looks are left out, so that bands keep their sum; which ones, the top edge decides. */
function thinned(run: readonly Look[], all: number): readonly Look[] {
  const count = Math.max(2, Math.floor((run.length * MOST_LOOKS) / Math.max(all, MOST_LOOKS)))
  const byInstant = new Map(run.map((look) => [look.atMs, look]))
  const tops = [...byInstant.values()].map((look) => [look.atMs, topOf(look)] as const)
  return downsample(tops, count).flatMap(([atMs]) => byInstant.get(atMs) ?? [])
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
}
