/** What counters of /proc/vmstat did between this run's two readings. */
import { rateOf } from '../domain/counters.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Quote } from '../domain/finding.ts'
import { vmstat } from '../parsers/proc/vmstat.ts'
import { moved } from './increases.ts'

/** Whatever holds the evidence: the context of an analyzer, or of a drilldown. */
interface Read {
  readonly evidence: Evidence
}

interface Rise {
  readonly count: number
  readonly perSec: number
  /** The counter's line with what it rose to: `compact_fail 12 -> 40`. */
  readonly quote: Quote
}

/**
 * How a counter rose, by its name as the kernel prints it and as it was parsed. Null where this kernel has no such
 * counter, or it was read once: an average since boot is not now.
 */
export function riseOf({ evidence }: Read, printed: string, parsed: string): Rise | null {
  const first = evidence.reading(vmstat, 1)
  const second = evidence.reading(vmstat, 2)
  const [from, to] = [first?.value[parsed], second?.value[parsed]]
  if (first?.hostUptimeSec == null || second?.hostUptimeSec == null) return null
  if (from === undefined || to === undefined) return null
  const rate = rateOf(
    { value: from, uptimeSec: first.hostUptimeSec },
    { value: to, uptimeSec: second.hostUptimeSec },
    'this-run',
  )
  if ('gap' in rate) return null
  return {
    count: rate.increase,
    perSec: rate.perSec,
    quote: vmstatLine({ evidence }, printed, parsed),
  }
}

/** A counter's line as the kernel printed it, and where it moved what it moved to; an empty line where there is none. */
export function vmstatLine({ evidence }: Read, printed: string, parsed: string): Quote {
  return moved(
    evidence.quote(vmstat.id, new RegExp(`^${printed} `)),
    evidence.get(vmstat)?.[parsed] ?? null,
    evidence.reading(vmstat, 2)?.value[parsed] ?? null,
  )
}
