/** A run against its subject's history: previous readings, rates of counters, growth. Pure. */
import type { Comparison } from '../domain/analyzer.ts'
import type { ComponentSnapshot } from '../domain/components.ts'
import { type Rate, type Reading, rateOf } from '../domain/counters.ts'
import type { Evidence, Reading1 } from '../domain/evidence.ts'
import type { Growth } from '../domain/growth.ts'
import type { Imported, ImportedShare } from '../domain/imported.ts'
import type { Mark } from '../domain/mark.ts'
import { COUNTERS, type Sample, type SampleKind, type SampleRow } from '../domain/sample.ts'

import { capsOf } from '../growth/caps.ts'
import { hostWithImported, processWithImported } from '../growth/imported.ts'
import { judgeGrowth } from '../growth/judge.ts'
import { growthMetric } from '../growth/metric.ts'
import { bindingGroup } from '../parsers/cgroup/levels.ts'
import { cgroupMemory } from '../parsers/cgroup/memory.ts'
import { cmdline } from '../parsers/proc/cmdline.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { pressureMemory } from '../parsers/proc/pressure.ts'
import { vmstat } from '../parsers/proc/vmstat.ts'
import { cgroupValues, meantGroup } from './groupWho.ts'
import { scaleOf } from './imported.ts'
import { hostCounters, type Measures } from './measure.ts'

/** Stored samples by kind: of the process or host asked for, of its host, of its binding cgroup. */
export interface History {
  readonly process: readonly SampleRow[]
  readonly host: readonly SampleRow[]
  readonly cgroup: readonly SampleRow[]
  /** What others kept of the host, where the host was asked for. */
  readonly imported?: readonly Imported[]
  /** What the asked subject was made of before. */
  readonly components?: readonly ComponentSnapshot[]
  /** What people marked on the host. */
  readonly marks?: readonly Mark[]
}

export const NO_HISTORY: History = { process: [], host: [], cgroup: [] }

export interface Compared extends Comparison {
  /** The asked subject's rows, this run's included, oldest first: what the graph draws. */
  readonly rows: readonly SampleRow[]
  /** What of the rows others had kept. */
  readonly imported: ImportedShare | null
  readonly limit: Limit | null
}

export interface Limit {
  readonly bytes: number
  readonly name: string
}

export function compare(
  evidence: Evidence,
  measures: Measures,
  history: History,
  nowMs: number,
): Compared {
  const previous = {
    process: lastBefore(history.process, measures.samples, 'process'),
    host: lastBefore(history.host, measures.samples, 'host'),
    cgroup: lastBefore(history.cgroup, measures.samples, 'cgroup'),
  }
  const { kind: asked } = measures.who.subject
  const kind: SampleKind = asked === 'core' ? 'host' : asked
  const own = measures.samples.find((sample) => sample.kind === kind)
  const read =
    own === undefined
      ? history[kind]
      : [...history[kind].filter((row) => row.atMs !== own.atMs), rowOf(own, measures)]
  const { rows, share } =
    kind === 'host'
      ? hostWithImported(read, history.imported ?? [], scaleOf(evidence), nowMs)
      : kind === 'cgroup'
        ? { rows: read, share: null }
        : processWithImported(read, history.imported ?? [], nowMs)
  const limit = limitOf(evidence)
  // One moment of the past, which no reading stands before or after.
  const ofCore = measures.who.subject.kind === 'core'
  return {
    previous,
    rates: {
      host: hostRates(evidence, previous.host),
      cgroup: cgroupRates(evidence, previous.cgroup),
    },
    growth: ofCore
      ? null
      : judgeGrowth({
          rows,
          incarnation: measures.who.incarnation.key,
          // What a Prometheus kept of a process is RSS, and one series is of one figure.
          metric: kind === 'process' && share !== null ? 'rssBytes' : growthMetric(kind),
          // A host's groups have limits of their own: what all of it can grow to is its memory.
          limit: kind === 'host' ? memoryOf(evidence) : limit,
          caps: capsOf(evidence.get(cmdline)?.args ?? []),
          imported: share,
          nowMs,
        }),
    groupGrowth: kind === 'process' ? groupGrowthOf(evidence, measures, history, nowMs) : null,
    rows,
    imported: share,
    components: history.components ?? [],
    limit,
  }
}

