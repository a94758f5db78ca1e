/** What a Prometheus kept of a target: asked once a day, beside the deeper round, and kept as a frame like any other. */
import type { Raw } from '../domain/capture.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Imported } from '../domain/imported.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Run } from '../domain/store.ts'
import { isInstance, subjectKey } from '../domain/subject.ts'
import { DAY_MS } from '../domain/time.ts'
import { prometheusPast } from '../growth/prometheus.ts'
import { processStat } from '../parsers/proc/stat.ts'
import { prometheusMemory } from '../parsers/prometheus/memory.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import type { Measures } from './measure.ts'
import { hostQuery, processQuery } from './promql.ts'

/** The answer, or null where nobody is to be asked: no Prometheus, not a full look, asked within the day. */
export async function askPrometheus(
  house: House,
  run: Run,
  evidence: Evidence,
  measures: Measures,
): Promise<Raw | null> {
  const { prometheus } = house
  if (prometheus === null || run.depth !== 'full' || run.kind === 'ask') return null
  const { subject } = measures.who
  const nowMs = house.clock.now()
  const askedAtMs = await house.store.importAskedAtMs(subjectKey(subject), 'prometheus')
  if (askedAtMs !== null && nowMs - askedAtMs < LIMITS.importEveryMs) return null
  const { settings, edge } = prometheus
  const host = hostNamed(house, run.target.host)
  const comm = evidence.get(processStat)?.comm ?? null
  // Prometheus knows RSS of processes of a name: of an instance that counts what is shared many times.
  if (subject.kind === 'process' && (comm === null || isInstance(subject))) return null
  // It is asked of hosts and of processes by their names.
  if (subject.kind === 'cgroup') return null
  const query =
    subject.kind === 'host' ? hostQuery(settings, host) : processQuery(settings, host, comm ?? '')
  const fromMs = nowMs - settings.days * DAY_MS
  return await edge.range({ query, fromMs, toMs: nowMs, stepMs: settings.stepMs })
}

/** What the evidence tells of the asked subject's past. Pure. */
export function prometheusOf(
  evidence: Evidence,
  measures: Measures,
  nowMs: number,
): readonly Imported[] {
  const told = evidence.get(prometheusMemory)
  const { subject, incarnation } = measures.who
  if (told === null || subject.kind === 'cgroup') return []
  const past = prometheusPast(told, {
    subject: subjectKey(subject),
    metric: subject.kind === 'host' ? 'unavailableBytes' : 'rssBytes',
    incarnation: incarnation.key,
    startedAtMs: incarnation.startedAtMs,
    nowMs,
  })
  return past === null ? [] : [past]
}
