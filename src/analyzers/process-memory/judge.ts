/** Where a process's memory is, and whether being swapped hurts it. Levels are information, traffic is a fault. */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { smapsRollup } from '../../parsers/proc/smapsRollup.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { askCommand, watchCommand, whom } from '../asks.ts'
import { moved, rateNow } from '../increases.ts'
import { heldBy, type Owner, ownersOf } from '../owners.ts'
import { SWAP_IN_PAGES_PER_SEC, SWAPPED_FLOOR_BYTES, SWAPPED_RATIO } from './thresholds.ts'
import type { ProcessMemoryCode } from './words.ts'

export const NEEDS = { status: processStatus }
export const LIKES = { rollup: smapsRollup, smaps }
type In = Inputs<typeof NEEDS, typeof LIKES>
type ProcessFinding = Finding & { readonly code: ProcessMemoryCode }

interface Levels {
  readonly rssBytes: number
  readonly swapBytes: number
  readonly heldBytes: number
  /** Null where the kernel does not split RSS. */
  readonly split: {
    readonly anonBytes: number
    readonly fileBytes: number
    readonly shmemBytes: number
  } | null
}

/** No finding for a kernel thread or a zombie: they have no memory of their own. */
export function judgeProcess(inputs: In, ctx: AnalyzeContext): readonly ProcessFinding[] {
  const levels = levelsOf(inputs)
  if (levels === null || levels.heldBytes === 0) return []
  const owners = ownersOf(inputs.smaps?.mappings ?? [])
  return [where(levels, owners, ctx), ...swapped(levels, ctx)]
}

function levelsOf({ status, rollup }: In): Levels | null {
  const rssBytes = status.vmRssBytes ?? rollup?.rssBytes ?? null
  if (rssBytes === null) return null
  const swapBytes = status.vmSwapBytes ?? rollup?.swapBytes ?? 0
  const { rssAnonBytes: anonBytes, rssFileBytes: fileBytes, rssShmemBytes: shmemBytes } = status
  const split =
    anonBytes === null || fileBytes === null || shmemBytes === null
      ? null
      : { anonBytes, fileBytes, shmemBytes }
  return { rssBytes, swapBytes, heldBytes: rssBytes + swapBytes, split }
}

function where(levels: Levels, owners: readonly Owner[], ctx: AnalyzeContext): ProcessFinding {
  const { split, ...totals } = levels
  const numbers = { ...whom(ctx), ...totals, smapsCommand: askCommand(ctx, 'smaps') }
  const quoted = ['VmRSS', 'RssAnon', 'RssFile', 'RssShmem', 'VmSwap'].map((name) =>
    ctx.evidence.quote(processStatus.id, new RegExp(`^${name}:`)),
  )
  const evidence = quoted.filter(({ line }) => line !== '')
  const [holder] = owners
  if (split === null) return { code: 'process.where-rss', severity: 'info', numbers, evidence }
  if (holder === undefined) {
    const byKind = { ...numbers, ...split }
    return { code: 'process.where-by-kind', severity: 'info', numbers: byKind, evidence }
  }
  // Mappings are read at another instant than status, so a share is taken of their own sum.
  const sumBytes = owners.reduce((sum, owner) => sum + heldBy(owner), 0)
  const holderBytes = heldBy(holder)
  const held = {
    holder: holder.name,
    holderBytes,
    holderRatio: holderBytes / Math.max(1, sumBytes),
  }
  return {
    code: 'process.where',
    severity: 'info',
    numbers: { ...numbers, ...split, ...held },
    evidence,
  }
}

/** Swapped out and left there is information; swapped out while the host reads pages back in is a fault. */
function swapped(levels: Levels, ctx: AnalyzeContext): readonly ProcessFinding[] {
  const { swapBytes, heldBytes } = levels
  if (swapBytes < SWAPPED_FLOOR_BYTES || swapBytes < SWAPPED_RATIO * heldBytes) return []
  const pagesInPerSec = rateNow(ctx.rates.host, 'pageInSwap') ?? 0
  const numbers = { ...whom(ctx), swapBytes, heldBytes, swapRatio: swapBytes / heldBytes }
  const evidence = [ctx.evidence.quote(processStatus.id, /^VmSwap:/)]
  if (pagesInPerSec < SWAP_IN_PAGES_PER_SEC) {
    const calm = { ...numbers, watchCommand: watchCommand(ctx) }
    return [{ code: 'process.swapped', severity: 'info', numbers: calm, evidence }]
  }
  const traffic = moved(
    ctx.evidence.quote(vmstat.id, /^pswpin /),
    ctx.evidence.get(vmstat)?.pswpin ?? null,
    ctx.evidence.reading(vmstat, 2)?.value.pswpin ?? null,
  )
  return [
    {
      code: 'process.swapping',
      severity: 'warning',
      numbers: { ...numbers, pagesInPerSec, cgroupCommand: askCommand(ctx, 'cgroup') },
      evidence: [...evidence, traffic],
    },
  ]
}
