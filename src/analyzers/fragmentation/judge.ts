/**
 * Free memory that lies in pieces too small for what is asked of it. Empty lists of high orders are the normal
 * state of a used machine: there is a finding only where a consequence is seen.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { type BuddyZone, buddyinfo } from '../../parsers/proc/buddyinfo.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { riseOf } from '../vmstatRise.ts'
import { firstMiss, missAt } from './extfrag.ts'
import { allocationFailures } from './failures.ts'
import { directReclaim } from './reclaim.ts'
import {
  COSTLY_ORDER,
  EXTFRAG_RATIO,
  FAILS_COUNT,
  FAILS_PER_SEC,
  FAILS_RATIO,
  FALLBACKS_PER_SEC,
  FREE_FLOOR_BYTES,
  ROOM_RATIO,
  STALLS_PER_SEC,
} from './thresholds.ts'
import type { FragmentationCode } from './words.ts'

export const LIKES = { vmstat, buddy: buddyinfo, log: kernelLog }
type In = Inputs<Record<never, never>, typeof LIKES>
export type FragmentationFinding = Finding & { readonly code: FragmentationCode }

/** What a transparent huge page of 2 MiB takes with pages of 4 KiB. */
const HUGE_PAGE_BYTES = 2 * 1024 * 1024

/** What the log tells stands whatever the lists look like now; the counters need both. */
export function judgeFragmentation(
  inputs: In,
  ctx: AnalyzeContext,
): readonly FragmentationFinding[] {
  const refused = inputs.log === null ? [] : allocationFailures(inputs.log, ctx)
  return [...refused, ...judgeLists(inputs, ctx)]
}

function judgeLists(inputs: In, ctx: AnalyzeContext): readonly FragmentationFinding[] {
  const zones = inputs.buddy?.zones ?? []
  const miss = firstMiss(zones)
  if (miss === null) return []
  const pageBytes = pageBytesOf(ctx.facts, ctx.evidence)
  const free = miss.freePages * pageBytes
  const short = miss.index < EXTFRAG_RATIO || free < FREE_FLOOR_BYTES
  const about = {
    host: whom(ctx).host,
    buddyCommand: askHostCommand(ctx, 'buddy'),
    order: miss.order,
    blockBytes: 2 ** miss.order * pageBytes,
    freeBytes: free,
    zone: zoneName(miss.zone),
    index: miss.index,
  }
  const row = zoneLine(miss.zone, ctx)
  const seen = { about, row, short }
  const now = compacting(seen, ctx)
  if (now.length > 0) return now
  if (short) return []
  return [...reclaiming(seen, ctx), ...hugeFallback(seen, zones, ctx), ...before(seen, inputs, ctx)]
}

interface Seen {
  readonly about: Finding['numbers'] & { readonly order: number; readonly freeBytes: number }
  readonly row: Quote
  readonly short: boolean
}

/** Tasks compact memory and find no block: what they ask for is not to be had. */
function compacting(
  { about, row, short }: Seen,
  ctx: AnalyzeContext,
): readonly FragmentationFinding[] {
  const fails = riseOf(ctx, 'compact_fail', 'compactFail')
  if (fails === null || fails.perSec < FAILS_PER_SEC) return []
  const stalls = riseOf(ctx, 'compact_stall', 'compactStall')
  const numbers = {
    ...about,
    failsPerSec: fails.perSec,
    stallsPerSec: Math.max(fails.perSec, stalls?.perSec ?? 0),
  }
  const evidence = [fails.quote, ...(stalls === null ? [] : [stalls.quote]), row]
  if (short) return [{ code: 'fragmentation.no-room', severity: 'info', numbers, evidence }]
  const felt = about.order <= COSTLY_ORDER || numbers.stallsPerSec >= STALLS_PER_SEC
  return [
    {
      code: 'fragmentation.compaction-failing',
      severity: felt ? 'warning' : 'info',
      numbers,
      evidence,
    },
  ]
}

/** Nobody reclaims for single pages while this much is free: it is done to make larger blocks. */
function reclaiming({ about, row }: Seen, ctx: AnalyzeContext): readonly FragmentationFinding[] {
  const totalBytes = ctx.facts.memTotalBytes
  const reclaim = directReclaim(ctx)
  if (reclaim === null || reclaim.perSec < STALLS_PER_SEC) return []
  if (totalBytes === null || about.freeBytes < ROOM_RATIO * totalBytes) return []
  return [
    {
      code: 'fragmentation.reclaiming',
      severity: about.order <= COSTLY_ORDER ? 'warning' : 'info',
      numbers: {
        ...about,
        stallsPerSec: reclaim.perSec,
        freeRatio: about.freeBytes / totalBytes,
      },
      evidence: [reclaim.quote, row],
    },
  ]
}

/** Huge pages were asked for while there was no block for one: memory is there, in small pages. */
function hugeFallback(
  { about, row }: Seen,
  zones: readonly BuddyZone[],
  ctx: AnalyzeContext,
): readonly FragmentationFinding[] {
  const rise = riseOf(ctx, 'thp_fault_fallback', 'thpFaultFallback')
  // A cgroup's limit refuses huge pages too (5.8), and is counted in both.
  const refused = riseOf(ctx, 'thp_fault_fallback_charge', 'thpFaultFallbackCharge')
  const perSec = (rise?.perSec ?? 0) - (refused?.perSec ?? 0)
  const pageBytes = pageBytesOf(ctx.facts, ctx.evidence)
  const order = Math.log2(HUGE_PAGE_BYTES / pageBytes)
  if (rise === null || perSec < FALLBACKS_PER_SEC || about.order > order) return []
  const index = missAt(zones, order)?.index ?? 0
  return [
    {
      code: 'fragmentation.huge-fallback',
      severity: 'info',
      numbers: { ...about, fallbacksPerSec: perSec, index, hugeBytes: HUGE_PAGE_BYTES },
      evidence: [rise.quote, row],
    },
  ]
}

/** One reading alone: counters since boot, and no telling whether it goes on. */
function before(
  { about, row }: Seen,
  { vmstat: vm }: In,
  ctx: AnalyzeContext,
): readonly FragmentationFinding[] {
  if (ctx.evidence.reading(vmstat, 2) !== null) return []
  const { compactFail: fails = 0, compactStall: stalls = 0 } = vm ?? {}
  if (fails < FAILS_COUNT || fails < FAILS_RATIO * stalls) return []
  return [
    {
      code: 'fragmentation.compaction-failed-before',
      severity: 'info',
      numbers: { ...about, fails, stalls },
      evidence: [
        ctx.evidence.quote(vmstat.id, /^compact_fail /),
        ctx.evidence.quote(vmstat.id, /^compact_stall /),
        row,
      ].filter(({ line }) => line !== ''),
    },
  ]
}

export function zoneName({ node, zone }: BuddyZone): string {
  return `Node ${node} ${zone}`
}

function zoneLine({ node, zone }: BuddyZone, ctx: AnalyzeContext): Quote {
  return ctx.evidence.quote(buddyinfo.id, new RegExp(`^Node +${node}, zone +${zone} `))
}
