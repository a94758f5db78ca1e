/** A full group that reads again what its own limit had just thrown out. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { rateOf } from '../../domain/counters.ts'
import { levelsOf } from '../../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { askCommand, whom } from '../asks.ts'
import { linesOf } from '../cgroup-limit/group.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { FELT_PERCENT, GROUP_FULL_RATIO, REFAULT_PAGES_PER_SEC } from './thresholds.ts'
import type { CacheFinding } from './words.ts'

/** The innermost group that does, where its tasks, or on v1 the host's, wait for memory. */
export function groupRefaults(
  groups: readonly CgroupMemory[],
  hostStallPercent: number | null,
  ctx: AnalyzeContext,
): readonly CacheFinding[] {
  return groups.flatMap((group) => refaulting(group, hostStallPercent, ctx)).slice(0, 1)
}

function refaulting(
  group: CgroupMemory,
  hostStallPercent: number | null,
  ctx: AnalyzeContext,
): readonly CacheFinding[] {
  const { limitBytes, chargedBytes, fileBytes } = levelsOf(group)
  if (limitBytes === null || fileBytes === null) return []
  if (chargedBytes < GROUP_FULL_RATIO * limitBytes) return []
  const someStallPercent = group.pressure?.some.avg10Percent ?? hostStallPercent
  if (someStallPercent === null || someStallPercent < FELT_PERCENT) return []
  const pages = refaultRate(group, ctx)
  if (pages === null || pages < REFAULT_PAGES_PER_SEC) return []
  return [
    {
      code: 'cache.group-refaulting',
      severity: 'warning',
      numbers: {
        ...whom(ctx),
        group: group.path,
        cgroupCommand: askCommand(ctx, 'cgroup'),
        refaultBytesPerSec: pages * pageBytesOf(ctx.facts, ctx.evidence),
        limitBytes,
        fileBytes,
        someStallPercent,
      },
      evidence: linesOf(ctx.evidence, group, [
        ['memory.stat', `(total_)?workingset_refault(_file)? `],
        [group.version === 'v2' ? 'memory.current' : 'memory.usage_in_bytes', ''],
      ]),
    },
  ]
}

/** Pages a second over this run's wait; null when the group was read once, or its kernel does not count. */
function refaultRate(group: CgroupMemory, ctx: AnalyzeContext): number | null {
  const [first, second] = [
    ctx.evidence.reading(cgroupMemory, 1),
    ctx.evidence.reading(cgroupMemory, 2),
  ]
  const again = second?.value.groups.find(
    ({ path, version }) => path === group.path && version === group.version,
  )
  const [before, after] = [refaultsOf(group), again === undefined ? null : refaultsOf(again)]
  if (before === null || after === null) return null
  if (first?.hostUptimeSec == null || second?.hostUptimeSec == null) return null
  const rate = rateOf(
    { value: before, uptimeSec: first.hostUptimeSec },
    { value: after, uptimeSec: second.hostUptimeSec },
    'this-run',
  )
  if (!('perSec' in rate)) return null
  const pageBytes = pageBytesOf(ctx.facts, ctx.evidence)
  // v2 counts pages; v1 printed bytes on most kernels, and then both readings are whole pages.
  const bytes = group.version === 'v1' && before % pageBytes === 0 && after % pageBytes === 0
  return bytes ? rate.perSec / pageBytes : rate.perSec
}

/** Before 5.9 there is one counter, and it counts file pages alone. */
function refaultsOf({ version, stat }: CgroupMemory): number | null {
  return version === 'v2'
    ? (stat['workingsetRefaultFile'] ?? stat['workingsetRefault'] ?? null)
    : (stat['totalWorkingsetRefaultFile'] ?? stat['totalWorkingsetRefault'] ?? null)
}
