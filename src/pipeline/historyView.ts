/** Earlier runs of a target and the graph of its subject, from the store alone. */

import { NO_COST } from '../domain/capture.ts'
import type { ChartSpec } from '../domain/chart.ts'
import { LIMITS } from '../domain/limits.ts'
import type { SampleRow } from '../domain/sample.ts'
import type { Run } from '../domain/store.ts'
import type { Subject } from '../domain/subject.ts'
import { type Target, typed } from '../domain/target.ts'
import { DAY_MS } from '../domain/time.ts'
import type { Lang } from '../domain/words.ts'
import { hostWithImported, type WithImported } from '../growth/imported.ts'
import { growthChart } from '../report/growthChart.ts'
import type { House } from './house.ts'
import { HISTORY_MS } from './judge.ts'

const SHOWN_RUNS = 15
const KNOWN_SUBJECTS = 200

export interface HistoryView {
  readonly runs: readonly Run[]
  readonly chart: ChartSpec | null
}

export async function historyView(house: House, target: Target, lang: Lang): Promise<HistoryView> {
  const runs = await runsOf(house, target)
  const subject = await subjectOf(house, target, runs)
  if (subject === null) return { runs, chart: null }
  const kind = subject.subject.kind
  const nowMs = house.clock.now()
  const read = await house.store.past({
    subject: subject.key,
    kind,
    incarnation: null,
    fromMs: nowMs - HISTORY_MS,
    untilMs: nowMs + 1,
  })
  const { rows, share } = await withPast(house, subject, read, nowMs)
  const last = read.at(-1)
  const report = {
    verdict: runs[0]?.verdict ?? 'unknown',
    runId: runs[0]?.id ?? '',
    subject: subject.subject,
    incarnation:
      last === undefined
        ? null
        : {
            key: last.incarnation,
            pid: last.pid,
            startedAtMs: last.startedAtMs,
            exe: null,
            argsHash: null,
          },
    atMs: nowMs,
    durationMs: 0,
    levels: {},
    changes: {},
    previousAtMs: null,
    findings: [],
    growth: null,
    gaps: [],
    losses: [],
    unchecked: [],
    cost: NO_COST,
  } as const
  return { runs, chart: growthChart({ report, rows, imported: share, limit: null, lang }) }
}

/** A host's rows with what it kept itself, where that is told in the same terms. */
async function withPast(
  house: House,
  { key, subject }: { readonly key: string; readonly subject: Subject },
  read: readonly SampleRow[],
  nowMs: number,
): Promise<WithImported> {
  const last = read.at(-1)
  const total = last?.kind === 'host' ? last.values.memTotalBytes : null
  if (subject.kind !== 'host' || total === null) return { rows: read, share: null }
  const sinceMs = nowMs - LIMITS.importDays * DAY_MS
  const imported = await house.store.imported(key, sinceMs, LIMITS.importPoints)
  return hostWithImported(
    read,
    imported.filter(({ metric }) => metric === 'unavailableBytes'),
    { memTotalBytes: total, beyondCacheBytes: 0 },
    nowMs,
  )
}

/** The newest runs of a target. */
async function runsOf(house: House, target: Target): Promise<readonly Run[]> {
  const all = await house.store.runsOf(target.host, LIMITS.historySamples)
  return all
    .filter((run) => target.kind === 'host' || typed(run.target) === typed(target))
    .slice(0, SHOWN_RUNS)
}

/** The subject that a target meant when it was last read; null when it never was. */
export async function knownSubject(
  house: House,
  target: Target,
): Promise<{ readonly key: string; readonly subject: Subject } | null> {
  return subjectOf(house, target, await runsOf(house, target))
}

/** The subject of the newest run of this target, else of the same name. */
async function subjectOf(
  house: House,
  target: Target,
  runs: readonly Run[],
): Promise<{ readonly key: string; readonly subject: Subject } | null> {
  const known = await house.store.subjectsOf(target.host, KNOWN_SUBJECTS)
  const key =
    target.kind === 'host' ? target.host : runs.find((run) => run.subject !== null)?.subject
  const name = target.kind === 'name' ? target.name.toLowerCase() : null
  return (
    known.find((one) => one.key === key) ??
    known.find(
      (one) =>
        one.subject.kind === 'process' &&
        name !== null &&
        one.subject.name.toLowerCase().startsWith(name),
    ) ??
    null
  )
}
