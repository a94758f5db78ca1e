/** Units -> findings: each judged by all analyzers on what was there, earlier units of its series as its history. */
import { type Analyzer, hasMatter } from '../../domain/analyzer.ts'
import { type Gap, NO_COST } from '../../domain/capture.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import type { Report } from '../../domain/report.ts'
import type { SampleRow } from '../../domain/sample.ts'
import { SECOND_MS } from '../../domain/time.ts'
import type { Lang } from '../../domain/words.ts'
import { uptime } from '../../parsers/proc/uptime.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import type { History } from '../compare.ts'
import { factsOf } from '../facts.ts'
import { type Bench, judge } from '../judge.ts'
import { measure } from '../measure.ts'
import { type Clock, type Earlier, evidenceOf, origin } from './evidence.ts'
import type { RawPart } from './parts.ts'
import type { Unit } from './units.ts'

export interface Verdicts {
  readonly findings: ReadonlyMap<RawPart, readonly Finding[]>
  readonly gaps: ReadonlyMap<RawPart, readonly Gap[]>
  /** The report of each unit: for its words, and how far it could be checked. */
  readonly reports: readonly Report[]
  /** True when at least one analyzer could run on what was brought. */
  readonly ran: boolean
}

interface Known {
  readonly unit: Unit
  readonly clock: Clock
  readonly rows: readonly SampleRow[]
}

/** Rates of counters speak of now when the readings are at most this far apart. */
const NOW_SECONDS = 600

export function verdictsOf(
  bench: Bench,
  units: readonly Unit[],
  nowMs: number,
  lang: Lang,
): Verdicts {
  const findings = new Map<RawPart, Finding[]>()
  const gaps = new Map<RawPart, Gap[]>()
  const reports: Report[] = []
  let ran = false
  const before = new Map<string, Known[]>()
  const lasts = lastOfSeries(units)
  for (const unit of units) {
    const known = before.get(unit.key) ?? []
    before.set(unit.key, known)
    const seen = { ...unit, parts: seriesParts(unit, known, lasts) }
    const { report, rows, clock, asked } = judgeUnit(bench, seen, known, nowMs, lang)
    known.push({ unit, clock, rows })
    reports.push(report)
    ran ||= asked > report.unchecked.length
    give(bench, unit, report, findings, gaps)
  }
  return { findings, gaps, reports, ran }
}

function judgeUnit(bench: Bench, unit: Unit, known: readonly Known[], nowMs: number, lang: Lang) {
  const name = nameOf(unit)
  const clock = clockOf(unit, nowMs)
  const evidence = evidenceOf(unit.parts, clock, earlierOf(known, clock))
  const facts = factsOf(evidence)
  const measures = measure(name, evidence, facts, clock.atMs)
  const kept = { runId: 'file', host: name, frames: [], startedAtMs: clock.atMs, cost: NO_COST }
  const history = historyOf(known, clock)
  // Analyzers of every scope: what there is says which of them have something to judge.
  const analyzers = bench.analyzers.filter((one) => hasInput(one, evidence)).map(anyScope)
  const { report } = judge(
    { ...bench, analyzers },
    kept,
    { evidence, facts, measures, others: [], imported: [], programs: null, contexts: null },
    history,
    clock.atMs,
    lang,
  )
  const { startedAtMs, pid } = measures.who.incarnation
  const rows = measures.samples.map((sample): SampleRow => ({ ...sample, startedAtMs, pid }))
  return { report, rows, clock, asked: analyzers.length }
}

/** The newest unit of a series that has each kind which is judged as a series. */
function lastOfSeries(units: readonly Unit[]): ReadonlyMap<string, Unit> {
  return new Map(
    units.flatMap((unit) =>
      unit.parts.flatMap(({ kind, format }) =>
        format?.joined === undefined ? [] : [[`${unit.key}\n${kind}`, unit] as const],
      ),
    ),
  )
}

/** Texts that an older one of could be joined to: more would be judged for minutes. */
const JOINED = 200

/** A unit's parts with what its series holds joined to the newest; older ones of such a kind are left to that. */
function seriesParts(
  unit: Unit,
  known: readonly Known[],
  lasts: ReadonlyMap<string, Unit>,
): readonly RawPart[] {
  return unit.parts.flatMap((part): readonly RawPart[] => {
    const { format, kind } = part
    if (format?.joined === undefined) return [part]
    if (lasts.get(`${unit.key}\n${kind}`) !== unit) return []
    const all = [...known.map((one) => one.unit), unit]
      .slice(-JOINED)
      .flatMap(({ parts, place }) =>
        parts
          .filter((one) => one.kind === kind)
          .map(({ value }) => ({ value, atMs: isTold(place.timeFrom) ? place.atMs : null })),
      )
    return all.length < 2 ? [part] : [{ ...part, value: format.joined(all) }]
  })
}

