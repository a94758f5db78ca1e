/**
 * The kernel's own objects. What it cannot give back belongs to no process and is in no RSS; what it can (names and
 * inodes of files) is cache. One reading tells a level, never a leak.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { type Slabinfo, slabinfo } from '../../parsers/proc/slabinfo.ts'
import { askHostCommand, whom } from '../asks.ts'
import { availableOf } from '../host-memory/available.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { cacheAlone } from './alone.ts'
import { bySize, isReclaimable, type SizedCache } from './caches.ts'
import { groupKernel } from './group.ts'
import { growing } from './growth.ts'
import {
  AVAILABLE_RATIO,
  FAULT_RATIO,
  LARGE_FLOOR_BYTES,
  LARGE_RATIO,
  RECLAIMABLE_FLOOR_BYTES,
  RECLAIMABLE_RATIO,
} from './thresholds.ts'
import { cacheLine, cacheNumbers } from './told.ts'
import type { SlabCode } from './words.ts'

export const LIKES = { mem: meminfo, slabs: slabinfo, cgroups: cgroupMemory }
type In = Inputs<Record<never, never>, typeof LIKES>
export type SlabFinding = Finding & { readonly code: SlabCode }

export function judgeSlab(inputs: In, ctx: AnalyzeContext): readonly SlabFinding[] {
  const { mem, slabs, cgroups } = inputs
  return [
    ...(mem === null ? cacheAlone(ctx) : levels(mem, slabs, ctx)),
    ...groupKernel(cgroups?.groups ?? [], ctx),
  ]
}

function levels(mem: Meminfo, slabs: Slabinfo | null, ctx: AnalyzeContext): readonly SlabFinding[] {
  const grows = growing(mem, ctx)
  return [...large(mem, slabs, ctx, grows.length > 0), ...grows, ...reclaimable(mem, slabs, ctx)]
}

/** Worth naming the caches: what a deeper round reads slabinfo for. */
export function isLarge(mem: Meminfo): boolean {
  const { sUnreclaimBytes = 0, memTotalBytes } = mem
  return sUnreclaimBytes >= LARGE_RATIO * memTotalBytes && sUnreclaimBytes >= LARGE_FLOOR_BYTES
}

export function isReclaimableLarge(mem: Meminfo): boolean {
  const { sReclaimableBytes = 0, memTotalBytes } = mem
  return (
    sReclaimableBytes >= RECLAIMABLE_RATIO * memTotalBytes &&
    sReclaimableBytes >= RECLAIMABLE_FLOOR_BYTES
  )
}

function large(
  mem: Meminfo,
  slabs: Slabinfo | null,
  ctx: AnalyzeContext,
  grows: boolean,
): readonly SlabFinding[] {
  if (!isLarge(mem)) return []
  const { sUnreclaimBytes: unreclaimableBytes = 0, memTotalBytes: totalBytes } = mem
  const unreclaimableRatio = unreclaimableBytes / totalBytes
  const short = (availableOf(mem)?.availableRatio ?? 1) < AVAILABLE_RATIO
  const severity = grows || short || unreclaimableRatio >= FAULT_RATIO ? 'warning' : 'info'
  const numbers = {
    host: whom(ctx).host,
    slabCommand: askHostCommand(ctx, 'slab'),
    unreclaimableBytes,
    unreclaimableRatio,
    totalBytes,
  }
  const evidence = quoted(ctx, 'SUnreclaim', 'MemTotal')
  const top = largest(slabs, ctx, (cache) => !isReclaimable(cache.name))
  if (top === null) return [{ code: 'slab.unreclaimable-large', severity, numbers, evidence }]
  return [
    {
      code: 'slab.unreclaimable-named',
      severity,
      numbers: { ...numbers, ...cacheNumbers(top) },
      evidence: [...evidence, cacheLine(ctx, top)].filter(({ line }) => line !== ''),
    },
  ]
}

function reclaimable(
  mem: Meminfo,
  slabs: Slabinfo | null,
  ctx: AnalyzeContext,
): readonly SlabFinding[] {
  if (!isReclaimableLarge(mem)) return []
  const { sReclaimableBytes: reclaimableBytes = 0, memTotalBytes: totalBytes } = mem
  const numbers = {
    host: whom(ctx).host,
    slabCommand: askHostCommand(ctx, 'slab'),
    reclaimableBytes,
    reclaimableRatio: reclaimableBytes / totalBytes,
    totalBytes,
  }
  const evidence = quoted(ctx, 'SReclaimable', 'MemTotal')
  const top = largest(slabs, ctx, (cache) => isReclaimable(cache.name))
  if (top === null) return [{ code: 'slab.reclaimable-large', severity: 'info', numbers, evidence }]
  return [
    {
      code: 'slab.reclaimable-named',
      severity: 'info',
      numbers: { ...numbers, ...cacheNumbers(top) },
      evidence: [...evidence, cacheLine(ctx, top)].filter(({ line }) => line !== ''),
    },
  ]
}

function largest(
  slabs: Slabinfo | null,
  ctx: AnalyzeContext,
  fits: (cache: SizedCache) => boolean,
): SizedCache | null {
  const sized = bySize(slabs?.caches ?? [], pageBytesOf(ctx.facts, ctx.evidence))
  return sized.find(fits) ?? null
}

function quoted(ctx: AnalyzeContext, ...names: readonly string[]): readonly Quote[] {
  return names
    .map((name) => ctx.evidence.quote(meminfo.id, new RegExp(`^${name}:`)))
    .filter(({ line }) => line !== '')
}
