/** OOM events as values, for tests of the rules: what a log would tell, with only what matters said anew. */

import { oom } from '../../../src/analyzers/oom/index.ts'
import type { AnalyzeContext } from '../../../src/domain/analyzer.ts'
import { MIB } from '../../../src/domain/bytes.ts'
import { Evidence } from '../../../src/domain/evidence.ts'
import type { Finding } from '../../../src/domain/finding.ts'
import type {
  KernelLog,
  OomEvent,
  OomTask,
  OomVictim,
  OomZone,
  Stamp,
} from '../../../src/parsers/kernel/events.ts'
import { CHECKED_AT_MS, contextOf } from '../../hosts/load.ts'
import { findingsOf } from '../frames.ts'

export const NO_STAMP: Stamp = { uptimeSec: null, atMs: null, wall: null }

export function up(uptimeSec: number): Stamp {
  return { ...NO_STAMP, uptimeSec }
}

export function at(atMs: number): Stamp {
  return { ...NO_STAMP, atMs }
}

export function task(pid: number, name: string, rest: Partial<OomTask> = {}): OomTask {
  return {
    pid,
    tgid: pid,
    uid: 0,
    name,
    totalVmBytes: null,
    rssBytes: 0,
    rssAnonBytes: null,
    rssFileBytes: null,
    rssShmemBytes: null,
    pageTablesBytes: null,
    swapBytes: 0,
    oomScoreAdj: 0,
    ...rest,
  }
}

export function victim(pid: number, name: string, rest: Partial<OomVictim> = {}): OomVictim {
  return {
    pid,
    name,
    uid: 0,
    totalVmBytes: null,
    anonRssBytes: 20 * MIB,
    fileRssBytes: 0,
    shmemRssBytes: 0,
    pageTablesBytes: null,
    oomScoreAdj: 0,
    score: null,
    ...rest,
  }
}

export function zone(name: string, rest: Partial<OomZone> = {}): OomZone {
  return {
    node: 0,
    zone: name,
    freeBytes: MIB,
    minBytes: 2 * MIB,
    lowBytes: 3 * MIB,
    highBytes: 4 * MIB,
    managedBytes: 200 * MIB,
    freeBlocks: null,
    lowmemReserveBytes: null,
    ...rest,
  }
}

export function event(rest: Partial<OomEvent> = {}): OomEvent {
  return {
    line: 1,
    at: up(100),
    host: null,
    invoker: { name: 'eater', pid: 10, gfpMask: '0xcc0(GFP_KERNEL)', order: 0, oomScoreAdj: 0 },
    constraint: 'none',
    sysrq: false,
    oomMemcg: null,
    taskMemcg: '/',
    nodemask: null,
    cpuset: null,
    memcg: null,
    memInfo: null,
    zones: [],
    swap: null,
    hugepages: [],
    totalRamBytes: null,
    tasks: [],
    victims: [victim(10, 'eater')],
    reaped: [],
    groupKill: false,
    outcome: 'killed',
    pageBytes: 4096,
    quotes: ['Out of memory: Killed process 10 (eater)'],
    ...rest,
  }
}

export function group(path: string, memcg: Partial<NonNullable<OomEvent['memcg']>> = {}) {
  return {
    constraint: 'memcg',
    oomMemcg: path,
    taskMemcg: path,
    memcg: {
      usageBytes: 64 * MIB,
      limitBytes: 64 * MIB,
      failcnt: 1,
      swapUsageBytes: null,
      swapLimitBytes: null,
      kmemUsageBytes: null,
      stat: {},
      ...memcg,
    },
  } as const satisfies Partial<OomEvent>
}

export function log(ooms: readonly OomEvent[], rest: Partial<KernelLog> = {}): KernelLog {
  const last = ooms.at(-1)?.at ?? null
  return {
    tried: [],
    first: ooms[0]?.at ?? null,
    last,
    lines: 100,
    ooms,
    allocationFailures: [],
    daemonKills: [],
    ...rest,
  }
}

/** A host whose log is this value; `base` gives the rest of what was read. */
export function withLog(
  value: KernelLog,
  base: AnalyzeContext = contextOf('sdw3', { frames: [] }),
) {
  const reading = { value, hostUptimeSec: null, atMs: CHECKED_AT_MS, pid: null }
  const none = new Map<string, never>()
  const evidence = new Evidence({
    first: new Map([['kernel/log', reading]]),
    second: none,
    texts: none,
    told: none,
    gaps: [],
    losses: [],
    faults: [],
  })
  return { ...base, evidence }
}

/** What is said of a log that was read on a live host: up for ten hours, nothing read before. */
export function onLive(value: KernelLog, rest: Partial<AnalyzeContext> = {}): readonly Finding[] {
  const ctx = withLog(value)
  const facts = { ...ctx.facts, bootAtMs: CHECKED_AT_MS - UP_SEC * 1000 }
  return findingsOf(oom, { ...ctx, facts, ...rest })
}

export const UP_SEC = 36_000

export const codes = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ severity, code }) => `${severity} ${code}`)
