/**
 * The cgroup limit that binds this process. Charged is not used, used is not unreclaimable: the level that
 * counts is what reclaim cannot give back, and the consequence is a counter that rises or time that is lost.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import { bindingGroup, type CgroupLevels, levelsOf } from '../../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { cgroupFiles } from '../../parsers/cgroup/single.ts'
import { askHostCommand } from '../asks.ts'
import { hasGroup } from '../brought.ts'
import { increaseOf, moved } from '../increases.ts'
import { about, amounts, linesOf } from './group.ts'
import { level } from './level.ts'
import { hungFile, snapshot } from './snapshot.ts'
import {
  FULL_AVG60_PERCENT,
  FULL_PERCENT,
  HIGH_NEAR_RATIO,
  HIGH_RATIO,
  HITS_COUNT,
} from './thresholds.ts'
import type { CgroupCode } from './words.ts'

export const NEEDS = { cgroups: cgroupMemory }
/** Files of a group that somebody brought; never collected. */
export const LIKES = { files: cgroupFiles }
type In = Inputs<typeof NEEDS, typeof LIKES>
type CgroupFinding = Finding & { readonly code: CgroupCode }

export function judgeCgroups(
  { cgroups, files }: In,
  ctx: AnalyzeContext,
): readonly CgroupFinding[] {
  const binding = bindingGroup(cgroups.groups)
  const ofBinding =
    binding === null
      ? []
      : [...oomKills(binding, ctx), ...level(binding, ctx), ...limitHits(binding, ctx)]
  return [
    ...ofBinding,
    ...[
      ...cgroups.groups.flatMap((group) => hung(group, ctx)),
      ...(files === null ? [] : hungFile(files, ctx)),
    ].slice(0, 1),
    // Ancestors count the stalls of their children too: the innermost group tells where.
    ...cgroups.groups.flatMap((group) => stalled(group, ctx)).slice(0, 1),
    ...(files === null ? [] : snapshot(files, cgroups.groups, ctx)),
  ]
}

/**
 * Whether a level or a counter can be judged: of files that somebody brought, one number alone (`memory.current`
 * without its limit) is read, and is neither fine nor a fault.
 */
export function hasLevel(evidence: Evidence): boolean {
  const files = evidence.get(cgroupFiles)
  if (files === null || hasGroup(evidence)) return true
  const { stat, events, oomControl, numbers } = files
  return [stat, events, oomControl, numbers['failcnt'] ?? null].some((part) => part !== null)
}

function oomKills(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const rise = increaseOf(ctx.rates.cgroup, 'oomKills')
  const file = group.version === 'v2' ? 'memory.events' : 'memory.oom_control'
  const { oomKills: kills } = levelsOf(group)
  const now = levelsAgain(group, ctx)?.oomKills ?? null
  const evidence = linesOf(ctx.evidence, group, [[file, 'oom_kill ']]).map((quote) =>
    moved(quote, kills, now),
  )
  if (rise !== null && rise.count > 0) {
    const numbers = { ...about(group, ctx), kills: rise.count, overSeconds: rise.overSeconds }
    return [{ code: 'cgroup.oom-kills', severity: 'critical', numbers, evidence }]
  }
  const compared = ctx.previous.cgroup !== null
  if (compared || kills === null || kills === 0) return []
  const numbers = { ...about(group, ctx), kills, oomCommand: askHostCommand(ctx, 'oom') }
  return [{ code: 'cgroup.oom-kills-before', severity: 'info', numbers, evidence }]
}

/** Meeting the limit is ordinary while cache can give way, and a fault once the working set fills it. */
function limitHits(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const rise = increaseOf(ctx.rates.cgroup, 'limitHits')
  const { limitBytes, workingSetBytes } = levelsOf(group)
  // Where the limit ended in a kill, that is the news, and reclaim did not go well.
  if ((increaseOf(ctx.rates.cgroup, 'oomKills')?.count ?? 0) > 0) return []
  if (rise === null || rise.count < HITS_COUNT || limitBytes === null || workingSetBytes === null)
    return []
  const numbers = {
    ...about(group, ctx),
    ...amounts(group),
    hits: rise.count,
    overSeconds: rise.overSeconds,
  }
  const counter =
    group.version === 'v2'
      ? (['memory.events', 'max '] as const)
      : (['memory.failcnt', ''] as const)
  const now = levelsAgain(group, ctx)?.limitHits ?? null
  const evidence = linesOf(ctx.evidence, group, [counter]).map((quote) =>
    moved(quote, levelsOf(group).limitHits, now),
  )
  return workingSetBytes >= HIGH_RATIO * limitBytes
    ? [{ code: 'cgroup.reclaiming-at-limit', severity: 'warning', numbers, evidence }]
    : [{ code: 'cgroup.limit-hits', severity: 'info', numbers, evidence }]
}

/** The same group at the second reading; null when it was read once. */
function levelsAgain(group: CgroupMemory, ctx: AnalyzeContext): CgroupLevels | null {
  const groups = ctx.evidence.reading(cgroupMemory, 2)?.value.groups ?? []
  const again = groups.find(({ path, version }) => path === group.path && version === group.version)
  return again === undefined ? null : levelsOf(again)
}

/** v1 with the OOM killer off: tasks wait for ever, and no kernel message tells. */
function hung(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const { oomControl } = group
  if (oomControl === null || !oomControl.underOom || !oomControl.oomKillDisable) return []
  const evidence = linesOf(ctx.evidence, group, [
    ['memory.oom_control', '(under_oom|oom_kill_disable) '],
  ])
  return [{ code: 'cgroup.oom-hung', severity: 'critical', numbers: about(group, ctx), evidence }]
}

/** Time lost inside the group: throttled by memory.high when it is above it, else reclaim or swap. */
function stalled(group: CgroupMemory, ctx: AnalyzeContext): readonly CgroupFinding[] {
  const full = group.pressure?.full ?? null
  if (full === null || full.avg10Percent < FULL_PERCENT || full.avg60Percent < FULL_AVG60_PERCENT)
    return []
  const numbers = { ...about(group, ctx), fullStallPercent: full.avg10Percent }
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
