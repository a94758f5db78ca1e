/** From kept frames to a report: parse, measure, compare, analyze. A function of (capture, history, now). */

import { walkedSnapshot } from '../analyzers/pg-contexts/components.ts'
import { bareKind } from '../analyzers/target/bare.ts'
import type { Analyzer } from '../domain/analyzer.ts'
import type { Cost, Frame, Gap } from '../domain/capture.ts'
import type { ComponentSnapshot } from '../domain/components.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import { verdictOf } from '../domain/finding.ts'
import type { Imported } from '../domain/imported.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Log } from '../domain/ports.ts'
import type { Report } from '../domain/report.ts'
import type { SampleKind, SampleRow } from '../domain/sample.ts'
import type { AnyFormat } from '../domain/source.ts'
import type { Measured, Store } from '../domain/store.ts'
import { subjectKey } from '../domain/subject.ts'
import { DAY_MS, SECOND_MS } from '../domain/time.ts'
import type { Lang } from '../domain/words.ts'
import { joined } from '../growth/imported.ts'
import { growthMetric } from '../growth/metric.ts'
import { usualOf } from '../growth/usual.ts'
import { coreFile } from '../parsers/core/coreFile.ts'
import { hostScript } from '../parsers/script/hostScript.ts'
import { analyze } from './analyze.ts'
import { chartsOf } from './charts.ts'
import { type Compared, compare, type History, NO_HISTORY } from './compare.ts'
import { withWhy } from './denied.ts'
import { drawnLang } from './drawnLang.ts'
import { factsOf } from './facts.ts'
import { importedOf, isPast } from './imported.ts'
import { type Measures, measure } from './measure.ts'
import { parseFrames } from './parse.ts'
import { programsOf } from './programs.ts'
import { pulseParts } from './pulse.ts'
import type { Part } from './who.ts'

export interface Bench {
  readonly formats: readonly AnyFormat[]
  readonly analyzers: readonly Analyzer[]
  readonly log: Log
  readonly chartLangs?: readonly Lang[]
}

export interface Kept {
  readonly runId: string
  readonly host: string
  readonly frames: readonly Frame[]
  readonly startedAtMs: number
  readonly cost: Cost
}

export interface Read {
  readonly evidence: Evidence
  readonly facts: Facts
  readonly measures: Measures
  /** Samples of other subjects that the same evidence tells (a pulse's): stored, and not compared now. */
  readonly others: readonly Part[]
  /** What the host kept of its past. */
  readonly imported: readonly Imported[]
  /** What the host's programs hold now. */
  readonly programs: ComponentSnapshot | null
  /** What the process's MemoryContexts hold now. */
  readonly contexts: ComponentSnapshot | null
}

export interface Judged extends Read {
  readonly compared: Compared
  readonly report: Report
}

/** How far back a verdict looks: a quarter, so that slow growth is seen and whole weeks are there to tell seasons. */
export const HISTORY_MS = 90 * DAY_MS

/** Frames -> evidence, facts and samples. */
export function read(kept: Kept, formats: readonly AnyFormat[], nowMs: number): Read {
  const evidence = parseFrames(kept.frames, formats)
  const facts = factsOf(evidence)
  const measures = measure(kept.host, evidence, facts, nowMs)
  return {
    evidence,
    facts,
    measures,
    imported: importedOf(evidence, measures, nowMs),
    others: pulseParts(kept.host, evidence, facts, nowMs),
    programs: programsOf(evidence),
    contexts: walkedSnapshot(evidence),
  }
}

/** The whole way from keep on; the same frames, history and instant give the same report. */
export function judge(
  bench: Bench,
  kept: Kept,
  of: Read,
  history: History,
  nowMs: number,
  lang: Lang,
): Judged {
  const { evidence, facts, measures } = of
  const past = { ...history, imported: joined(history.imported ?? [], of.imported) }
  const compared = {
    ...compare(evidence, measures, past, nowMs),
    components: withPresent(history.components ?? [], presentOf(of)),
  }
  const { subject, incarnation } = measures.who
  const analyzed = analyze(
    bench.analyzers,
    { ...compared, facts, subject, incarnation, evidence, nowMs },
    bench.log,
  )
  const core = evidence.get(coreFile)
  const script = evidence.get(hostScript)
  const own = measures.samples.find((sample) => sample.subject === subjectKey(subject))
  const before = own === undefined ? null : compared.previous[own.kind]
  const report: Report = {
    verdict: verdictOf(analyzed.findings, analyzed.complete),
    runId: kept.runId,
    subject,
    incarnation,
    atMs: nowMs,
    durationMs: nowMs - kept.startedAtMs,
    levels: levelsOf(measures),
    changes: changesOf(own?.values ?? {}, before),
    previousAtMs: before?.atMs ?? null,
    findings: analyzed.findings,
    growth: compared.growth,
    usual: usualOf({
      rows: compared.rows,
      incarnation: incarnation.key,
      metric: growthMetric(subject.kind === 'core' ? 'host' : subject.kind),
      zoneOffsetMs: (facts.zoneOffsetSec ?? 0) * SECOND_MS,
      nowMs,
    }),
    gaps: shown(evidence),
    losses: evidence.losses,
    unchecked: analyzed.unchecked,
    cost: kept.cost,
    charts: [],
    ...(script === null ? {} : { script }),
    ...(core === null ? {} : { core }),
  }
  return {
    ...of,
    compared,
    report: {
      ...report,
      charts: chartsOf(report, compared, history, lang, drawnLang(bench, lang)),
    },
  }
}

