/** What files of a group say that somebody brought: its levels in one snapshot, and what its counters hold. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { levelsOf } from '../../parsers/cgroup/levels.ts'
import type { CgroupMemory } from '../../parsers/cgroup/memory.ts'
import { type CgroupParts, cgroupFiles } from '../../parsers/cgroup/single.ts'
import { about, amounts } from './group.ts'
import type { CgroupCode } from './words.ts'

type SnapshotFinding = Finding & { readonly code: CgroupCode }

/** Information only: levels, never a verdict on growth. */
export function snapshot(
  files: CgroupParts,
  groups: readonly CgroupMemory[],
  ctx: AnalyzeContext,
): readonly SnapshotFinding[] {
  const group = groups[0]
  if (group !== undefined && group.limitBytes !== null && group.limitBytes > 0)
    return [limited(group, group.limitBytes, ctx)]
  return [...unlimited(files, group ?? null, ctx), ...counted(files, group ?? null, ctx)]
}

/** v1 with its OOM killer off, told by memory.oom_control alone. */
export function hungFile(files: CgroupParts, ctx: AnalyzeContext): readonly SnapshotFinding[] {
  const { oomKillDisable = 0, underOom = 0 } = files.oomControl ?? {}
  if (oomKillDisable !== 1 || underOom !== 1) return []
  const numbers = { ...groupOf(null, ctx), cgroupCommand: 'cat memory.stat' }
  const evidence = quotes(ctx, [
    'memory\\.oom_control:oom_kill_disable',
    'memory\\.oom_control:under',
  ])
  return [{ code: 'cgroup.oom-hung', severity: 'critical', numbers, evidence }]
}

function limited(group: CgroupMemory, limitBytes: number, ctx: AnalyzeContext): SnapshotFinding {
  const { chargedBytes, unreclaimableBytes, workingSetBytes } = levelsOf(group)
  const percent = (bytes: number): number => Math.round((bytes / limitBytes) * 1000) / 10
  const numbers = {
    ...about(group, ctx),
    ...amounts(group),
    chargedPercent: percent(chargedBytes),
    ...(unreclaimableBytes === null ? {} : { unreclaimablePercent: percent(unreclaimableBytes) }),
    ...(workingSetBytes === null ? {} : { workingSetPercent: percent(workingSetBytes) }),
  }
  const evidence = quotes(ctx, [
    'memory\\.(?:max|limit_in_bytes):|memory\\.stat:hierarchical_memory_limit ',
    'memory\\.stat:(?:total_cache|file) ',
    'memory\\.stat:(?:total_rss|anon) ',
    'memory\\.stat:(?:total_)?inactive_file ',
  ])
  return { code: 'cgroup.snapshot', severity: 'info', numbers, evidence }
}

function unlimited(
  { stat, version }: CgroupParts,
  group: CgroupMemory | null,
  ctx: AnalyzeContext,
): readonly SnapshotFinding[] {
  if (stat === null) return []
  // A v1 file without its totals (a group that is not hierarchical, or half a paste) has the group's own alone.
  const total = stat['totalRss'] === undefined ? '' : 'total_'
  const anonBytes = version === 'v1' ? (stat['totalRss'] ?? stat['rss']) : stat['anon']
  const cacheBytes = version === 'v1' ? (stat['totalCache'] ?? stat['cache']) : stat['file']
  const shmemBytes = stat['totalShmem'] ?? stat['shmem'] ?? 0
  if (anonBytes === undefined || cacheBytes === undefined) return []
  const numbers = {
    ...groupOf(group, ctx),
    anonBytes,
    shmemBytes,
    fileBytes: Math.max(0, cacheBytes - shmemBytes),
  }
  const evidence = quotes(ctx, [
    `memory\\.stat:(?:${total}rss|anon) `,
    `memory\\.stat:(?:${total}cache|file) `,
  ])
  return [{ code: 'cgroup.snapshot-no-limit', severity: 'info', numbers, evidence }]
}

/** Counters of a group whose limit is not known: cgroup-limit's own rules need the limit. */
function counted(
  { events, oomControl, numbers: files }: CgroupParts,
  group: CgroupMemory | null,
  ctx: AnalyzeContext,
): readonly SnapshotFinding[] {
  const kills = events?.['oomKill'] ?? oomControl?.['oomKill'] ?? 0
  const hits = events?.['max'] ?? files['failcnt'] ?? 0
  if (kills === 0 && hits === 0) return []
  const evidence = quotes(ctx, [
    'memory\\.(?:events|oom_control):oom_kill ',
    'memory\\.(?:events:max |failcnt:)',
  ])
  const numbers = { ...groupOf(group, ctx), kills, hits }
  return [{ code: 'cgroup.events-before', severity: 'info', numbers, evidence }]
}

function groupOf(group: CgroupMemory | null, ctx: AnalyzeContext): Finding['numbers'] {
  return { group: group?.path ?? ctx.subject.name }
}

function quotes(ctx: AnalyzeContext, begins: readonly string[]): readonly Quote[] {
  return begins
    .map((pattern) => ctx.evidence.quote(cgroupFiles.id, new RegExp(`(?:^|/)(?:${pattern})`)))
    .filter(({ line }) => line !== '')
}
