/**
 * Does what the binding cgroup cannot give back grow, beyond what the process that was asked for explains? Its limit
 * falls on all its members, so the one that is killed need not be the one that grew.
 */
import type { AnalyzeContext, Threshold } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import type { Growth } from '../../domain/growth.ts'
import { displayName } from '../../domain/subject.ts'
import { foretold } from '../../growth/foretold.ts'
import { bindingGroup } from '../../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { askCommand, whom } from '../asks.ts'
import { NEAR_SECONDS } from '../leak/judge.ts'
import type { GroupGrowthCode } from './words.ts'

export const NEEDS = { cgroups: cgroupMemory }
type GroupFinding = Finding & { readonly code: GroupGrowthCode }

/** A process that grows by this share of its group's growth explains it: its own finding says all. */
const OWN_SHARE = 0.7

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'OWN_SHARE',
    value: OWN_SHARE,
    unit: 'ratio',
    source: 'ours: with less, others of the group grow as well',
  },
  {
    name: 'NEAR_SECONDS',
    value: NEAR_SECONDS,
    unit: 'seconds',
    source: 'as for the leak of a process',
  },
]

export function judgeGroupGrowth(
  { cgroups }: { readonly cgroups: { readonly groups: readonly CgroupMemory[] } },
  ctx: AnalyzeContext,
): readonly GroupFinding[] {
  const isAsked = ctx.subject.kind === 'cgroup'
  const growth = isAsked ? ctx.growth : ctx.groupGrowth
  const group = isAsked
    ? (cgroups.groups.find(({ path }) => path === ctx.subject.name) ?? null)
    : bindingGroup(cgroups.groups)
  if (growth === null || group === null || (!isAsked && isOwn(growth, ctx.growth))) return []
  const numbers = numbersOf(growth, group, ctx)
  const line = /memory\.stat:(?:total_)?(?:anon|rss) /
  const evidence = [ctx.evidence.quote(cgroupMemory.id, line)].filter((quote) => quote.line !== '')
  const of = (
    code: GroupGrowthCode,
    severity: Finding['severity'],
    more: Finding['numbers'] = {},
  ): readonly GroupFinding[] => [{ code, severity, numbers: { ...numbers, ...more }, evidence }]
  if (growth.verdict === 'growing-not-yet-proved') return of('growth.group-not-proved', 'info')
  if (growth.verdict !== 'leaking') return []
  const eta = foretold(growth)
  if (eta === null) return of('growth.group', 'warning')
  const { limitBytes, limitName, seconds: etaSeconds, lo: etaLowSeconds } = eta
  const severity = etaSeconds < NEAR_SECONDS ? 'critical' : 'warning'
  return of('growth.group-to-limit', severity, { limitBytes, limitName, etaSeconds, etaLowSeconds })
}

function isOwn(group: Growth, own: Growth | null): boolean {
  return (own?.slopeBytesPerDay ?? 0) >= OWN_SHARE * (group.slopeBytesPerDay ?? 0)
}

function numbersOf(growth: Growth, group: CgroupMemory, ctx: AnalyzeContext): Finding['numbers'] {
  return {
    ...whom(ctx),
    group: group.path,
    ...(ctx.subject.kind === 'process' ? { own: displayName(ctx.subject) } : {}),
    points: growth.points,
    spanSeconds: growth.spanSec,
    sinceAtMs: growth.since ?? 0,
    risenBytes: Math.round(growth.risenBytes ?? 0),
    slopeBytesPerDay: Math.round(growth.slopeBytesPerDay ?? 0),
    slopeLowBytesPerDay: Math.round(growth.slopeLo ?? 0),
    slopeHighBytesPerDay: Math.round(growth.slopeHi ?? 0),
    cgroupCommand: askCommand(ctx, 'cgroup'),
  }
}
