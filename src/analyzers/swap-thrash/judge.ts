/**
 * Swap: only pages that come back in hurt, and only where somebody waits for them. Swap in use without traffic is
 * where idle pages belong, and pages that go out alone make room: neither gives a finding.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { pressureMemory } from '../../parsers/proc/pressure.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { vmstatCommand } from '../../parsers/tools/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { type Available, availableOf, isLow } from '../host-memory/available.ts'
import { trafficOf } from './seen.ts'
import {
  FELT_PERCENT,
  SWAP_FLOOR_BYTES,
  SWAP_FREE_RATIO,
  SWAP_IN_BYTES_PER_SEC,
  SWAP_OUT_BYTES_PER_SEC,
} from './thresholds.ts'
import { mostSwappedGroup } from './who.ts'
import type { SwapCode } from './words.ts'

export const NEEDS = {}
export const LIKES = { meminfo, vmstat, vmstatCommand, pressure: pressureMemory, processes }
/** A pasted `vmstat` tells traffic without the host's levels. */
export const EITHER_OF = [meminfo, vmstatCommand]
type In = Inputs<typeof NEEDS, typeof LIKES>
type SwapFinding = Finding & { readonly code: SwapCode }

/** A `vmstat` of one row is an average since boot, which says nothing of now; one without si and so says nothing of swap. */
export function hasLevelsOrTraffic(evidence: Evidence): boolean {
  const rows = evidence.get(vmstatCommand)?.rows ?? []
  return (
    evidence.has(meminfo.id) ||
    rows.some(({ sinceBoot, siBytesPerSec }) => !sinceBoot && siBytesPerSec !== undefined)
  )
}

export function judgeSwap(inputs: In, ctx: AnalyzeContext): readonly SwapFinding[] {
  const available = inputs.meminfo === null ? null : availableOf(inputs.meminfo)
  return [...traffic(inputs, available, ctx), ...full(inputs, available, ctx)]
}

function traffic(
  inputs: In,
  available: Available | null,
  ctx: AnalyzeContext,
): readonly SwapFinding[] {
  const seen = trafficOf(ctx)
  if (seen === null || seen.inBytesPerSec < SWAP_IN_BYTES_PER_SEC) return []
  const { inBytesPerSec, outBytesPerSec, evidence } = seen
  const someStallPercent = inputs.pressure?.some.avg10Percent ?? null
  const numbers = { ...base(ctx), inBytesPerSec, outBytesPerSec }
  if (someStallPercent === null && outBytesPerSec >= SWAP_OUT_BYTES_PER_SEC)
    return [{ code: 'swap.in-and-out', severity: 'warning', numbers, evidence }]
  if (someStallPercent === null || someStallPercent < FELT_PERCENT)
    return [{ code: 'swap.in-some', severity: 'info', numbers, evidence }]
  const felt: Felt = {
    numbers: { ...numbers, someStallPercent },
    evidence: [...evidence, ctx.evidence.quote(pressureMemory.id, /^some /)],
  }
  return [thrashing(felt, inputs, available, ctx)]
}

type Felt = Pick<Finding, 'numbers' | 'evidence'>

/** A host with room does not swap by itself: then it is a group's own limit that drives pages out. */
function thrashing(
  felt: Felt,
  inputs: In,
  available: Available | null,
  ctx: AnalyzeContext,
): SwapFinding {
  if (available === null || isLow(available))
    return { code: 'swap.thrashing', severity: 'warning', ...felt }
  const { availableBytes, availableRatio } = available
  const room = { ...felt.numbers, availableBytes, availableRatio }
  const group = mostSwappedGroup(inputs.processes?.processes ?? [])
  if (group === null)
    return { code: 'swap.thrashing-inside', severity: 'warning', ...felt, numbers: room }
  const { pid, comm, swapBytes: holderSwapBytes } = group.holder
  return {
    code: 'swap.thrashing-group',
    severity: 'warning',
    numbers: {
      ...room,
      group: group.path,
      groupSwapBytes: group.swapBytes,
      holder: `${comm}[${pid}]`,
      holderSwapBytes,
      cgroupCommand: `memcheck ${ctx.subject.host} ${pid} cgroup`,
    },
    evidence: [
      ...felt.evidence,
      ctx.evidence.quote(processes.id, new RegExp(`^${pid}/status:VmSwap:`)),
    ],
  }
}

/** Nowhere left to put anonymous memory, while it is needed. */
function full(
  { meminfo: mem }: In,
  available: Available | null,
  ctx: AnalyzeContext,
): readonly SwapFinding[] {
  if (mem === null || available === null || !isLow(available)) return []
  const { swapTotalBytes = 0, swapFreeBytes = 0 } = mem
  if (swapTotalBytes < SWAP_FLOOR_BYTES || swapFreeBytes >= SWAP_FREE_RATIO * swapTotalBytes)
    return []
  const { availableBytes, availableRatio } = available
  return [
    {
      code: 'swap.full',
      severity: 'warning',
      numbers: { ...base(ctx), availableBytes, availableRatio, swapTotalBytes, swapFreeBytes },
      evidence: [
        ctx.evidence.quote(meminfo.id, /^SwapFree:/),
        ctx.evidence.quote(meminfo.id, /^SwapTotal:/),
      ],
    },
  ]
}

function base(ctx: AnalyzeContext) {
  return { host: whom(ctx).host, swapCommand: askHostCommand(ctx, 'swap') }
}
