/** How memory ended in Greenplum: refused by its own limit, by the system, cancelled as a runaway, or killed from outside. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { DAY_MS } from '../../domain/time.ts'
import type { MemoryEndKind } from '../../parsers/greenplum/memoryEnds.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { askHostCommand } from '../asks.ts'
import { clocksOf } from '../oom/clocks.ts'
import { type When, whenOf } from '../oom/when.ts'
import { byKind, type Death, type DeathsOfKind, deathsOf, mostOf, placeOf } from './deaths.ts'
import type { GreenplumFinding } from './judge.ts'
import type { GreenplumCode } from './words.ts'

/** Of a live host older ends are history; a log that people bring is asked about whatever its age. */
const RECENT_MS = DAY_MS

const CODES: Readonly<Record<MemoryEndKind, GreenplumCode>> = {
  'vm-protect': 'greenplum.vm-protect',
  query: 'greenplum.query-limit',
  group: 'greenplum.group-memory',
  system: 'greenplum.system-memory',
  runaway: 'greenplum.runaway',
  killed: 'greenplum.killed',
}

export function judgeDeaths(ctx: AnalyzeContext): readonly GreenplumFinding[] {
  if (ctx.incarnation?.pid != null) return []
  const recent = deathsOf(ctx.evidence).filter((death) => isRecent(death, ctx))
  return [...byKind(recent)].map(([kind, of]) => findingOf(kind, of, ctx))
}

function isRecent(death: Death, ctx: AnalyzeContext): boolean {
  const { atMs } = timeOf(death, ctx)
  return death.segment === null || atMs === null || ctx.nowMs - atMs <= RECENT_MS
}

function timeOf({ end }: Death, ctx: AnalyzeContext): When {
  return whenOf(end.at, clocksOf(null, ctx))
}

function findingOf(kind: MemoryEndKind, of: DeathsOfKind, ctx: AnalyzeContext): GreenplumFinding {
  const { last, count, segments } = of
  const { end } = last
  const time = timeOf(last, ctx)
  return {
    code: CODES[kind],
    severity: kind === 'query' ? 'info' : 'warning',
    numbers: {
      host: ctx.subject.host,
      count,
      segments,
      segment: placeOf(last),
      session: end.session === null ? '–' : `con${end.session}`,
      pid: String(end.killedPid ?? end.pid ?? '–'),
      user: end.user ?? '–',
      // As a clock or as the log printed it.
      time: time.printed === '?' ? '–' : time.printed,
      ...sizesOf(last),
      ...holderOf(last),
      ...(kind === 'killed' ? killerOf(last, ctx) : {}),
      sessionsCommand: askHostCommand(ctx, 'sessions'),
      segmentsCommand: askHostCommand(ctx, 'segments'),
      oomCommand: askHostCommand(ctx, 'oom'),
    },
    evidence: [quoteOf(last, ctx)].filter(({ line }) => line !== ''),
  }
}

function sizesOf({ end }: Death): Record<string, number> {
  const { requestBytes, availableBytes, usedBytes, redZoneBytes } = end
  return {
    ...(requestBytes === null ? {} : { requestBytes }),
    ...(availableBytes === null ? {} : { availableBytes }),
    ...(usedBytes === null ? {} : { usedBytes }),
    ...(redZoneBytes === null ? {} : { redZoneBytes }),
  }
}

/** Who held, beside who crossed. */
function holderOf({ end }: Death): Record<string, number | string> {
  const held = mostOf(end)
  if (held === null) return end.kind === 'vm-protect' ? { unlisted: 1 } : {}
  const crossed = end.holders.find(({ session }) => session === end.session)
  const shared = {
    holder: `con${held.most.session}`,
    holderBytes: held.most.vmemBytes,
    holderProcesses: held.most.processes,
    allBytes: held.sumBytes,
    sessions: end.holders.length,
  }
  if (end.session === held.most.session) return { ...shared, itself: 1 }
  return { ...shared, another: 1, crossedBytes: crossed?.vmemBytes ?? 0 }
}

/** The kernel's log tells whether it was the kernel. */
function killerOf({ end }: Death, ctx: AnalyzeContext): Record<string, number> {
  const log = ctx.evidence.get(kernelLog)
  if (log === null) return { noKernelLog: 1 }
  const named = log.ooms.some(({ victims }) => victims.some(({ pid }) => pid === end.killedPid))
  return named ? { byKernel: 1 } : { notByKernel: 1 }
}

const MARKS: Readonly<Record<MemoryEndKind, RegExp>> = {
  'vm-protect': /VM [Pp]rotect|Vmem limit reached/,
  query: /[Pp]er-query/,
  group: /Resource group memory limit/,
  system: /from system|System memory limit/,
  runaway: /high VMEM usage/,
  killed: /signal 9/,
}

function quoteOf({ end, source }: Death, ctx: AnalyzeContext): Finding['evidence'][number] {
  const mark = MARKS[end.kind]
  const pid = end.killedPid ?? end.pid
  const own = pid === null ? mark : new RegExp(`(?=.*\\b[pP]?${pid}\\b)(?=.*(?:${mark.source}))`)
  const quoted = ctx.evidence.quote(source, own)
  return quoted.line === '' ? ctx.evidence.quote(source, mark) : quoted
}
