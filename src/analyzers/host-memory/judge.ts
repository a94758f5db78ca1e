/**
 * The host: what is available, whether anyone waits for memory, whether swap is read back. Page cache that is
 * full and swap that is used without traffic are no faults and give no finding.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Quote, Severity } from '../../domain/finding.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { pressureMemory } from '../../parsers/proc/pressure.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { increaseOf, moved, rateNow } from '../increases.ts'
import { type Available, availableOf } from './available.ts'
import {
  CRIT_AVG60_PERCENT,
  FELT_PERCENT,
  FULL_CRIT_PERCENT,
  FULL_WARN_PERCENT,
  LOW_FLOOR_BYTES,
  LOW_RATIO,
  OOM_RECENT_SECONDS,
  SOME_WARN_PERCENT,
  SWAP_FLOOR_BYTES,
  SWAP_FREE_RATIO,
  SWAP_IN_PAGES_PER_SEC,
  VERY_LOW_FLOOR_BYTES,
  VERY_LOW_RATIO,
  WARN_AVG60_PERCENT,
} from './thresholds.ts'
import type { HostMemoryCode } from './words.ts'

export const NEEDS = { meminfo }
export const LIKES = { pressure: pressureMemory, vmstat }
type In = Inputs<typeof NEEDS, typeof LIKES>
type HostFinding = Finding & { readonly code: HostMemoryCode }

/** What people feel of a shortage; null is "not known", and not known is not fine. */
interface Felt {
  readonly someStallPercent: number | null
  readonly pagesInPerSec: number | null
}

export function judgeHost(inputs: In, ctx: AnalyzeContext): readonly HostFinding[] {
  const available = availableOf(inputs.meminfo)
  const felt = {
    someStallPercent: inputs.pressure?.some.avg10Percent ?? null,
    pagesInPerSec: rateNow(ctx.rates.host, 'pageInSwap'),
  }
  return [
    ...oomKills(ctx),
    ...low(available, felt, ctx),
    ...pressure(inputs, available, ctx),
    ...swapIn(felt, ctx),
    ...swapFull(inputs, available, ctx),
  ]
}

function base(ctx: AnalyzeContext) {
  return { host: whom(ctx).host, topCommand: askHostCommand(ctx, 'top') }
}

function isLow(of: Available): boolean {
  return of.availableRatio < LOW_RATIO && of.availableBytes < LOW_FLOOR_BYTES
}

function low(available: Available | null, felt: Felt, ctx: AnalyzeContext): readonly HostFinding[] {
  if (available === null || !isLow(available)) return []
  const { estimated, ...levels } = available
  const code = estimated ? 'host.available-low-estimate' : 'host.available-low'
  const evidence = [
    ctx.evidence.quote(meminfo.id, estimated ? /^MemFree:/ : /^MemAvailable:/),
    ctx.evidence.quote(meminfo.id, /^MemTotal:/),
  ]
  return [
    {
      code,
      severity: lowSeverity(available, felt),
      numbers: { ...base(ctx), ...levels },
      evidence,
    },
  ]
}

function lowSeverity(of: Available, felt: Felt): Severity {
  const veryLow = of.availableRatio < VERY_LOW_RATIO && of.availableBytes < VERY_LOW_FLOOR_BYTES
  const unknown = felt.someStallPercent === null && felt.pagesInPerSec === null
  const waits = (felt.someStallPercent ?? 0) >= FELT_PERCENT
  const hurts = waits || (felt.pagesInPerSec ?? 0) >= SWAP_IN_PAGES_PER_SEC
  if (veryLow) return hurts ? 'critical' : 'warning'
  return hurts || unknown ? 'warning' : 'info'
}

