/** Evidence -> who it is about, and samples of it, its host and its binding cgroup. Pure; stored by the caller. */
import { instanceLedBy } from '../analyzers/pg-instance/instances.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import type { Sample, Values } from '../domain/sample.ts'
import type { Who } from '../domain/subject.ts'
import { memoryContexts } from '../parsers/postgres/memoryContexts.ts'
import { replayedSegments } from '../parsers/postgres/replayed.ts'
import { cmdline } from '../parsers/proc/cmdline.ts'
import { exe } from '../parsers/proc/exe.ts'
import { fds } from '../parsers/proc/fds.ts'
import { maps } from '../parsers/proc/maps.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { pressureMemory } from '../parsers/proc/pressure.ts'
import { processes } from '../parsers/proc/processes.ts'
import { smapsRollup } from '../parsers/proc/smapsRollup.ts'
import { processStat } from '../parsers/proc/stat.ts'
import { processStatus } from '../parsers/proc/status.ts'
import { vmstat } from '../parsers/proc/vmstat.ts'
import { coreWho } from './coreWho.ts'
import { cgroupPart, meantGroup } from './groupWho.ts'
import { instanceSample, instanceWho } from './instance.ts'
import { processWho, sampleOf } from './who.ts'

export interface Measures {
  /** The process or the group that was asked for, else the host. */
  readonly who: Who
  readonly all: readonly (Who & { readonly atMs: number })[]
  readonly samples: readonly Sample[]
}

/** Who the evidence is about and what was measured: of a host at least whose name it is, of a core nothing. */
export function measure(host: string, evidence: Evidence, facts: Facts, nowMs: number): Measures {
  const core = coreWho(host, evidence)
  if (core !== null) return { who: core, all: [], samples: [] }
  const hostWho: Who = {
    subject: { kind: 'host', host, name: host },
    incarnation: {
      key: `boot:${facts.bootId ?? 'unknown'}`,
      pid: null,
      startedAtMs: facts.bootAtMs,
      exe: null,
      argsHash: null,
    },
  }
  const single = processOf(host, evidence, facts)
  const whole = instanceLedBy(evidence, single?.incarnation.pid ?? null)
  const asked = single === null || whole === null ? single : instanceWho(single, whole, evidence)
  const group = cgroupPart(host, evidence, facts, nowMs)
  const parts = [
    { who: hostWho, sample: hostSample(hostWho, evidence, nowMs) },
    ...(asked === null
      ? []
      : [
          {
            who: asked,
            sample:
              whole === null
                ? processSample(asked, evidence, facts, nowMs)
                : instanceSample(asked, whole, evidence, nowMs),
          },
        ]),
    ...(group === null ? [] : [group]),
  ]
  const kept = parts.filter((part) => part.sample !== null)
  return {
    // Of a whole group nothing is known of a process: what was read is the group's.
    who: meantGroup(evidence) === null ? (asked ?? hostWho) : (group?.who ?? hostWho),
    all: kept.map((part) => ({ ...part.who, atMs: part.sample?.atMs ?? nowMs })),
    samples: kept.flatMap((part) => (part.sample === null ? [] : [part.sample])),
  }
}

function processOf(host: string, evidence: Evidence, facts: Facts): Who | null {
  const stat = evidence.get(processStat)
  const status = evidence.get(processStatus)
  if (stat === null && status === null) return null
  return processWho(host, facts, {
    pid: stat?.pid ?? status?.pid ?? 0,
    comm: stat?.comm ?? status?.name ?? '',
    ticks: stat?.starttimeTicks ?? null,
    args: evidence.get(cmdline)?.args ?? [],
    exe: evidence.get(exe)?.path ?? null,
  })
}

function processSample(who: Who, evidence: Evidence, facts: Facts, nowMs: number): Sample {
  const status = evidence.get(processStatus)
  const rollup = evidence.get(smapsRollup)
  const stat = evidence.get(processStat)
  const mappings = evidence.get(maps)?.mappings ?? null
  const sized = (path: string): number | null =>
    mappings === null
      ? null
      : mappings.filter((m) => m.path === path).reduce((sum, m) => sum + m.sizeBytes, 0)
  return sampleOf('process', who, evidence.reading(processStat, 1), nowMs, {
    rssBytes: status?.vmRssBytes ?? rollup?.['rssBytes'] ?? null,
    pssBytes: rollup?.['pssBytes'] ?? null,
    anonBytes: status?.rssAnonBytes ?? rollup?.['anonymousBytes'] ?? null,
    fileBytes: status?.rssFileBytes ?? null,
    shmemBytes: status?.rssShmemBytes ?? null,
    swapBytes: status?.vmSwapBytes ?? rollup?.['swapBytes'] ?? null,
    heapBytes: sized('[heap]'),
    stackBytes: sized('[stack]'),
    virtualBytes: status?.vmSizeBytes ?? stat?.vsizeBytes ?? null,
    peakRssBytes: status?.vmHwmBytes ?? null,
    mappings: mappings?.length ?? null,
    threads: status?.threads ?? stat?.numThreads ?? null,
    minorFaults: stat?.minflt ?? null,
    majorFaults: stat?.majflt ?? null,
    openFiles: openFilesOf(evidence),
    cpuSeconds: cpuSecondsOf(stat, facts),
    wakeUps: status?.voluntaryCtxtSwitches ?? null,
    transactions: evidence.get(memoryContexts)?.transactions ?? null,
    walSegments: replayedSegments(evidence.get(cmdline)?.args ?? []),
  })
}

