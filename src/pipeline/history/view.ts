/** What is kept of a target over a span: its runs, how its memory grew, and the graph. No host is asked. */
import { NO_COST } from '../../domain/capture.ts'
import type { Growth, KnownCap } from '../../domain/growth.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { SampleRow } from '../../domain/sample.ts'
import type { Run } from '../../domain/store.ts'
import type { Target } from '../../domain/target.ts'
import type { Lang } from '../../domain/words.ts'
import { capsOf } from '../../growth/caps.ts'
import { hostWithImported, type WithImported } from '../../growth/imported.ts'
import { judgeGrowth } from '../../growth/judge.ts'
import { livesOf, restartsOf } from '../../growth/lives.ts'
import { growthMetric } from '../../growth/metric.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { growthChart } from '../../report/growthChart.ts'
import type { ShownHistory } from '../../report/history.ts'
import { type Limit, limitOf } from '../compare.ts'
import { drawnLang } from '../drawnLang.ts'
import type { House } from '../house.ts'
import { parseFrames } from '../parse.ts'
import { type Known, runsOf, subjectOf } from './subject.ts'

const SHOWN_RUNS = 15

export async function historyView(
  house: House,
  target: Target,
  spanMs: number,
  lang: Lang,
): Promise<ShownHistory> {
  const untilMs = house.clock.now()
  const fromMs = untilMs - spanMs
  const { all, same } = await runsOf(house.store, target)
  const known = await subjectOf(house.store, target, same)
  const own = all.filter((run) => same.includes(run) || run.subject === known?.key)
  const runs = own.filter((run) => run.openedAtMs >= fromMs).slice(0, SHOWN_RUNS)
  const marks = await house.store.marks(
    { host: target.host, fromMs, untilMs: untilMs + 1 },
    LIMITS.marks,
  )
  const base = { target, subject: known?.subject ?? null, fromMs, untilMs, runs, marks }
  // A core has no readings.
  if (known === null || known.subject.kind === 'core') return { ...base, ...NOTHING }
  const read = await house.store.past({
    subject: known.key,
    kind: known.subject.kind,
    incarnation: null,
    fromMs,
    untilMs: untilMs + 1,
  })
  const { rows, share } = await withPast(house, known, read, fromMs, untilMs)
  const last = read.at(-1)
  if (last === undefined) return { ...base, ...NOTHING }
  const { limit, caps } = await ceilingOf(house, own, known, last)
  const growth = judgeGrowth({
    rows,
    incarnation: last.incarnation,
    metric: growthMetric(known.subject.kind),
    limit,
    caps,
    imported: share,
    nowMs: untilMs,
  })
  const chart = growthChart({
    report: reportOf(known, last, growth, runs[0] ?? null),
    rows,
    imported: share,
    limit,
    marks,
    lang,
    drawnLang: drawnLang(house, lang),
  })
  return {
    ...base,
    growth,
    restarts: restartsOf(livesOf(rows, untilMs)),
    readings: read.reduce((sum, row) => sum + (row.floor?.readings ?? 1), 0),
    lastAtMs: last.floor?.lastAtMs ?? last.atMs,
    chart,
  }
}

/** A host's rows with what it kept itself, where that is told in the same terms. */
async function withPast(
  house: House,
  { key, subject }: Known,
  read: readonly SampleRow[],
  fromMs: number,
  untilMs: number,
): Promise<WithImported> {
  const last = read.at(-1)
  const total = last?.kind === 'host' ? last.values.memTotalBytes : null
  if (subject.kind !== 'host' || total === null) return { rows: read, share: null }
  const imported = await house.store.imported(key, fromMs, LIMITS.importPoints)
  return hostWithImported(
    read,
    imported.filter(({ metric }) => metric === 'unavailableBytes'),
    { memTotalBytes: total, beyondCacheBytes: 0 },
    untilMs,
  )
}

const NOTHING = { growth: null, restarts: [], readings: 0, lastAtMs: null, chart: null } as const

/** What it can grow to. Of a process only a run's capture tells: its group's limit, and what it is set to stop at. */
async function ceilingOf(
  house: House,
  runs: readonly Run[],
  known: Known,
  last: SampleRow,
): Promise<{ readonly limit: Limit | null; readonly caps: readonly KnownCap[] }> {
  const { kind, name } = known.subject
  if (last.kind === 'host')
    return { limit: limited(last.values.memTotalBytes, 'MemTotal'), caps: [] }
  if (last.kind === 'cgroup')
    return { limit: limited(last.values.limitBytes, `limit ${name}`), caps: [] }
  const run = runs.find((one) => one.measured && one.subject === known.key)
  const capture = kind !== 'process' || run === undefined ? null : await house.store.capture(run.id)
  if (capture === null) return { limit: null, caps: [] }
  const evidence = parseFrames(capture.frames, house.formats)
  return { limit: limitOf(evidence), caps: capsOf(evidence.get(cmdline)?.args ?? []) }
}

function limited(bytes: number | null, name: string): Limit | null {
  return bytes === null ? null : { bytes, name }
}

/** As much of a report as the chart asks for, at the last reading's instant: the picture ends where readings end. */
function reportOf(known: Known, last: SampleRow, growth: Growth | null, run: Run | null) {
  return {
    verdict: growth?.verdict === 'leaking' ? 'warning' : (run?.verdict ?? 'unknown'),
    runId: run?.id ?? '',
    subject: known.subject,
    incarnation: {
      key: last.incarnation,
      pid: last.pid,
      startedAtMs: last.startedAtMs,
      exe: null,
      argsHash: null,
    },
    atMs: last.atMs,
    durationMs: 0,
    levels: {},
    changes: {},
    previousAtMs: null,
    findings: [],
    growth,
    gaps: [],
    usual: null,
    losses: [],
    unchecked: [],
    cost: NO_COST,
  } as const
}