function pressure(
  { pressure: psi }: In,
  available: Available | null,
  ctx: AnalyzeContext,
): readonly HostFinding[] {
  if (psi === null || available === null) return []
  const full = psi.full ?? { avg10Percent: 0, avg60Percent: 0 }
  const stalled = full.avg10Percent >= FULL_WARN_PERCENT && full.avg60Percent >= WARN_AVG60_PERCENT
  const busy =
    psi.some.avg10Percent >= SOME_WARN_PERCENT && psi.some.avg60Percent >= CRIT_AVG60_PERCENT
  if (!stalled && !busy) return []
  const stuck = full.avg10Percent >= FULL_CRIT_PERCENT && full.avg60Percent >= CRIT_AVG60_PERCENT
  const { estimated: _, ...levels } = available
  return [
    {
      code: isLow(available) ? 'host.pressure' : 'host.pressure-inside',
      severity: stuck ? 'critical' : 'warning',
      numbers: {
        ...base(ctx),
        ...levels,
        someStallPercent: psi.some.avg10Percent,
        fullStallPercent: full.avg10Percent,
      },
      evidence: [
        ctx.evidence.quote(pressureMemory.id, /^some /),
        ctx.evidence.quote(pressureMemory.id, /^full /),
      ].filter(({ line }) => line !== ''),
    },
  ]
}

function swapIn(felt: Felt, ctx: AnalyzeContext): readonly HostFinding[] {
  const { pagesInPerSec, someStallPercent } = felt
  if (pagesInPerSec === null || pagesInPerSec < SWAP_IN_PAGES_PER_SEC) return []
  const numbers = { ...base(ctx), pagesInPerSec }
  const evidence = [counterLine(ctx, 'pswpin', 'pswpin')]
  if (someStallPercent === null || someStallPercent < FELT_PERCENT) {
    return [{ code: 'host.swap-in-some', severity: 'info', numbers, evidence }]
  }
  const stalls = ctx.evidence.quote(pressureMemory.id, /^some /)
  return [
    {
      code: 'host.swapping-in',
      severity: 'warning',
      numbers: { ...numbers, someStallPercent },
      evidence: [...evidence, stalls],
    },
  ]
}

function swapFull(
  { meminfo: mem }: In,
  available: Available | null,
  ctx: AnalyzeContext,
): readonly HostFinding[] {
  const { swapTotalBytes = 0, swapFreeBytes = 0 } = mem
  if (available === null || !isLow(available)) return []
  if (swapTotalBytes < SWAP_FLOOR_BYTES || swapFreeBytes >= SWAP_FREE_RATIO * swapTotalBytes)
    return []
  const { estimated: _, ...levels } = available
  return [
    {
      code: 'host.swap-full',
      severity: 'warning',
      numbers: { ...base(ctx), ...levels, swapTotalBytes, swapFreeBytes },
      evidence: [
        ctx.evidence.quote(meminfo.id, /^SwapFree:/),
        ctx.evidence.quote(meminfo.id, /^SwapTotal:/),
      ],
    },
  ]
}

function oomKills(ctx: AnalyzeContext): readonly HostFinding[] {
  const rise = increaseOf(ctx.rates.host, 'oomKills')
  if (rise === null || rise.count === 0) return []
  return [
    {
      code: 'host.oom-kills',
      severity: rise.overSeconds <= OOM_RECENT_SECONDS ? 'critical' : 'warning',
      numbers: {
        ...base(ctx),
        kills: rise.count,
        overSeconds: rise.overSeconds,
        // Every kernel's kill lines carry one of these; "kill" alone finds much else.
        journalCommand:
          "journalctl -k --since '-1 day' | grep -E 'oom-kill|Out of memory|Killed process'",
      },
      evidence: [counterLine(ctx, 'oom_kill', 'oomKill')],
    },
  ]
}

/** A counter of vmstat as evidence: its name as the kernel prints it, and as it was parsed. */
function counterLine(ctx: AnalyzeContext, printed: string, parsed: string): Quote {
  return moved(
    ctx.evidence.quote(vmstat.id, new RegExp(`^${printed} `)),
    ctx.evidence.get(vmstat)?.[parsed] ?? null,
    ctx.evidence.reading(vmstat, 2)?.value[parsed] ?? null,
  )
}
