/**
 * The cgroup limit that binds this process. Charged is not used, used is not unreclaimable: the level that
 * counts is what reclaim cannot give back, and the consequence is a counter that rises or time that is lost.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { bindingGroup, type CgroupLevels, levelsOf } from '../../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { askCommand, watchCommand, whom } from '../asks.ts'
import { increaseOf } from '../increases.ts'
import { limitFile, limitName, linesOf } from './group.ts'
import {
  CRITICAL_HEADROOM_BYTES,
  CRITICAL_RATIO,
  FULL_AVG60_PERCENT,
  FULL_PERCENT,
  HIGH_HEADROOM_BYTES,
  HIGH_NEAR_RATIO,
  HIGH_RATIO,
  HITS_COUNT,
} from './thresholds.ts'
import type { CgroupCode } from './words.ts'

export const NEEDS = { cgroups: cgroupMemory }
type In = Inputs<typeof NEEDS, Record<never, never>>
type CgroupFinding = Finding & { readonly code: CgroupCode }

export function judgeCgroups({ cgroups }: In, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const binding = bindingGroup(cgroups.groups)
  const ofBinding =
    binding === null
      ? []
      : [...oomKills(binding, ctx), ...level(binding, ctx), ...limitHits(binding, ctx)]
  return [
    ...ofBinding,
    ...cgroups.groups.flatMap((group) => hung(group, ctx)).slice(0, 1),
    // Ancestors count the stalls of their children too: the innermost group tells where.
    ...cgroups.groups.flatMap((group) => stalled(group, ctx)).slice(0, 1),
  ]
}

function base(group: CgroupMemory, ctx: AnalyzeContext) {
  return { ...whom(ctx), group: group.path, cgroupCommand: askCommand(ctx, 'cgroup') }
}

function amounts(group: CgroupMemory, levels: CgroupLevels) {
  return {
    limitName: limitName(group),
    ...defined('limitBytes', levels.limitBytes),
    chargedBytes: levels.chargedBytes,
    ...defined('unreclaimableBytes', levels.unreclaimableBytes),
    ...defined('workingSetBytes', levels.workingSetBytes),
  }
}

/** What cannot be reclaimed against the limit; charged near the limit with cache to give back is information. */
function level(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const levels = levelsOf(group)
  const { limitBytes, unreclaimableBytes, chargedBytes } = levels
  if (limitBytes === null || limitBytes <= 0 || unreclaimableBytes === null) return []
  const headroomBytes = Math.max(0, limitBytes - unreclaimableBytes)
  const unreclaimableRatio = unreclaimableBytes / limitBytes
  const chargedRatio = chargedBytes / limitBytes
  const numbers = {
    ...base(group, ctx),
    ...amounts(group, levels),
    headroomBytes,
    unreclaimableRatio,
    chargedRatio,
    watchCommand: watchCommand(ctx),
  }
  const evidence = linesOf(ctx.evidence, group, [
    [limitFile(group), ''],
    ['memory.stat', '(total_)?(rss|anon|shmem) '],
  ])
  if (unreclaimableRatio >= CRITICAL_RATIO && headroomBytes < CRITICAL_HEADROOM_BYTES) {
    return [{ code: 'cgroup.unreclaimable-critical', severity: 'critical', numbers, evidence }]
  }
  if (unreclaimableRatio >= HIGH_RATIO && headroomBytes < HIGH_HEADROOM_BYTES) {
    return [{ code: 'cgroup.unreclaimable-high', severity: 'warning', numbers, evidence }]
  }
  if (chargedRatio < HIGH_RATIO) return []
  return isKernels(levels)
    ? [kernelLevel({ ...numbers, kernelBytes: levels.kernelBytes ?? 0 }, levels, evidence)]
    : [{ code: 'cgroup.charged-reclaimable', severity: 'info', numbers, evidence }]
}

/** True when what is charged beside anonymous and shared memory is rather the kernel's than files'. */
function isKernels({ kernelBytes, fileBytes }: CgroupLevels): boolean {
  return (kernelBytes ?? 0) > (fileBytes ?? 0)
}

