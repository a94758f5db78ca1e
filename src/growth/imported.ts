/** A subject's own readings, and before and between them what others kept of it. Pure. */
import type { Imported, ImportedPoint, ImportedShare } from '../domain/imported.ts'
import { HOST_METRICS, PROCESS_METRICS, type SampleRow, type Values } from '../domain/sample.ts'
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import { begunMs, type Life, livesOf } from './lives.ts'

/** A point this near to an own reading tells nothing more. */
const NEAR_MS = 5 * MINUTE_MS

export interface WithImported {
  /** Oldest first. */
  readonly rows: readonly SampleRow[]
  /** Null where nothing was imported, or nothing of it is used. */
  readonly share: ImportedShare | null
}

/** The host's memory now, by which levels of the past are put on one scale. */
export interface Scale {
  readonly memTotalBytes: number
  /** What is in use beyond `withoutCacheBytes`: what of the cache cannot be given back, less slab that can. */
  readonly beyondCacheBytes: number
}

/** A host's rows with its past; the one import that reaches furthest back is used, for two would be two scales. */
export function hostWithImported(
  own: readonly SampleRow[],
  imported: readonly Imported[],
  scale: Scale | null,
  nowMs: number,
): WithImported {
  const of = furthest(imported)
  if (of === null || scale === null) return { rows: own, share: null }
  const approximate = of.metric === 'withoutCacheBytes'
  const beyond = approximate ? scale.beyondCacheBytes : 0
  const { memTotalBytes } = scale
  return merged(own, of, approximate, nowMs, (base, value) => ({
    ...base,
    kind: 'host',
    values: { ...NO_HOST, memTotalBytes, memAvailableBytes: memTotalBytes - value - beyond },
  }))
}

/** From so many own readings on a process is judged by them alone: they tell what RSS does not. */
const OWN_READINGS = 12

/** A process's rows with its past, which is of RSS: all is judged by RSS then. */
export function processWithImported(
  own: readonly SampleRow[],
  imported: readonly Imported[],
  nowMs: number,
): WithImported {
  const of = furthest(imported.filter(({ metric }) => metric === 'rssBytes'))
  if (of === null || own.length >= OWN_READINGS) return { rows: own, share: null }
  return merged(own, of, false, nowMs, (base, rssBytes) => ({
    ...base,
    kind: 'process',
    values: { ...NO_PROCESS, rssBytes },
  }))
}

type Base = Omit<SampleRow, 'kind' | 'values' | 'floor'>

function merged(
  own: readonly SampleRow[],
  of: Imported,
  approximate: boolean,
  nowMs: number,
  rowOf: (base: Base, value: number) => SampleRow,
): WithImported {
  const instants = own.map(({ atMs }) => atMs)
  const points = of.points.filter(({ atMs }) => !isNear(instants, atMs) && atMs <= nowMs)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return { rows: own, share: null }
  const lives = ownLives(points, livesOf(own, nowMs))
  const past = points.map(({ atMs, value, life }) =>
    rowOf(
      {
        subject: of.subject,
        incarnation: lives.get(life)?.key ?? life,
        atMs,
        hostUptimeSec: null,
        startedAtMs: lives.get(life)?.startedAtMs ?? null,
        pid: null,
      },
      value,
    ),
  )
  const spanSec = (last.atMs - first.atMs) / SECOND_MS
  return {
    rows: [...past, ...own].sort((a, b) => a.atMs - b.atMs),
    share: { source: of.source, points: points.length, spanSec, approximate },
  }
}

/** What was read now takes the place of what was kept of the same span. */
export function joined(kept: readonly Imported[], now: readonly Imported[]): readonly Imported[] {
  const same = (a: Imported, b: Imported): boolean => a.source === b.source && a.metric === b.metric
  const older = kept.map((one) => {
    const fresh = now.find((other) => same(one, other))
    if (fresh === undefined) return one
    const fromMs = fresh.points[0]?.atMs ?? 0
    return {
      ...fresh,
      points: [...one.points.filter(({ atMs }) => atMs < fromMs), ...fresh.points],
    }
  })
  return [...older, ...now.filter((one) => !kept.some((other) => same(one, other)))]
}

function furthest(imported: readonly Imported[]): Imported | null {
  return imported.reduce<Imported | null>((best, one) => {
    const [at, before] = [one.points[0]?.atMs, best?.points[0]?.atMs]
    return at !== undefined && (before === undefined || at < before) ? one : best
  }, null)
}

function isNear(instants: readonly number[], atMs: number): boolean {
  let [low, high] = [0, instants.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((instants[middle] ?? 0) < atMs - NEAR_MS) low = middle + 1
    else high = middle
  }
  return (instants[low] ?? Number.POSITIVE_INFINITY) <= atMs + NEAR_MS
}

/** Imported lives that are lives of our own readings too: those that were seen at the same time. */
function ownLives(
  points: readonly ImportedPoint[],
  own: readonly Life[],
): ReadonlyMap<string, Pick<Life, 'key' | 'startedAtMs'>> {
  const spans = new Map<string, { readonly fromMs: number; readonly toMs: number }>()
  for (const { life, atMs } of points) {
    spans.set(life, { fromMs: spans.get(life)?.fromMs ?? atMs, toMs: atMs })
  }
  return new Map(
    [...spans].flatMap(([key, { fromMs, toMs }]) => {
      const life =
        own.find((one) => one.key === key) ??
        own.find((one) => begunMs(one) <= toMs && fromMs <= one.lastAtMs)
      return life === undefined ? [] : [[key, life] as const]
    }),
  )
}

const NO_HOST = Object.fromEntries(HOST_METRICS.map((name) => [name, null])) as Values<'host'>
const NO_PROCESS = Object.fromEntries(
  PROCESS_METRICS.map((name) => [name, null]),
) as Values<'process'>
