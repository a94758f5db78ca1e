/** What a Prometheus kept of a host or process -> points of its past, cut into lives where it started anew. Pure. */
import type { Imported } from '../domain/imported.ts'
import { LIMITS } from '../domain/limits.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import type { PrometheusSeries } from '../parsers/prometheus/memory.ts'
import { isPlausible } from './clean.ts'
import { livesBy, type PresentLife } from './pastLives.ts'

export interface PrometheusTold {
  readonly levels: readonly PrometheusSeries[]
  readonly starts: readonly PrometheusSeries[]
}

export interface SubjectNow extends PresentLife {
  /** The subject's key. */
  readonly subject: string
  /** What the levels are: `unavailableBytes` of a host, `rssBytes` of a process. */
  readonly metric: string
  readonly nowMs: number
}

/** A start wanders by this much when clocks are set. */
const SAME_START_MS = 2 * MINUTE_MS

/** Null when nothing usable is there. Of several series (jobs, exporters) the one with the most points. */
export function prometheusPast(told: PrometheusTold, now: SubjectNow): Imported | null {
  const level = longest(told.levels)
  if (level === null) return null
  const near = told.starts.filter(({ labels }) => labels['instance'] === level.labels['instance'])
  const lifeAt = livesBy(startsOf(longest(near)), now)
  const sinceMs = now.nowMs - LIMITS.importDays * DAY_MS
  const points = level.points
    .filter(([atMs, bytes]) => isPlausible(atMs, now.nowMs) && atMs >= sinceMs && bytes > 0)
    .filter(([atMs, bytes]) => atMs <= now.nowMs && bytes <= Number.MAX_SAFE_INTEGER)
    .map(([atMs, bytes]) => ({ atMs, value: Math.round(bytes), life: lifeAt(atMs) }))
    .sort((a, b) => a.atMs - b.atMs)
    .slice(-LIMITS.importPoints)
  const { subject, metric } = now
  return points.length === 0 ? null : { subject, source: 'prometheus', metric, points }
}

function longest(series: readonly PrometheusSeries[]): PrometheusSeries | null {
  return series.reduce<PrometheusSeries | null>(
    (best, one) => (one.points.length > (best?.points.length ?? 0) ? one : best),
    null,
  )
}

/** Instants at which a life began, each once, within the series; the first is the one that was there before it. */
function startsOf(series: PrometheusSeries | null): readonly number[] {
  const starts: number[] = []
  for (const [, seconds] of series?.points ?? []) {
    const at = seconds * SECOND_MS
    if (!starts.some((known) => Math.abs(known - at) < SAME_START_MS)) starts.push(at)
  }
  return starts
}
