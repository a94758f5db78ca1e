/**
 * What a kernel log tells of memory, as data: OOM events, page allocation failures, and kills by daemons.
 * Sizes are bytes; pages are turned by the page size that the log itself shows (its buddy lists), else 4 KiB.
 */

/** When a line was written, as far as its prefix tells. */
export interface Stamp {
  /** Seconds since boot: `[  174.712345]` of dmesg, and inside syslog lines. */
  readonly uptimeSec: number | null
  /** Instant with a zone or epoch: `journalctl -o short-iso`, `short-unix`, RFC 3339 syslog. */
  readonly atMs: number | null
  /** Wall clock of the host without a zone: `Nov 20 03:14:07`, `[Wed Nov 20 03:14:07 2024]`; null when its month is not readable. */
  readonly wall: {
    readonly year: number | null
    readonly month: number
    readonly day: number
    readonly secondOfDay: number
  } | null
}

export interface OomTask {
  readonly pid: number
  readonly tgid: number | null
  readonly uid: number | null
  readonly name: string
  readonly totalVmBytes: number | null
  readonly rssBytes: number
  /** Since 6.8 the table splits RSS. */
  readonly rssAnonBytes: number | null
  readonly rssFileBytes: number | null
  readonly rssShmemBytes: number | null
  readonly pageTablesBytes: number | null
  readonly swapBytes: number | null
  readonly oomScoreAdj: number | null
}

export interface OomVictim {
  readonly pid: number
  readonly name: string
  readonly uid: number | null
  readonly totalVmBytes: number | null
  readonly anonRssBytes: number | null
  readonly fileRssBytes: number | null
  readonly shmemRssBytes: number | null
  readonly pageTablesBytes: number | null
  readonly oomScoreAdj: number | null
  /** Only <= 4.x prints the score. */
  readonly score: number | null
}

export interface OomZone {
  readonly node: number
  readonly zone: string
  readonly freeBytes: number | null
  readonly minBytes: number | null
  readonly lowBytes: number | null
  readonly highBytes: number | null
  readonly managedBytes: number | null
  /** Free blocks by order, from 0; null where the log has no buddy list of this zone. */
  readonly freeBlocks: readonly number[] | null
  /** lowmem_reserve[] in bytes by zone index. */
  readonly lowmemReserveBytes: readonly number[] | null
}

export interface OomEvent {
  /** Line of the input with which it begins, from 1. */
  readonly line: number
  readonly at: Stamp
  readonly host: string | null
  readonly invoker: {
    readonly name: string
    readonly pid: number | null
    readonly gfpMask: string | null
    /** -1 is SysRq-f. */
    readonly order: number | null
    readonly oomScoreAdj: number | null
  } | null
  /** What ran short; null when no line tells. */
  readonly constraint: 'none' | 'memcg' | 'cpuset' | 'mempolicy' | null
  readonly sysrq: boolean
  /** The group whose limit fired, and the one the victim ran in: they differ in nested groups. */
  readonly oomMemcg: string | null
  readonly taskMemcg: string | null
  readonly nodemask: string | null
  readonly cpuset: string | null
  /** `memory: usage 65536kB, limit 65536kB, failcnt 67` and its swap and kmem siblings; unlimited is null. */
  readonly memcg: {
    readonly usageBytes: number | null
    readonly limitBytes: number | null
    readonly failcnt: number | null
    readonly swapUsageBytes: number | null
    readonly swapLimitBytes: number | null
    readonly kmemUsageBytes: number | null
    /** memory.stat of the group as logged, bytes or counts as the kernel names them, in camel case. */
    readonly stat: Readonly<Record<string, number>>
  } | null
  /** Mem-Info in bytes where they are pages: activeAnonBytes, inactiveAnonBytes, slabUnreclaimableBytes, freeBytes, shmemBytes... */
  readonly memInfo: Readonly<Record<string, number>> | null
  readonly zones: readonly OomZone[]
  readonly swap: { readonly totalBytes: number; readonly freeBytes: number } | null
  readonly hugepages: readonly {
    readonly node: number
    readonly total: number
    readonly free: number
    readonly sizeBytes: number
  }[]
  readonly totalRamBytes: number | null
  readonly tasks: readonly OomTask[]
  /** Each victim once, though memory.oom.group prints the leader twice. */
  readonly victims: readonly OomVictim[]
  /** oom_reaper lines by pid. */
  readonly reaped: readonly number[]
  /** memory.oom.group: `Tasks in /x are going to be killed due to memory.oom.group set`. */
  readonly groupKill: boolean
  readonly outcome: 'killed' | 'no-killable' | 'panic' | 'not-told'
  readonly pageBytes: number
  /** Quoted first lines for evidence (masked at 160 characters): `invoked oom-killer`, `oom-kill:`, `Killed process`. */
  readonly quotes: readonly string[]
}

export interface AllocationFailure {
  readonly line: number
  readonly at: Stamp
  readonly name: string
  readonly pid: number | null
  readonly order: number
  readonly gfpMask: string | null
  readonly zones: readonly OomZone[]
  readonly quote: string
}

/** systemd-oomd, earlyoom, kubelet: kills and evictions that are not the kernel's. */
export interface DaemonKill {
  readonly line: number
  readonly at: Stamp
  readonly by: 'systemd-oomd' | 'earlyoom' | 'kubelet'
  /** Unit or cgroup path, process, pod. */
  readonly what: string
  readonly pid: number | null
  readonly rssBytes: number | null
  readonly reason: string
  readonly quote: string
}

export interface KernelLog {
  /** Where the lines came from: `dmesg`, `journalctl`, a file's path; with what each try ended. Empty for pasted text. */
  readonly tried: readonly {
    readonly via: string
    readonly status: number | null
    readonly lines: number
  }[]
  /** First and last line with a time: how far back the log reaches. */
  readonly first: Stamp | null
  readonly last: Stamp | null
  readonly lines: number
  readonly ooms: readonly OomEvent[]
  readonly allocationFailures: readonly AllocationFailure[]
  readonly daemonKills: readonly DaemonKill[]
}