/** A run's second verdict finds its own first look in the store. */
function withPresent(
  before: readonly ComponentSnapshot[],
  present: ComponentSnapshot | null,
): readonly ComponentSnapshot[] {
  if (present === null) return before
  return [...before.filter(({ atMs }) => atMs < Math.round(present.atMs)), present]
}

/** Reads the history that a verdict needs, as it was before `nowMs`. */
export async function historyOf(store: Store, measures: Measures, nowMs: number): Promise<History> {
  const rowsOf = async (kind: SampleKind): Promise<readonly SampleRow[]> => {
    const part = measures.all.find((one) => one.subject.kind === kind)
    if (part === undefined) return []
    const own = measures.samples.find((sample) => sample.kind === kind)
    return store.past({
      subject: subjectKey(part.subject),
      kind,
      incarnation: part.incarnation.key,
      fromMs: nowMs - HISTORY_MS,
      untilMs: own?.atMs ?? nowMs,
    })
  }
  if (measures.all.length === 0) return NO_HISTORY
  return {
    process: await rowsOf('process'),
    host: await rowsOf('host'),
    cgroup: await rowsOf('cgroup'),
    imported: await pastOf(store, measures, nowMs),
    components: await componentsBefore(store, measures, nowMs, HISTORY_MS),
    marks: await store.marks(
      { host: measures.who.subject.host, fromMs: nowMs - HISTORY_MS, untilMs: nowMs + 1 },
      LIMITS.marks,
    ),
  }
}

/** Of the asked subject's present life: what was before a boot or a start is gone. */
async function componentsBefore(
  store: Pick<Store, 'components'>,
  measures: Measures,
  nowMs: number,
  backMs: number,
): Promise<readonly ComponentSnapshot[]> {
  const { subject, incarnation } = measures.who
  return await store.components({
    subject: subjectKey(subject),
    incarnation: incarnation.key,
    fromMs: nowMs - Math.min(backMs, HISTORY_MS),
    untilMs: nowMs,
  })
}

/**
 * What the subject was made of in the time before a verdict, now included: the store gives as many looks of a short
 * time as of a long one, so they are read anew. Without a time what the verdict was given.
 */
export async function componentsSince(
  store: Pick<Store, 'components'>,
  judged: Judged,
  backMs: number | null,
): Promise<readonly ComponentSnapshot[]> {
  if (backMs === null) return judged.compared.components
  const before = await componentsBefore(store, judged.measures, judged.report.atMs, backMs)
  return withPresent(before, presentOf(judged))
}

/** What it is made of now: a host of programs, a process of PostgreSQL of contexts. */
function presentOf({ measures, programs, contexts }: Read): ComponentSnapshot | null {
  return measures.who.subject.kind === 'host' ? programs : contexts
}

/** What a run stores: samples of all that was measured, and what the host's and the process's memory is made of. */
export function measuredOf(runId: string, known: Read): Measured {
  const { measures, others, programs, contexts } = known
  return {
    runId,
    subjects: [
      ...measures.all,
      ...others.map(({ who, sample }) => ({ ...who, atMs: sample.atMs })),
    ],
    samples: [...measures.samples, ...others.map(({ sample }) => sample)],
    components: [...madeOf(measures, 'host', programs), ...madeOf(measures, 'process', contexts)],
  }
}

function madeOf(
  { all }: Measures,
  kind: SampleKind,
  snapshot: ComponentSnapshot | null,
): NonNullable<Measured['components']> {
  const part = all.find(({ subject }) => subject.kind === kind)
  if (snapshot === null || part === undefined) return []
  return [{ subject: subjectKey(part.subject), incarnation: part.incarnation.key, snapshot }]
}

/** The imported past of whom the report is about. */
async function pastOf(
  store: Store,
  measures: Measures,
  nowMs: number,
): Promise<readonly Imported[]> {
  const { subject } = measures.who
  const sinceMs = nowMs - LIMITS.importDays * DAY_MS
  return await store.imported(subjectKey(subject), sinceMs, LIMITS.importPoints)
}

/** Values at a glance, prefixed by what they belong to: `process.rssBytes`, `host.memAvailableBytes`. */
function levelsOf(measures: Measures): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    measures.samples.flatMap((sample) =>
      Object.entries(sample.values).map(
        ([name, value]) => [`${sample.kind}.${name}`, value] as const,
      ),
    ),
  )
}

function changesOf(
  now: Readonly<Record<string, number | null>>,
  before: SampleRow | null,
): Readonly<Record<string, number>> {
  const earlier: Readonly<Record<string, number | null>> = before?.values ?? {}
  return Object.fromEntries(
    Object.entries(now).flatMap(([name, value]) => {
      const old = earlier[name] ?? null
      return value === null || old === null || value === old ? [] : [[name, value - old] as const]
    }),
  )
}

/** Gaps that matter to a reader: what was asked and did not come, not what this host's kernel never has. */
function shown(evidence: Evidence): readonly Gap[] {
  const bare = bareKind(evidence) !== null
  const matters = evidence.gaps.filter(
    ({ reason, source }) =>
      reason !== 'not-asked' &&
      !isPast(source) &&
      !(bare && /^(?:proc\/PID|cgroup)\//.test(source)),
  )
  return matters.map((gap) => withWhy(gap, evidence))
}
