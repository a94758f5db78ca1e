/** One group's files -> its memory: the same shape for v1 and v2, null where a version has no such thing. */
import type { LossLog } from '../../domain/parsed.ts'
import type { Pressure } from '../proc/pressure.ts'
import type { GroupFiles } from './files.ts'
import { GroupReader } from './reader.ts'

export interface CgroupMemory {
  readonly version: 'v1' | 'v2'
  /** Within the hierarchy; `/` for its root. */
  readonly path: string
  /** Charged to the group and its descendants. */
  readonly usageBytes: number
  /** Null is no limit. */
  readonly limitBytes: number | null
  /** v2: above it the group is throttled. */
  readonly highBytes: number | null
  /** v1. */
  readonly softLimitBytes: number | null
  readonly swapUsageBytes: number | null
  /** v1: how far memory+swap may go beyond memory; 0 means that its own limit never makes it swap. */
  readonly swapLimitBytes: number | null
  readonly peakBytes: number | null
  /** v1: how often usage met the limit. */
  readonly failcnt: number | null
  readonly kernelBytes: number | null
  /** memory.stat by its names in camel case; v1 has `total...` of the subtree beside the group's own. */
  readonly stat: Readonly<Record<string, number>>
  /** v2 memory.events, of the subtree. */
  readonly events: Readonly<Record<string, number>> | null
  /** v1 memory.oom_control; oomKill is not printed before 4.13. */
  readonly oomControl: OomControl | null
  readonly pressure: Pressure | null
}

interface OomControl {
  readonly oomKillDisable: boolean
  readonly underOom: boolean
  readonly oomKill: number | null
}

/** Null when the memory controller is not here, or when usage or limit could not be read (a loss). */
export function groupOf(files: GroupFiles, losses: LossLog): CgroupMemory | null {
  const reader = new GroupReader(files, losses)
  return files.version === 'v1' ? v1Group(files, reader) : v2Group(files, reader)
}

function v1Group(files: GroupFiles, reader: GroupReader): CgroupMemory | null {
  const stat = reader.fields('memory.stat') ?? {}
  // Pasted alone, memory.stat tells both: the charge as the sum the kernel itself gives for v1's root, and the limit.
  const usageBytes = files.files.has('memory.usage_in_bytes')
    ? reader.count('memory.usage_in_bytes')
    : sumOf(stat.totalCache, stat.totalRss)
  const limitBytes = files.files.has('memory.limit_in_bytes')
    ? reader.limit('memory.limit_in_bytes')
    : reader.limitField('memory.stat', 'hierarchical_memory_limit')
  if (usageBytes === null || limitBytes === undefined) return reader.leaveOut()
  const swappable = reader.count('memory.memsw.usage_in_bytes')
  const swappableLimit = reader.limit('memory.memsw.limit_in_bytes') ?? null
  const swapLimitBytes =
    swappableLimit === null || limitBytes === null ? null : Math.max(0, swappableLimit - limitBytes)
  return {
    version: 'v1',
    path: files.path,
    usageBytes,
    limitBytes,
    highBytes: null,
    softLimitBytes: reader.limit('memory.soft_limit_in_bytes') ?? null,
    // The two counters are read at different instants: a little swap may seem less than none.
    swapUsageBytes: swappable === null ? null : Math.max(0, swappable - usageBytes),
    swapLimitBytes,
    peakBytes: reader.count('memory.max_usage_in_bytes'),
    failcnt: reader.count('memory.failcnt'),
    kernelBytes: reader.count('memory.kmem.usage_in_bytes'),
    stat,
    events: null,
    oomControl: oomControlOf(reader.fields('memory.oom_control')),
    pressure: null,
  }
}

function v2Group(files: GroupFiles, reader: GroupReader): CgroupMemory | null {
  const stat = reader.fields('memory.stat')
  const isRoot = isHostsRoot(files)
  const usageBytes = isRoot ? rootUsage(stat) : reader.count('memory.current')
  const limitBytes = isRoot ? null : reader.limit('memory.max')
  // On a hybrid host v2 has no memory controller, yet each group has memory.pressure.
  if (stat === null && usageBytes === null) return null
  if (usageBytes === null || limitBytes === undefined) return reader.leaveOut()
  return {
    version: 'v2',
    path: files.path,
    usageBytes,
    limitBytes,
    highBytes: isRoot ? null : reader.expectedLimit('memory.high'),
    softLimitBytes: null,
    swapUsageBytes: reader.count('memory.swap.current'),
    swapLimitBytes: reader.limit('memory.swap.max') ?? null,
    peakBytes: reader.count('memory.peak'),
    failcnt: null,
    kernelBytes: stat === null ? null : kernelOf(stat),
    stat: stat ?? {},
    events: reader.fields('memory.events'),
    oomControl: null,
    pressure: reader.pressure(),
  }
}

/** The host's own root has neither usage nor limit; a container's root, also seen as `/`, has both. */
function isHostsRoot({ path, files }: GroupFiles): boolean {
  return path === '/' && !files.has('memory.current') && !files.has('memory.max')
}

/** The v2 root has no memory.current; the kernel itself gives this sum as the usage of v1's root. */
function rootUsage(stat: Readonly<Record<string, number>> | null): number | null {
  return sumOf(stat?.['anon'], stat?.['file'])
}

function sumOf(one: number | undefined, other: number | undefined): number | null {
  return one === undefined || other === undefined ? null : one + other
}

/** `kernel` came with 5.18; before, the parts that were printed are a lower bound. */
function kernelOf(stat: Readonly<Record<string, number>>): number | null {
  const { kernel, slab, kernelStack, pagetables = 0, percpu = 0 } = stat
  if (kernel !== undefined) return kernel
  return slab === undefined || kernelStack === undefined
    ? null
    : slab + kernelStack + pagetables + percpu
}

function oomControlOf(fields: Readonly<Record<string, number>> | null): OomControl | null {
  const { oomKillDisable, underOom, oomKill } = fields ?? {}
  if (oomKillDisable === undefined || underOom === undefined) return null
  return {
    oomKillDisable: oomKillDisable === 1,
    underOom: underOom === 1,
    oomKill: oomKill ?? null,
  }
}
