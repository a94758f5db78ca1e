/**
 * What sysstat kept of a host's memory -> points of its past, cut into lives at restarts. Pure.
 *
 * From 11.5 on sar tells kbavail, the kernel's own MemAvailable. Before, what is used less free, buffers and cache stands
 * in; kbmemused itself never does, because before 12 it counts the cache. Kernels before 3.14 have kbavail 0.
 */
import type { Imported, ImportedPoint } from '../domain/imported.ts'
import { LIMITS } from '../domain/limits.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import type { Sadf, SadfRow } from '../parsers/tools/sadf.ts'
import { isPlausible } from './clean.ts'
import { livesBy } from './pastLives.ts'
import { median } from './stats.ts'

/** The host as it is now. */
export interface HostNow {
  /** The subject's key, and the key of its present life. */
  readonly subject: string
  readonly incarnation: string
  readonly bootAtMs: number | null
  readonly memTotalBytes: number | null
  /** What the host's clock is behind the bot's. */
  readonly behindMs: number
  readonly nowMs: number
}

/** Clocks that differ by less are the network's delay. */
const SKEW_FLOOR_MS = 2 * MINUTE_MS
/** Memory told by a rounded percentage is today's when it is this near; below the percentage it tells nothing. */
const SAME_TOTAL_RATIO = 0.01
const LEAST_PERCENT = 1

/** Null when nothing usable of this host is there. */
export function sysstatPast(of: Sadf, host: HostNow): Imported | null {
  const own = instantsOf(of, host)
  const told = own.filter(({ row }) => (row.values['availBytes'] ?? 0) > 0)
  const [metric, dated] =
    told.length > 0 ? ['unavailableBytes', told] : (['withoutCacheBytes', own] as const)
  const restarts = of.restarts.flatMap(({ at }) => instantOf(at, host) ?? [])
  const lifeAt = livesBy(restarts, { ...host, startedAtMs: host.bootAtMs })
  const byLife = new Map<string, Dated[]>()
  for (const one of dated) {
    const life = lifeAt(one.atMs)
    const held = byLife.get(life)
    if (held === undefined) byLife.set(life, [one])
    else held.push(one)
  }
  const points = [...byLife]
    .flatMap(([life, rows]) => pointsOf(life, rows, metric, host))
    .sort((a, b) => a.atMs - b.atMs)
    .slice(-LIMITS.importPoints)
  return points.length === 0 ? null : { subject: host.subject, source: 'sysstat', metric, points }
}

interface Dated {
  readonly atMs: number
  readonly row: SadfRow
}

/** Rows of this host with their instants by the bot's clock; files of another host (a copied image's) are left out. */
function instantsOf(of: Sadf, host: HostNow): readonly Dated[] {
  const sinceMs = host.nowMs - LIMITS.importDays * DAY_MS
  const dated = of.rows.flatMap((row): readonly Dated[] => {
    const atMs = instantOf(row.at, host)
    const usable = atMs !== null && isPlausible(atMs, host.nowMs) && atMs >= sinceMs
    return usable && atMs <= host.nowMs ? [{ atMs, row }] : []
  })
  const newest = dated.reduce<Dated | null>(
    (last, one) => (last === null || one.atMs > last.atMs ? one : last),
    null,
  )
  return dated.filter(({ row }) => row.host === newest?.row.host)
}

/** `2026-02-06 23:00:35 UTC`, with dashes in the time before 10.0.5; or seconds since 1970. */
function instantOf(text: string, { behindMs }: HostNow): number | null {
  const [, date, hours, minutes, seconds] =
    /^(\d{4}-\d\d-\d\d) (\d\d)[:-](\d\d)[:-](\d\d) UTC$/.exec(text) ?? []
  const atMs = /^\d{1,11}$/.test(text)
    ? Number(text) * SECOND_MS
    : Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`)
  if (Number.isNaN(atMs)) return null
  return atMs + (Math.abs(behindMs) < SKEW_FLOOR_MS ? 0 : behindMs)
}

/** Of one life, which had one size of memory. */
function pointsOf(
  life: string,
  rows: readonly Dated[],
  metric: string,
  host: HostNow,
): readonly ImportedPoint[] {
  const totalBytes = totalOf(rows, host)
  return rows.flatMap(({ atMs, row }) => {
    const value = metric === 'unavailableBytes' ? unavailable(row, totalBytes) : withoutCache(row)
    return value !== null && value > 0 ? [{ atMs, value, life }] : []
  })
}

/** By the rows' own percentages, which are rounded; today's figure where they agree with it. */
function totalOf(rows: readonly Dated[], host: HostNow): number | null {
  const told = rows.flatMap(({ row: { values } }) => {
    const [used, percent] = [values['memusedBytes'], values['memusedPercent']]
    return used !== undefined && percent !== undefined && percent >= LEAST_PERCENT
      ? [(used * 100) / percent]
      : []
  })
  const now = host.memTotalBytes
  if (told.length === 0) return now
  const totalBytes = median(Float64Array.from(told))
  const isSame = now !== null && Math.abs(totalBytes - now) <= now * SAME_TOTAL_RATIO
  return isSame ? now : Math.round(totalBytes)
}

function unavailable({ values }: SadfRow, totalBytes: number | null): number | null {
  const available = values['availBytes']
  return totalBytes === null || available === undefined ? null : totalBytes - available
}

function withoutCache({ values }: SadfRow): number | null {
  const [used, buffers, cached] = ['memusedBytes', 'buffersBytes', 'cachedBytes'].map(
    (name) => values[name],
  )
  return used === undefined || buffers === undefined || cached === undefined
    ? null
    : used - buffers - cached
}
