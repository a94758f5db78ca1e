/**
 * Pools of huge pages: memory that is taken from everybody whether it is used or not. What is idle is told in bytes;
 * a pool without a free page refuses the next mapping while the host has room.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { type HugePool, hugepages } from '../../parsers/sys/hugepages.ts'
import { askHostCommand, whom } from '../asks.ts'
import { availableOf } from '../host-memory/available.ts'
import { riseOf } from '../vmstatRise.ts'
import { AVAILABLE_RATIO, IDLE_FLOOR_BYTES, IDLE_RATIO, UNUSED_RATIO } from './thresholds.ts'
import type { HugepagesCode } from './words.ts'

export const NEEDS = { meminfo }
export const LIKES = { pools: hugepages, vmstat }
type In = Inputs<typeof NEEDS, typeof LIKES>
type HugeFinding = Finding & { readonly code: HugepagesCode }

export function judgeHugepages(inputs: In, ctx: AnalyzeContext): readonly HugeFinding[] {
  const pools = poolsOf(inputs.meminfo, inputs.pools?.pools ?? null).filter(
    ({ nrHugepages }) => nrHugepages > 0,
  )
  return [...pools.flatMap((pool) => idle(pool, inputs.meminfo, ctx)), ...full(pools, ctx)]
}

/** The pools of all nodes: of every size where they were read, else the default size that meminfo tells. */
export function poolsOf(mem: Meminfo, read: readonly HugePool[] | null): readonly HugePool[] {
  const whole = (read ?? []).filter(({ node }) => node === null)
  if (whole.length > 0) return whole
  const { hugepagesizeBytes, hugePagesTotal, hugePagesFree, hugePagesRsvd, hugePagesSurp } = mem
  if (hugepagesizeBytes === undefined || hugePagesTotal === undefined) return []
  if (hugePagesFree === undefined) return []
  return [
    {
      sizeBytes: hugepagesizeBytes,
      node: null,
      nrHugepages: hugePagesTotal,
      freeHugepages: hugePagesFree,
      resvHugepages: hugePagesRsvd ?? null,
      surplusHugepages: hugePagesSurp ?? null,
      nrOvercommitHugepages: null,
    },
  ]
}

/** Free pages that no mapping was promised. */
export function idlePages({ freeHugepages, resvHugepages }: HugePool): number {
  return Math.max(0, freeHugepages - (resvHugepages ?? 0))
}

function about(pool: HugePool, ctx: AnalyzeContext): Finding['numbers'] {
  const { sizeBytes, nrHugepages, freeHugepages, resvHugepages } = pool
  return {
    host: whom(ctx).host,
    hugepagesCommand: askHostCommand(ctx, 'hugepages'),
    pageBytes: sizeBytes,
    pages: nrHugepages,
    poolBytes: nrHugepages * sizeBytes,
    usedBytes: Math.max(0, nrHugepages - freeHugepages) * sizeBytes,
    promisedBytes: (resvHugepages ?? 0) * sizeBytes,
  }
}

function idle(pool: HugePool, mem: Meminfo, ctx: AnalyzeContext): readonly HugeFinding[] {
  const idleBytes = idlePages(pool) * pool.sizeBytes
  const { memTotalBytes } = mem
  if (idleBytes < IDLE_RATIO * memTotalBytes || idleBytes < IDLE_FLOOR_BYTES) return []
  const available = availableOf(mem)
  const short = (available?.availableRatio ?? 1) < AVAILABLE_RATIO
  const unused = idlePages(pool) === pool.nrHugepages
  const fault = short || (unused && idleBytes >= UNUSED_RATIO * memTotalBytes)
  return [
    {
      code: unused ? 'hugepages.unused' : 'hugepages.idle',
      severity: fault ? 'warning' : 'info',
      numbers: {
        ...about(pool, ctx),
        idleBytes,
        idleRatio: idleBytes / memTotalBytes,
        availableBytes: available?.availableBytes ?? 0,
      },
      evidence: poolLines(pool, ['nr', 'free', 'resv'], ctx),
    },
  ]
}

/** No page is left: information, unless the kernel was asked for more just now and could not give them. */
function full(pools: readonly HugePool[], ctx: AnalyzeContext): readonly HugeFinding[] {
  const pool = pools.find(
    (one) =>
      idlePages(one) === 0 && (one.nrOvercommitHugepages ?? 0) <= (one.surplusHugepages ?? 0),
  )
  if (pool === undefined) return []
  const failed = riseOf(ctx, 'htlb_buddy_alloc_fail', 'htlbBuddyAllocFail')
  const evidence = poolLines(pool, ['nr', 'free', 'resv'], ctx)
  if (failed !== null && failed.count > 0) {
    return [
      {
        code: 'hugepages.failing',
        severity: 'warning',
        numbers: { ...about(pool, ctx), fails: failed.count },
        evidence: [failed.quote, ...evidence],
      },
    ]
  }
  return [{ code: 'hugepages.full', severity: 'info', numbers: about(pool, ctx), evidence }]
}

const MEMINFO = { nr: 'HugePages_Total', free: 'HugePages_Free', resv: 'HugePages_Rsvd' } as const

function poolLines(
  { sizeBytes }: HugePool,
  names: readonly (keyof typeof MEMINFO)[],
  ctx: AnalyzeContext,
): readonly Quote[] {
  const kb = sizeBytes / 1024
  const files = names.map((name) =>
    ctx.evidence.quote(hugepages.id, new RegExp(`hugepages-${kb}kB/${name}_hugepages:`)),
  )
  const known = files.filter(({ line }) => line !== '')
  if (known.length > 0) return known
  return names
    .map((name) => ctx.evidence.quote(meminfo.id, new RegExp(`^${MEMINFO[name]}:`)))
    .filter(({ line }) => line !== '')
}
