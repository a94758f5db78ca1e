/**
 * The host: what is available, whether anyone waits for memory, what the kernel killed. Page cache that is full is no
 * fault and gives no finding; swap has an analyzer of its own.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Severity } from '../../domain/finding.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { pressureMemory } from '../../parsers/proc/pressure.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { rateNow } from '../increases.ts'
import { type Available, availableOf, isLow } from './available.ts'
import {
  CRIT_AVG60_PERCENT,
  FELT_PERCENT,
  FULL_CRIT_PERCENT,
  FULL_WARN_PERCENT,
  SOME_WARN_PERCENT,
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
  return [...low(available, felt, ctx), ...pressure(inputs, available, ctx)]
}

function base(ctx: AnalyzeContext) {
  return { host: whom(ctx).host, topCommand: askHostCommand(ctx, 'top') }
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
