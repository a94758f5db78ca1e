/**
 * What a group's numbers mean, alike for v1 and v2. Charged is not used, and used is not unreclaimable.
 * Sums of the whole subtree are taken, because the limit binds the subtree.
 */
import type { CgroupMemory } from './memory.ts'

export interface CgroupLevels {
  /** What counts against the limit, page cache included. */
  readonly chargedBytes: number
  /**
   * What cannot be given back without swap: anonymous memory and shmem. On v2 the kernel's own memory but for
   * reclaimable slab is in it as well. On v1 it is not, because memory.stat there does not tell which part
   * of it is reclaimable; kernelBytes shows it.
   */
  readonly unreclaimableBytes: number | null
  /** Charged less inactive file pages, at least 0: what kubelet and cadvisor judge by (container/libcontainer/handler.go). */
  readonly workingSetBytes: number | null
  /** v1: `rss`, which is anonymous memory and swap cache, not the resident set (memory.rst). */
  readonly anonBytes: number | null
  /** Page cache without shmem: what reclaim can take. */
  readonly fileBytes: number | null
  readonly shmemBytes: number | null
  /** What reclaim looks through first, and what it keeps longest: shmem and tmpfs count as anonymous here. */
  readonly inactiveAnonBytes: number | null
  readonly activeFileBytes: number | null
  readonly inactiveFileBytes: number | null
  readonly kernelBytes: number | null
  readonly limitBytes: number | null
  /** How often usage met the limit since the group was made: v1 failcnt, v2 events.max. */
  readonly limitHits: number | null
  /** v2 only. */
  readonly ooms: number | null
  readonly oomKills: number | null
}

export function levelsOf(group: CgroupMemory): CgroupLevels {
  const parts = group.version === 'v1' ? v1Parts(group.stat) : v2Parts(group.stat)
  const { anonBytes, cacheBytes, shmemBytes, inactiveFileBytes } = parts
  return {
    chargedBytes: group.usageBytes,
    unreclaimableBytes: sum(anonBytes, shmemBytes, pinnedKernelBytes(group)),
    workingSetBytes: less(group.usageBytes, inactiveFileBytes),
    anonBytes,
    fileBytes: less(cacheBytes, shmemBytes),
    shmemBytes,
    inactiveAnonBytes: parts.inactiveAnonBytes,
    activeFileBytes: parts.activeFileBytes,
    inactiveFileBytes,
    kernelBytes: group.kernelBytes,
    limitBytes: group.limitBytes,
    limitHits: group.version === 'v1' ? group.failcnt : (group.events?.max ?? null),
    ooms: group.events?.oom ?? null,
    oomKills: group.events?.oomKill ?? group.oomControl?.oomKill ?? null,
  }
}

/** The group whose limit has the least room left, in bytes; null when none is limited. */
export function bindingGroup(groups: readonly CgroupMemory[]): CgroupMemory | null {
  let binding: CgroupMemory | null = null
  let least = Number.POSITIVE_INFINITY
  for (const group of groups) {
    const room = group.limitBytes === null ? least : group.limitBytes - group.usageBytes
    if (room >= least) continue
    least = room
    binding = group
  }
  return binding
}

interface Parts {
  readonly anonBytes: number | null
  /** Page cache with shmem in it, as both versions count it. */
  readonly cacheBytes: number | null
  readonly shmemBytes: number | null
  readonly inactiveAnonBytes: number | null
  readonly activeFileBytes: number | null
  readonly inactiveFileBytes: number | null
}

type Stat = Readonly<Record<string, number>>

function v1Parts(stat: Stat): Parts {
  return {
    anonBytes: stat.totalRss ?? null,
    cacheBytes: stat.totalCache ?? null,
    shmemBytes: stat.totalShmem ?? null,
    inactiveAnonBytes: stat.totalInactiveAnon ?? null,
    activeFileBytes: stat.totalActiveFile ?? null,
    inactiveFileBytes: stat.totalInactiveFile ?? null,
  }
}

function v2Parts(stat: Stat): Parts {
  return {
    anonBytes: stat.anon ?? null,
    cacheBytes: stat.file ?? null,
    shmemBytes: stat.shmem ?? null,
    inactiveAnonBytes: stat.inactiveAnon ?? null,
    activeFileBytes: stat.activeFile ?? null,
    inactiveFileBytes: stat.inactiveFile ?? null,
  }
}

/** Kernel memory that reclaim cannot take; 0 where it is not known, so that the sum is a lower bound. */
function pinnedKernelBytes(group: CgroupMemory): number {
  if (group.version === 'v1' || group.kernelBytes === null) return 0
  return Math.max(0, group.kernelBytes - (group.stat.slabReclaimable ?? 0))
}

function sum(...parts: readonly (number | null)[]): number | null {
  let total = 0
  for (const part of parts) {
    if (part === null) return null
    total += part
  }
  return total
}

function less(from: number | null, part: number | null): number | null {
  return from === null || part === null ? null : Math.max(0, from - part)
}
