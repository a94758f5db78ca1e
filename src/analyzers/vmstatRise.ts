/** What counters of /proc/vmstat did between this run's two readings. */
import type { AnalyzeContext } from '../domain/analyzer.ts'
import { rateOf } from '../domain/counters.ts'
import type { Quote } from '../domain/finding.ts'
import { vmstat } from '../parsers/proc/vmstat.ts'
import { moved } from './increases.ts'

export interface Rise {
  readonly count: number
  readonly perSec: number
  /** The counter's line with what it rose to: `compact_fail 12 -> 40`. */
  readonly quote: Quote
}

/**
 * How a counter rose, by its name as the kernel prints it and as it was parsed. Null where this kernel has no such
 * counter, or it was read once: an average since boot is not now.
 */
export function riseOf(ctx: AnalyzeContext, printed: string, parsed: string): Rise | null {
  const first = ctx.evidence.reading(vmstat, 1)
  const second = ctx.evidence.reading(vmstat, 2)
  const [from, to] = [first?.value[parsed], second?.value[parsed]]
  if (first?.hostUptimeSec == null || second?.hostUptimeSec == null) return null
  if (from === undefined || to === undefined) return null
  const rate = rateOf(
    { value: from, uptimeSec: first.hostUptimeSec },
    { value: to, uptimeSec: second.hostUptimeSec },
    'this-run',
  )
  if ('gap' in rate) return null
  const line = ctx.evidence.quote(vmstat.id, new RegExp(`^${printed} `))
  return { count: rate.increase, perSec: rate.perSec, quote: moved(line, from, to) }
}