/** What the binding group cannot give back, over its own life. */
function groupGrowthOf(
  evidence: Evidence,
  { samples, all }: Measures,
  history: History,
  nowMs: number,
): Growth | null {
  const own = samples.find(({ kind }) => kind === 'cgroup')
  const part = all.find(({ subject }) => subject.kind === 'cgroup')
  if (own === undefined || part === undefined) return null
  const { key, startedAtMs, pid } = part.incarnation
  const before = history.cgroup.filter(({ atMs }) => atMs !== own.atMs)
  return judgeGrowth({
    rows: [...before, { ...own, startedAtMs, pid }],
    incarnation: key,
    metric: growthMetric('cgroup'),
    limit: limitOf(evidence),
    caps: [],
    imported: null,
    nowMs,
  })
}

/** What a process can grow to: the limit of its binding cgroup, else the host's memory. */
export function limitOf(evidence: Evidence): Limit | null {
  const group = bindingGroup(evidence.get(cgroupMemory)?.groups ?? [])
  if (group?.limitBytes != null) {
    const file = group.version === 'v2' ? 'memory.max' : 'memory.limit_in_bytes'
    return { bytes: group.limitBytes, name: `${file} ${group.path}` }
  }
  return memoryOf(evidence)
}

function memoryOf(evidence: Evidence): Limit | null {
  const total = evidence.get(meminfo)?.memTotalBytes
  return total === undefined ? null : { bytes: total, name: 'MemTotal' }
}

function rowOf(sample: Sample, measures: Measures): SampleRow {
  return {
    ...sample,
    startedAtMs: measures.who.incarnation.startedAtMs,
    pid: measures.who.incarnation.pid,
  }
}

function lastBefore(
  rows: readonly SampleRow[],
  samples: readonly Sample[],
  kind: SampleKind,
): SampleRow | null {
  const now = samples.find((sample) => sample.kind === kind)
  if (now === undefined) return null
  return (
    rows.findLast(
      (row) =>
        row.floor === undefined && row.incarnation === now.incarnation && row.atMs < now.atMs,
    ) ?? null
  )
}

function hostRates(evidence: Evidence, previous: SampleRow | null): Readonly<Record<string, Rate>> {
  const at = (which: 1 | 2): Clocked => {
    const vm = evidence.reading(vmstat, which)
    const psi = evidence.reading(pressureMemory, which)
    return clocked(vm ?? psi, hostCounters(vm?.value ?? null, psi?.value ?? null))
  }
  return ratesOf(COUNTERS.host, at(1), at(2), previous)
}

function cgroupRates(
  evidence: Evidence,
  previous: SampleRow | null,
): Readonly<Record<string, Rate>> {
  const path = meantGroup(evidence)
  const groups = evidence.get(cgroupMemory)?.groups ?? []
  const first = bindingGroup(groups) ?? groups.find((group) => group.path === path) ?? null
  // What is kept of the group that was asked for is not the past of the one above that binds it.
  const before = path === null || path === first?.path ? previous : null
  const at = (which: 1 | 2): Clocked => {
    const reading = evidence.reading(cgroupMemory, which)
    // The same group in both readings, even if another limit became the tighter one meanwhile.
    const group = reading?.value.groups.find(
      (of) => of.path === first?.path && of.version === first?.version,
    )
    return clocked(reading, group === undefined ? {} : cgroupValues(group))
  }
  return ratesOf(COUNTERS.cgroup, at(1), at(2), before)
}

interface Clocked {
  readonly uptimeSec: number | null
  readonly values: Readonly<Record<string, number | null>>
}

function clocked(
  reading: Reading1<unknown> | null,
  values: Readonly<Record<string, number | null>>,
): Clocked {
  return { uptimeSec: reading?.hostUptimeSec ?? null, values }
}

/** In this run where it read twice; else since the last run of the same life, which spans longer and misses nothing. */
function ratesOf(
  names: readonly string[],
  first: Clocked,
  second: Clocked,
  previous: SampleRow | null,
): Readonly<Record<string, Rate>> {
  const before: Clocked = {
    uptimeSec: previous?.hostUptimeSec ?? null,
    values: previous?.values ?? {},
  }
  const out: Record<string, Rate> = {}
  for (const name of names) {
    const inRun = readingOf(second, name)
    const now = readingOf(first, name)
    if (inRun !== null) out[name] = rateOf(now, inRun, 'this-run')
    else if (now !== null) out[name] = rateOf(readingOf(before, name), now, 'last-run')
    const since = now === null ? null : rateOf(readingOf(before, name), now, 'last-run')
    if (since !== null && 'perSec' in since) out[`${name}SinceLast`] = since
  }
  return out
}

function readingOf(of: Clocked, name: string): Reading | null {
  const value = of.values[name] ?? null
  return value === null || of.uptimeSec === null ? null : { value, uptimeSec: of.uptimeSec }
}