/** Near the limit by kernel memory, which v1 does not split: a fault once the parts that may stay fill the limit. */
function kernelLevel(
  numbers: Finding['numbers'],
  { limitBytes, unreclaimableBytes, kernelBytes }: CgroupLevels,
  evidence: Finding['evidence'],
): CgroupFinding {
  const mayStayBytes = (unreclaimableBytes ?? 0) + (kernelBytes ?? 0)
  const near = mayStayBytes >= HIGH_RATIO * (limitBytes ?? Number.POSITIVE_INFINITY)
  return { code: 'cgroup.charged-kernel', severity: near ? 'warning' : 'info', numbers, evidence }
}

function oomKills(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const rise = increaseOf(ctx.rates.cgroup, 'oomKills')
  const file = group.version === 'v2' ? 'memory.events' : 'memory.oom_control'
  const evidence = linesOf(ctx.evidence, group, [[file, 'oom_kill ']])
  if (rise !== null && rise.count > 0) {
    const numbers = { ...base(group, ctx), kills: rise.count, overSeconds: rise.overSeconds }
    return [{ code: 'cgroup.oom-kills', severity: 'critical', numbers, evidence }]
  }
  const { oomKills: kills } = levelsOf(group)
  const compared = ctx.previous.cgroup !== null
  if (compared || kills === null || kills === 0) return []
  const journalCommand = "journalctl -k | grep -E 'oom-kill|Memory cgroup out of memory'"
  const numbers = { ...base(group, ctx), kills, journalCommand }
  return [{ code: 'cgroup.oom-kills-before', severity: 'info', numbers, evidence }]
}

/** Meeting the limit is ordinary while cache can give way, and a fault once the working set fills it. */
function limitHits(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const rise = increaseOf(ctx.rates.cgroup, 'limitHits')
  const levels = levelsOf(group)
  const { limitBytes, workingSetBytes } = levels
  if (rise === null || rise.count < HITS_COUNT || limitBytes === null || workingSetBytes === null)
    return []
  const numbers = {
    ...base(group, ctx),
    ...amounts(group, levels),
    hits: rise.count,
    overSeconds: rise.overSeconds,
  }
  const counter = group.version === 'v2' ? ['memory.events', 'max '] : ['memory.failcnt', '']
  const evidence = linesOf(ctx.evidence, group, [[counter[0] ?? '', counter[1] ?? '']])
  return workingSetBytes >= HIGH_RATIO * limitBytes
    ? [{ code: 'cgroup.reclaiming-at-limit', severity: 'warning', numbers, evidence }]
    : [{ code: 'cgroup.limit-hits', severity: 'info', numbers, evidence }]
}

/** v1 with the OOM killer off: tasks wait for ever, and no kernel message tells. */
function hung(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const { oomControl } = group
  if (oomControl === null || !oomControl.underOom || !oomControl.oomKillDisable) return []
  const evidence = linesOf(ctx.evidence, group, [
    ['memory.oom_control', '(under_oom|oom_kill_disable) '],
  ])
  return [{ code: 'cgroup.oom-hung', severity: 'critical', numbers: base(group, ctx), evidence }]
}

/** Time lost inside the group: throttled by memory.high when it is above it, else reclaim or swap. */
function stalled(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const full = group.pressure?.full ?? null
  if (full === null || full.avg10Percent < FULL_PERCENT || full.avg60Percent < FULL_AVG60_PERCENT)
    return []
  const numbers = { ...base(group, ctx), fullStallPercent: full.avg10Percent }
  const evidence = linesOf(ctx.evidence, group, [['memory.pressure', 'full ']])
  const { highBytes, usageBytes: chargedBytes } = group
  if (highBytes !== null && isAbove(chargedBytes, highBytes)) {
    const high = { ...numbers, highBytes, chargedBytes }
    const limit = linesOf(ctx.evidence, group, [['memory.high', '']])
    return [
      {
        code: 'cgroup.throttled',
        severity: 'warning',
        numbers: high,
        evidence: [...limit, ...evidence],
      },
    ]
  }
  return [{ code: 'cgroup.pressure', severity: 'warning', numbers, evidence }]
}

function isAbove(chargedBytes: number, highBytes: number): boolean {
  return chargedBytes >= HIGH_NEAR_RATIO * highBytes
}

function defined<K extends string>(name: K, value: number | null): Partial<Record<K, number>> {
  return value === null ? {} : ({ [name]: value } as Partial<Record<K, number>>)
}
