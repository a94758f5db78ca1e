/**
 * Requests for pages that the kernel refused, out of its log: `page allocation failure: order:4`. The zones that it
 * printed then tell whether free memory was short or in pieces.
 */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding, Severity } from '../../domain/finding.ts'
import type { AllocationFailure, KernelLog, OomZone } from '../../parsers/kernel/events.ts'
import { askHostCommand, whom } from '../asks.ts'
import { type When, whenOf } from '../oom/when.ts'
import { usableZones } from '../oom/zones.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { extfragIndex } from './extfrag.ts'
import { EXTFRAG_RATIO, FREE_FLOOR_BYTES, OLD_SECONDS } from './thresholds.ts'

type FailureCode =
  | 'fragmentation.allocation-failed'
  | 'fragmentation.allocation-short'
  | 'fragmentation.allocation-refused'
type FailureFinding = Finding & { readonly code: FailureCode }

interface Judged {
  readonly code: FailureCode
  readonly failure: AllocationFailure
  /** The zone with most free memory of those that the request could use; null when the log shows none. */
  readonly zone: OomZone | null
  readonly index: number | null
}

/** One finding for each kind of failure: the newest of it, and how many there are in the log. */
export function allocationFailures(log: KernelLog, ctx: AnalyzeContext): readonly FailureFinding[] {
  const judged = log.allocationFailures.map(judge)
  const codes = [...new Set(judged.map(({ code }) => code))]
  return codes.flatMap((code) => {
    const same = judged.filter((one) => one.code === code)
    const newest = same.at(-1)
    return newest === undefined ? [] : [findingOf(newest, same.length, log, ctx)]
  })
}

function judge(failure: AllocationFailure): Judged {
  const { order, gfpMask, zones } = failure
  const told = usableZones(zones, gfpMask).filter(({ freeBytes }) => freeBytes !== null)
  const zone = [...told].sort((a, b) => (b.freeBytes ?? 0) - (a.freeBytes ?? 0))[0] ?? null
  const index = zone?.freeBlocks == null ? null : extfragIndex(zone.freeBlocks, order)
  return { code: codeOf(order, zone, index), failure, zone, index }
}

/** A single page is never missing for fragmentation, and below its reserve a zone gives nothing whatever its blocks. */
function codeOf(order: number, zone: OomZone | null, index: number | null): FailureCode {
  if (zone === null) return 'fragmentation.allocation-refused'
  if (order === 0) return 'fragmentation.allocation-short'
  const free = zone.freeBytes ?? 0
  if (free <= (zone.minBytes ?? 0)) return 'fragmentation.allocation-short'
  if (index === null || index < 0) return 'fragmentation.allocation-refused'
  return index >= EXTFRAG_RATIO && free >= FREE_FLOOR_BYTES
    ? 'fragmentation.allocation-failed'
    : 'fragmentation.allocation-short'
}

function findingOf(
  { code, failure, zone, index }: Judged,
  failures: number,
  log: KernelLog,
  ctx: AnalyzeContext,
): FailureFinding {
  const clocks = {
    bootAtMs: ctx.facts.bootAtMs,
    offsetSec: ctx.facts.zoneOffsetSec,
    nowMs: ctx.nowMs,
    last: log.last,
  }
  const when = whenOf(failure.at, clocks)
  return {
    code,
    severity: severityOf(failure, when, ctx),
    numbers: {
      host: whom(ctx).host,
      buddyCommand: askHostCommand(ctx, 'buddy'),
      name: failure.name,
      order: failure.order,
      blockBytes: 2 ** failure.order * pageBytesOf(ctx.facts, ctx.evidence),
      failures,
      when: when.printed,
      zone: zone === null ? '?' : `Node ${zone.node} ${zone.zone}`,
      freeBytes: zone?.freeBytes ?? 0,
      minBytes: zone?.minBytes ?? 0,
      index: index ?? 0,
    },
    evidence: [{ source: 'kernel/log', line: failure.quote }],
  }
}

/** Callers that say so are prepared to go without; what an earlier round could tell is not told as news again. */
function severityOf({ gfpMask }: AllocationFailure, when: When, ctx: AnalyzeContext): Severity {
  const before = ctx.previous.host
  if (before !== null && when.atMs !== null && when.atMs <= before.atMs) return 'info'
  if (when.ageSec !== null && when.ageSec > OLD_SECONDS) return 'info'
  return /__GFP_NORETRY|__GFP_RETRY_MAYFAIL|GFP_NOWAIT/.test(gfpMask ?? '') ? 'info' : 'warning'
}
