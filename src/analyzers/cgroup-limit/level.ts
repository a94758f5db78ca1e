/**
 * The level of the binding group. What reclaim cannot give back counts; a group that is charged to its limit is
 * told apart by what it is charged for: files' cache is harmless, swap and kernel memory may not be.
 */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { type CgroupLevels, levelsOf } from '../../parsers/cgroup/levels.ts'
import type { CgroupMemory } from '../../parsers/cgroup/memory.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { watchCommand } from '../asks.ts'
import { increaseOf, rateNow } from '../increases.ts'
import { about, amounts, limitFile, linesOf } from './group.ts'
import {
  CRITICAL_HEADROOM_BYTES,
  CRITICAL_RATIO,
  FULL_PERCENT,
  HIGH_HEADROOM_BYTES,
  HIGH_RATIO,
  HITS_COUNT,
  SWAP_FULL_RATIO,
  SWAP_IN_PAGES_PER_SEC,
  SWAP_RATIO,
} from './thresholds.ts'
import type { CgroupCode } from './words.ts'

type LevelFinding = Finding & { readonly code: CgroupCode }

/** At most one finding on the level of a group that has a limit. */
export function level(group: CgroupMemory, ctx: AnalyzeContext): readonly LevelFinding[] {
  const levels = levelsOf(group)
  const { limitBytes, unreclaimableBytes, chargedBytes } = levels
  if (limitBytes === null || limitBytes <= 0 || unreclaimableBytes === null) return []
  const headroomBytes = Math.max(0, limitBytes - unreclaimableBytes)
  const unreclaimableRatio = unreclaimableBytes / limitBytes
  const chargedRatio = chargedBytes / limitBytes
  const numbers = {
    ...about(group, ctx),
    ...amounts(group),
    headroomBytes,
    unreclaimableRatio,
    chargedRatio,
    watchCommand: watchCommand(ctx),
  }
  const evidence = evidenceOf(group, ctx)
  // Without cache to give back, what can still be swapped out stands between a full group and an OOM kill.
  const noCache = (levels.fileBytes ?? 0) < (1 - HIGH_RATIO) * limitBytes
  if (chargedRatio >= HIGH_RATIO && noCache && swaps(group, limitBytes, ctx)) {
    return [swapped(group, numbers, evidence, ctx)]
  }
  if (unreclaimableRatio >= CRITICAL_RATIO && headroomBytes < CRITICAL_HEADROOM_BYTES) {
    return [{ code: 'cgroup.unreclaimable-critical', severity: 'critical', numbers, evidence }]
  }
  if (unreclaimableRatio >= HIGH_RATIO && headroomBytes < HIGH_HEADROOM_BYTES) {
    return [{ code: 'cgroup.unreclaimable-high', severity: 'warning', numbers, evidence }]
  }
  // A tenth of a large limit is ample room, and nothing of it is cache to speak of.
  if (unreclaimableRatio >= HIGH_RATIO || chargedRatio < HIGH_RATIO) return []
  return [charged({ ...levels, limitBytes, unreclaimableBytes }, numbers, group, ctx)]
}

type Known = CgroupLevels & { readonly limitBytes: number; readonly unreclaimableBytes: number }

function charged(
  levels: Known,
  numbers: Finding['numbers'],
  group: CgroupMemory,
  ctx: AnalyzeContext,
): LevelFinding {
  const evidence = evidenceOf(group, ctx)
  const fileBytes = levels.fileBytes ?? 0
  const restBytes = Math.max(0, levels.chargedBytes - levels.unreclaimableBytes - fileBytes)
  if (fileBytes >= restBytes) {
    return { code: 'cgroup.charged-reclaimable', severity: 'info', numbers, evidence }
  }
  // v2 counts pinned kernel memory as unreclaimable: what is left over is slab that can be reclaimed.
  if (group.version === 'v2') {
    return { code: 'cgroup.charged-reclaimable', severity: 'info', numbers, evidence }
  }
  const hits = increaseOf(ctx.rates.cgroup, 'limitHits')?.count ?? 0
  const severity = hits >= HITS_COUNT ? 'warning' : 'info'
  return { code: 'cgroup.charged-kernel', severity, numbers: { ...numbers, restBytes }, evidence }
}

/** Much of the group is in swap, and neither its own swap limit nor the host's swap is used up. */
function swaps(group: CgroupMemory, limitBytes: number, ctx: AnalyzeContext): boolean {
  const { swapUsageBytes, swapLimitBytes } = group
  if (swapUsageBytes === null || swapUsageBytes < SWAP_RATIO * limitBytes) return false
  if (swapLimitBytes !== null && swapUsageBytes >= SWAP_FULL_RATIO * swapLimitBytes) return false
  const mem = ctx.evidence.get(meminfo)
  const [total, free] = [mem?.['swapTotalBytes'], mem?.['swapFreeBytes']]
  return total === undefined || free === undefined || free > (1 - SWAP_FULL_RATIO) * total
}

/** Use alone is information; pages that come back, or tasks that wait, make it a fault. */
function swapped(
  group: CgroupMemory,
  numbers: Finding['numbers'],
  evidence: Finding['evidence'],
  ctx: AnalyzeContext,
): LevelFinding {
  const read = rateNow(ctx.rates.host, 'pageInSwap') ?? 0
  const stalled = (group.pressure?.full?.avg10Percent ?? 0) >= FULL_PERCENT
  const swapBytes = group.swapUsageBytes ?? 0
  return {
    code: 'cgroup.full-swapped',
    severity: read >= SWAP_IN_PAGES_PER_SEC || stalled ? 'warning' : 'info',
    numbers: { ...numbers, swapBytes },
    evidence,
  }
}

function evidenceOf(group: CgroupMemory, ctx: AnalyzeContext): Finding['evidence'] {
  const charge = group.version === 'v2' ? 'memory.current' : 'memory.usage_in_bytes'
  const anon = group.version === 'v2' ? 'anon ' : 'total_rss '
  return linesOf(ctx.evidence, group, [
    [limitFile(group), ''],
    [charge, ''],
    ['memory.stat', anon],
    ...(group.version === 'v1' ? ([['memory.stat', 'hierarchical_memory_limit ']] as const) : []),
  ])
}
