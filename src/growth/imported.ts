/** A subject's own readings, and before and between them what others kept of it. Pure. */
import type { Imported, ImportedPoint, ImportedShare } from '../domain/imported.ts'
import { HOST_METRICS, type SampleRow, type Values } from '../domain/sample.ts'
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
  const instants = own.map(({ atMs }) => atMs)
  const points = of.points.filter(({ atMs }) => !isNear(instants, atMs) && atMs <= nowMs)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return { rows: own, share: null }
  const lives = ownLives(points, livesOf(own, nowMs))
  const past = points.map((point) =>
    hostRow(of.subject, point, lives.get(point.life), point.value + beyond, scale),
  )
  return {
    rows: [...past, ...own].sort((a, b) => a.atMs - b.atMs),
    share: {
      source: of.source,
      points: points.length,
      spanSec: (last.atMs - first.atMs) / SECOND_MS,
      approximate,
    },
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

const NO_VALUES = Object.fromEntries(HOST_METRICS.map((name) => [name, null])) as Values<'host'>

function hostRow(
  subject: string,
  { atMs, life }: ImportedPoint,
  own: Pick<Life, 'key' | 'startedAtMs'> | undefined,
  inUseBytes: number,
  { memTotalBytes }: Scale,
): SampleRow {
  return {
    kind: 'host',
    subject,
    incarnation: own?.key ?? life,
    atMs,
    hostUptimeSec: null,
    startedAtMs: own?.startedAtMs ?? null,
    pid: null,
    values: { ...NO_VALUES, memTotalBytes, memAvailableBytes: memTotalBytes - inUseBytes },
  }
}