/** Null where the listing was cut: a part of the descriptors is no count of them. */
function openFilesOf(evidence: Evidence): number | null {
  const cut = evidence.losses.some(({ source, code }) => source === fds.id && code === 'cut')
  return cut ? null : (evidence.get(fds)?.descriptors.length ?? null)
}

/** Processor time of the life so far: work that memory may grow by. */
function cpuSecondsOf(
  stat: { readonly utimeTicks: number | null; readonly stimeTicks: number | null } | null,
  facts: Facts,
): number | null {
  if (stat === null || stat.utimeTicks === null || stat.stimeTicks === null) return null
  return (stat.utimeTicks + stat.stimeTicks) / facts.ticksPerSec
}

function hostSample(who: Who, evidence: Evidence, nowMs: number): Sample | null {
  const mem = evidence.get(meminfo)
  const vm = evidence.get(vmstat)
  const psi = evidence.get(pressureMemory)
  if (mem === null && vm === null) return null
  const of = (name: string): number | null => mem?.[name] ?? null
  return sampleOf('host', who, evidence.reading(vmstat, 1), nowMs, {
    memTotalBytes: of('memTotalBytes'),
    memFreeBytes: of('memFreeBytes'),
    memAvailableBytes: of('memAvailableBytes'),
    anonBytes: of('anonPagesBytes'),
    cachedBytes: of('cachedBytes'),
    shmemBytes: of('shmemBytes'),
    slabBytes: of('slabBytes'),
    slabReclaimableBytes: of('sReclaimableBytes'),
    dirtyBytes: of('dirtyBytes'),
    swapTotalBytes: of('swapTotalBytes'),
    swapFreeBytes: of('swapFreeBytes'),
    processes: evidence.get(processes)?.processes.length ?? null,
    ...hostCounters(vm, psi),
    buffersBytes: of('buffersBytes'),
    mappedBytes: of('mappedBytes'),
    activeAnonBytes: of('activeAnonBytes'),
    inactiveAnonBytes: of('inactiveAnonBytes'),
    activeFileBytes: of('activeFileBytes'),
    inactiveFileBytes: of('inactiveFileBytes'),
    unevictableBytes: of('unevictableBytes'),
    kernelStackBytes: of('kernelStackBytes'),
    pageTablesBytes: of('pageTablesBytes'),
    committedBytes: of('committedAsBytes'),
    percpuBytes: of('percpuBytes'),
  })
}

type HostCounters = Pick<
  Values<'host'>,
  | 'pageInSwap'
  | 'pageOutSwap'
  | 'majorFaults'
  | 'refaults'
  | 'oomKills'
  | 'stallSomeMicros'
  | 'stallFullMicros'
>

/** Counters of the host, by our names, from either reading. */
export function hostCounters(
  vm: Readonly<Record<string, number>> | null,
  psi: {
    readonly some: { readonly totalMicros: number }
    readonly full: { readonly totalMicros: number } | null
  } | null,
): HostCounters {
  // Since 5.9 refaults are counted apart for anon and file; before, in one number.
  const anon = vm?.['workingsetRefaultAnon']
  const file = vm?.['workingsetRefaultFile']
  const split = anon !== undefined && file !== undefined ? anon + file : null
  return {
    pageInSwap: vm?.['pswpin'] ?? null,
    pageOutSwap: vm?.['pswpout'] ?? null,
    majorFaults: vm?.['pgmajfault'] ?? null,
    refaults: split ?? vm?.['workingsetRefault'] ?? null,
    oomKills: vm?.['oomKill'] ?? null,
    stallSomeMicros: psi?.some.totalMicros ?? null,
    stallFullMicros: psi?.full?.totalMicros ?? null,
  }
}
