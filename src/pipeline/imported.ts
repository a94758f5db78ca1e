/** The past that others kept: asked for once a day, after the verdict's own evidence, and kept beside our readings. */
import type { Evidence } from '../domain/evidence.ts'
import type { Imported, ImportSource } from '../domain/imported.ts'
import { LIMITS } from '../domain/limits.ts'
import type { AnySource } from '../domain/source.ts'
import { subjectKey } from '../domain/subject.ts'
import type { Scale } from '../growth/imported.ts'
import { sysstatPast } from '../growth/sysstat.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { prometheusMemory } from '../parsers/prometheus/memory.ts'
import { hostDate } from '../parsers/tools/date.ts'
import { sysstatMemory } from '../parsers/tools/sysstat.ts'
import { prometheusOf } from './askPrometheus.ts'
import type { House } from './house.ts'
import type { Measures } from './measure.ts'

/** Sources of the past that are due for a host: once a day is enough. */
export async function pastSources(
  house: Pick<House, 'store' | 'clock'>,
  host: string,
): Promise<readonly AnySource[]> {
  const askedAtMs = await house.store.importAskedAtMs(host, 'sysstat')
  const isDue = askedAtMs === null || house.clock.now() - askedAtMs >= LIMITS.importEveryMs
  return isDue ? [sysstatMemory] : []
}

/** What the evidence tells of the past. Pure. */
export function importedOf(
  evidence: Evidence,
  measures: Measures,
  nowMs: number,
): readonly Imported[] {
  return [...sysstatOf(evidence, measures, nowMs), ...prometheusOf(evidence, measures, nowMs)]
}

function sysstatOf(evidence: Evidence, measures: Measures, nowMs: number): readonly Imported[] {
  const told = evidence.get(sysstatMemory)
  const host = measures.all.find(({ subject }) => subject.kind === 'host')
  if (told === null || host === undefined) return []
  const clock = evidence.reading(hostDate, 1)
  const past = sysstatPast(told, {
    subject: subjectKey(host.subject),
    incarnation: host.incarnation.key,
    bootAtMs: host.incarnation.startedAtMs,
    memTotalBytes: evidence.get(meminfo)?.memTotalBytes ?? null,
    behindMs: clock === null ? 0 : clock.atMs - clock.value.atMs,
    nowMs,
  })
  return past === null ? [] : [past]
}

/** Keeps what a run brought, and that it was asked for: a host without sysstat is not asked again at once. */
export async function keepPast(
  house: Pick<House, 'store'>,
  read: {
    readonly evidence: Evidence
    readonly measures: Measures
    readonly imported: readonly Imported[]
  },
  host: string,
  nowMs: number,
): Promise<void> {
  const { evidence, measures, imported } = read
  const of = (source: ImportSource): readonly Imported[] =>
    imported.filter((one) => one.source === source)
  if (evidence.has(sysstatMemory.id) || evidence.gapOf(sysstatMemory.id) !== null)
    await house.store.keepImported(host, 'sysstat', of('sysstat'), nowMs)
  // One that did not answer is asked again the next time.
  const asked = subjectKey(measures.who.subject)
  if (evidence.has(prometheusMemory.id))
    await house.store.keepImported(asked, 'prometheus', of('prometheus'), nowMs)
}

/** True for what is read only where it happens to be: that it is not there is no gap in a check. */
export function isPast(sourceId: string): boolean {
  return sourceId === sysstatMemory.id
}

/** The host's memory now; null where it was not read. */
export function scaleOf(evidence: Evidence): Scale | null {
  const of = evidence.get(meminfo)
  const [total, free, available, buffers, cached] = [
    of?.memTotalBytes,
    of?.['memFreeBytes'],
    of?.['memAvailableBytes'],
    of?.['buffersBytes'],
    of?.['cachedBytes'],
  ]
  if (total === undefined) return null
  const known =
    available !== undefined && free !== undefined && buffers !== undefined && cached !== undefined
  return {
    memTotalBytes: total,
    beyondCacheBytes: known ? free + buffers + cached - available : 0,
  }
}
