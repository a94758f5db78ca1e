/**
 * Page cache. A full cache is how a host should be, and no finding; it becomes one where it is missed (pages read
 * again at once, and somebody waits), where it cannot be written out, or where what tools call cache is none.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { pressureMemory } from '../../parsers/proc/pressure.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { type Available, availableOf, isLow } from '../host-memory/available.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { riseOf } from '../vmstatRise.ts'
import { dirtyBacklog } from './dirty.ts'
import { groupRefaults } from './group.ts'
import { type CacheSplit, cacheSplitOf } from './split.ts'
import {
  AVAILABLE_RATIO,
  FELT_PERCENT,
  REFAULT_PAGES_PER_SEC,
  SHMEM_FLOOR_BYTES,
  SHMEM_OF_CACHE_RATIO,
  SHMEM_OF_TOTAL_RATIO,
  USED_RATIO,
} from './thresholds.ts'
import type { CacheFinding } from './words.ts'

export const NEEDS = { meminfo }
export const LIKES = { vmstat, pressure: pressureMemory, cgroups: cgroupMemory }
type In = Inputs<typeof NEEDS, typeof LIKES>

export function judgeCache(inputs: In, ctx: AnalyzeContext): readonly CacheFinding[] {
  const available = availableOf(inputs.meminfo)
  const split = cacheSplitOf(inputs.meminfo)
  const somePercent = inputs.pressure?.some.avg10Percent ?? null
  return [
    ...(available === null ? [] : refaults(available, somePercent, ctx)),
    ...groupRefaults(inputs.cgroups?.groups ?? [], somePercent, ctx),
    ...dirtyBacklog(ctx),
    ...(split === null || available === null ? [] : shmem(split, available, ctx)),
    ...(available === null ? [] : countedAsUsed(inputs, split, available, ctx)),
  ]
}

/** Before 5.9 there is one counter, and it counts file pages alone. */
function refaults(
  available: Available,
  someStallPercent: number | null,
  ctx: AnalyzeContext,
): readonly CacheFinding[] {
  const rise =
    riseOf(ctx, 'workingset_refault_file', 'workingsetRefaultFile') ??
    riseOf(ctx, 'workingset_refault', 'workingsetRefault')
  if (rise === null || rise.perSec < REFAULT_PAGES_PER_SEC) return []
  const { availableBytes, availableRatio } = available
  const numbers = {
    ...base(ctx),
    refaultBytesPerSec: rise.perSec * pageBytesOf(ctx.facts, ctx.evidence),
    availableBytes,
    availableRatio,
  }
  if (someStallPercent === null)
    return [{ code: 'cache.refaulting-some', severity: 'info', numbers, evidence: [rise.quote] }]
  // Without a stall this is how a host reads files that are larger than its memory.
  if (someStallPercent < FELT_PERCENT) return []
  return [
    {
      code: isLow(available) ? 'cache.refaulting' : 'cache.refaulting-inside',
      severity: 'warning',
      numbers: { ...numbers, someStallPercent },
      evidence: [rise.quote, ctx.evidence.quote(pressureMemory.id, /^some /)],
    },
  ]
}

function shmem(
  split: CacheSplit,
  available: Available,
  ctx: AnalyzeContext,
): readonly CacheFinding[] {
  const { shmemBytes, calledCacheBytes } = split
  const shmemRatio = shmemBytes / available.totalBytes
  if (shmemBytes < SHMEM_FLOOR_BYTES || shmemRatio < SHMEM_OF_TOTAL_RATIO) return []
  if (shmemBytes < SHMEM_OF_CACHE_RATIO * calledCacheBytes) return []
  return [
    {
      code: 'cache.shmem',
      severity: isLow(available) ? 'warning' : 'info',
      numbers: { ...base(ctx), shmemBytes, calledCacheBytes, shmemRatio },
      evidence: [
        ctx.evidence.quote(meminfo.id, /^Shmem:/),
        ctx.evidence.quote(meminfo.id, /^Cached:/),
      ],
    },
  ]
}

/** The ticket "the graph says 96 %": one calm line, and where the difference comes from. */
function countedAsUsed(
  { meminfo: mem }: In,
  split: CacheSplit | null,
  { availableBytes, availableRatio, totalBytes }: Available,
  ctx: AnalyzeContext,
): readonly CacheFinding[] {
  const free = mem['memFreeBytes']
  if (free === undefined || availableRatio < AVAILABLE_RATIO) return []
  const usedRatio = (totalBytes - free) / totalBytes
  if (usedRatio < USED_RATIO) return []
  return [
    {
      code: 'cache.counted-as-used',
      severity: 'info',
      numbers: {
        ...base(ctx),
        numbersCommand: askHostCommand(ctx, 'numbers'),
        usedRatio,
        availableBytes,
        availableRatio,
        totalBytes,
        // Of what `free` prints, what is available and not free is cache.
        reclaimableBytes:
          split === null ? availableBytes - free : split.fileBytes + split.slabReclaimableBytes,
      },
      evidence: [
        ctx.evidence.quote(meminfo.id, /^MemAvailable:/),
        ctx.evidence.quote(meminfo.id, /^MemFree:/),
        ctx.evidence.quote(meminfo.id, /^Cached:/),
      ].filter(({ line }) => line !== ''),
    },
  ]
}

function base(ctx: AnalyzeContext) {
  return { host: whom(ctx).host, cacheCommand: askHostCommand(ctx, 'cache') }
}
