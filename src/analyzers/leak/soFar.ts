/**
 * What one reading tells: how old it is and what that would come to a day, where it stands against its own peak, its
 * role and its like. Numbers only where they are known; none of them is a trend, and the words say so.
 */
import type { AnalyzeContext, Inputs, Threshold } from '../../domain/analyzer.ts'
import { MIB } from '../../domain/bytes.ts'
import type { Finding } from '../../domain/finding.ts'
import { isInstance } from '../../domain/subject.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts'
import type { firstArgs } from '../../parsers/proc/firstArgs.ts'
import type { processes } from '../../parsers/proc/processes.ts'
import type { ProcessStatus, processStatus } from '../../parsers/proc/status.ts'
import { type Holder, holdersOf } from '../high-usage/held.ts'

/** A younger process is still being loaded: its mean says nothing. */
const MEAN_AGE_MS = 10 * MINUTE_MS
/** Of less, neither mean nor peak is anybody's business. */
const SMALL_BYTES = 16 * MIB
/** As good as at its peak. */
const AT_PEAK_RATIO = 0.98
/** Given back: a tenth of the peak, and no less than what is small. */
const BELOW_PEAK_RATIO = 0.9

const OWN = 'our own rule for words, no verdict hangs on it'

export const SO_FAR_THRESHOLDS: readonly Threshold[] = [
  { name: 'MEAN_AGE_SECONDS', value: MEAN_AGE_MS / SECOND_MS, unit: 'seconds', source: OWN },
  { name: 'AT_PEAK_RATIO', value: AT_PEAK_RATIO, unit: 'ratio', source: OWN },
  { name: 'BELOW_PEAK_RATIO', value: BELOW_PEAK_RATIO, unit: 'ratio', source: OWN },
  { name: 'SMALL_BYTES', value: SMALL_BYTES, unit: 'bytes', source: OWN },
]

export type SoFarInput = Inputs<
  { readonly status: typeof processStatus },
  { readonly processes: typeof processes; readonly args: typeof firstArgs }
>

/** Numbers for the words of an early finding. */
export function soFar(of: SoFarInput, ctx: AnalyzeContext): Finding['numbers'] {
  // An instance is as old as its leader, but its sizes and its like are not the leader's.
  if (isInstance(ctx.subject)) return {}
  return { ...meanNumbers(of.status, ctx), ...peakNumbers(of.status), ...likeNumbers(of, ctx) }
}

function meanNumbers(status: ProcessStatus, ctx: AnalyzeContext): Finding['numbers'] {
  const startedMs = ctx.incarnation?.startedAtMs ?? null
  const heldBytes = heldOf(status)
  if (startedMs === null || heldBytes === null || heldBytes < SMALL_BYTES) return {}
  const ageMs = ctx.nowMs - startedMs
  if (ageMs < MEAN_AGE_MS) return {}
  return {
    ageSeconds: ageMs / SECOND_MS,
    heldBytes,
    meanBytesPerDay: Math.round(heldBytes / (ageMs / DAY_MS)),
  }
}

function peakNumbers(status: ProcessStatus): Finding['numbers'] {
  const { vmHwmBytes: peakBytes, vmRssBytes: rssBytes } = status
  if (peakBytes === null || rssBytes === null || peakBytes < SMALL_BYTES) return {}
  if (rssBytes >= AT_PEAK_RATIO * peakBytes) return { atPeakBytes: peakBytes }
  // What was swapped out is not given back.
  const lessBytes = peakBytes - rssBytes - (status.vmSwapBytes ?? 0)
  const below = peakBytes - lessBytes <= BELOW_PEAK_RATIO * peakBytes
  return below && lessBytes >= SMALL_BYTES ? { peakBytes, rssBytes, lessBytes } : {}
}

function likeNumbers(of: SoFarInput, ctx: AnalyzeContext): Finding['numbers'] {
  const pid = ctx.incarnation?.pid ?? null
  const own = holdersOf(of.processes?.processes ?? [], of.args?.args ?? []).find(
    ({ row }) => row.pid === pid,
  )
  // Of PostgreSQL's processes pg-who tells it.
  if (own?.role?.name.startsWith('postgres: ') === true) return {}
  return own === undefined || !own.isPrivate ? {} : { ...roleNumbers(own), ...rankNumbers(own) }
}

function roleNumbers({ role, heldBytes }: Holder): Finding['numbers'] {
  const usualBytes = role?.usualBytes ?? null
  if (role === null || usualBytes === null) return {}
  return { role: role.name, roleUsualBytes: usualBytes, roleHeldBytes: heldBytes }
}

function rankNumbers({ peers }: Holder): Finding['numbers'] {
  if (peers === null) return {}
  const { count, rank, medianBytes } = peers
  return { likeCount: count, likeRank: rank, likeMedianBytes: medianBytes }
}

function heldOf({ rssAnonBytes, vmSwapBytes }: ProcessStatus): number | null {
  return rssAnonBytes === null ? null : rssAnonBytes + (vmSwapBytes ?? 0)
}