function isTold(timeFrom: RawPart['timeFrom']): boolean {
  return timeFrom === 'content' || timeFrom === 'name'
}

function hasInput(analyzer: Analyzer, evidence: Evidence): boolean {
  const some = [...analyzer.needs, ...analyzer.likes].some(({ id }) => evidence.has(id))
  return some && hasMatter(analyzer, evidence)
}

function anyScope(analyzer: Analyzer): Analyzer {
  return analyzer.scope === 'host' ? analyzer : { ...analyzer, scope: 'host' }
}

/** A file's name without folders and endings stands for the host that nobody named. */
function nameOf(unit: Unit): string {
  const part = unit.parts[0]
  if (part === undefined) return 'file'
  return part.name.slice(part.name.lastIndexOf('/') + 1) || part.name
}

/** Copies bear the time of the copy: a file's own time tells how long ago the reading before was, never a rate of now. */
function clockOf(unit: Unit, nowMs: number): Clock {
  const { atMs: placeMs, timeFrom } = unit.place
  const up = unit.parts.find((part) => part.kind === uptime.id)?.value
  const atMs = placeMs ?? nowMs
  if (isUptime(up)) return { atMs, clockSec: up.uptimeSeconds, trusted: true }
  if (placeMs === null) return { atMs, clockSec: null, trusted: false }
  return { atMs, clockSec: atMs / SECOND_MS, trusted: timeFrom !== 'mtime' }
}

function isUptime(value: unknown): value is { readonly uptimeSeconds: number } {
  return typeof value === 'object' && value !== null && 'uptimeSeconds' in value
}

/** The last earlier vmstat, when it is near enough for a rate of now. */
function earlierOf(known: readonly Known[], clock: Clock): Earlier | null {
  const last = known.at(-1)
  const part = last?.unit.parts.find((one) => one.kind === vmstat.id)
  if (last === undefined || part === undefined) return null
  if (!clock.trusted || !last.clock.trusted) return null
  if (clock.clockSec === null || last.clock.clockSec === null) return null
  const apartSec = clock.clockSec - last.clock.clockSec
  return apartSec >= 1 && apartSec <= NOW_SECONDS ? { part, clock: last.clock } : null
}

/** Earlier samples of the series, as far as its times rise: readings of one instant are no history. */
function historyOf(known: readonly Known[], clock: Clock): History {
  const earlier = known.filter((one) => one.clock.atMs + SECOND_MS <= clock.atMs)
  const of = (kind: SampleRow['kind']) =>
    earlier.flatMap(({ rows }) => rows.filter((row) => row.kind === kind))
  return { process: of('process'), host: of('host'), cgroup: of('cgroup') }
}

/** Gives each finding to the part that its first evidence quotes, and each gap to the parts that asked for it. */
function give(
  bench: Bench,
  unit: Unit,
  report: Report,
  findings: Map<RawPart, Finding[]>,
  gaps: Map<RawPart, Gap[]>,
): void {
  for (const finding of report.findings) {
    const told = finding.evidence.map((quote) => origin(quote, unit.parts))
    const part = told[0]?.part ?? unit.parts[0]
    if (part === undefined) continue
    // What is said of the host once is not said again for its other processes.
    if (unit.hostToldBefore && !part.kind.startsWith('proc/PID/')) continue
    const own = { ...finding, evidence: told.map(({ quote }) => quote) }
    findings.set(part, [...(findings.get(part) ?? []), own])
  }
  for (const one of report.unchecked) {
    const analyzer = bench.analyzers.find(({ id }) => id === one.analyzer)
    const asked = [...(analyzer?.needs ?? []), ...(analyzer?.likes ?? [])].map(({ id }) => id)
    const missing: readonly Gap[] =
      one.kind === 'skipped'
        ? one.missing.map((gap) => ({ ...gap, detail: one.analyzer }))
        : [{ source: one.analyzer, reason: 'failed', detail: one.reference }]
    for (const part of unit.parts.filter(({ kind }) => asked.includes(kind)))
      gaps.set(part, joined([...(gaps.get(part) ?? []), ...missing]))
  }
}

/** One gap for each thing that was missing, naming all who missed it. */
function joined(gaps: readonly Gap[]): Gap[] {
  const by = new Map<string, Gap>()
  for (const gap of gaps) {
    const key = `${gap.source} ${gap.reason}`
    const seen = by.get(key)
    by.set(key, seen === undefined ? gap : { ...seen, detail: `${seen.detail}, ${gap.detail}` })
  }
  return [...by.values()]
}
