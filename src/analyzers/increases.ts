/** What counters did since they were last seen: between two runs and between this run's two readings. */
import { type Rate, type Reading, rateOf as rateBetween } from '../domain/counters.ts'
import type { Evidence, Reading1 } from '../domain/evidence.ts'
import type { Quote } from '../domain/finding.ts'
import { type Vmstat, vmstat } from '../parsers/proc/vmstat.ts'

export interface Increase {
  readonly count: number
  readonly overSeconds: number
}

type Rates = Readonly<Record<string, Rate>>

/**
 * How much a counter rose since the last run, this run's own wait included; null when nothing to compare with
 * was read. `NAMESinceLast` spans from the last run to this run's first reading, `NAME` the readings of this run.
 */
export function increaseOf(rates: Rates, name: string): Increase | null {
  const known = [rateOf(rates, `${name}SinceLast`), thisRun(rates, name)].filter(
    (rate) => rate !== null,
  )
  if (known.length === 0) {
    const only = rateOf(rates, name)
    return only === null ? null : { count: only.increase, overSeconds: only.overSec }
  }
  return {
    count: known.reduce((sum, rate) => sum + rate.increase, 0),
    overSeconds: known.reduce((sum, rate) => sum + rate.overSec, 0),
  }
}

/** A counter's rate now: over this run's wait. Null when it was read once; an average since last night is not now. */
export function rateNow(rates: Rates, name: string): number | null {
  return thisRun(rates, name)?.perSec ?? null
}

/** A quoted counter with what it was at the second reading, where it moved: `pswpin 0 -> 275702`. */
export function moved(quote: Quote, first: number | null, second: number | null): Quote {
  return second === null || second === first
    ? quote
    : { ...quote, line: `${quote.line} -> ${second}` }
}

/**
 * The rate now of counters of /proc/vmstat that no sample keeps, by their parsed names: the first of them that this
 * kernel has. Null when none was read twice.
 */
export function vmstatRate(evidence: Evidence, ...names: readonly string[]): number | null {
  const [first, second] = [evidence.reading(vmstat, 1), evidence.reading(vmstat, 2)]
  const name = names.find((one) => first?.value[one] !== undefined)
  if (name === undefined) return null
  const [earlier, later] = [readingOf(first, name), readingOf(second, name)]
  if (earlier === null || later === null) return null
  const rate = rateBetween(earlier, later, 'this-run')
  return 'perSec' in rate ? rate.perSec : null
}

/** A counter of vmstat as evidence: its line as the kernel printed it, and where it moved what it moved to. */
export function vmstatLine(evidence: Evidence, printed: string, parsed: string): Quote {
  return moved(
    evidence.quote(vmstat.id, new RegExp(`^${printed} `)),
    evidence.get(vmstat)?.[parsed] ?? null,
    evidence.reading(vmstat, 2)?.value[parsed] ?? null,
  )
}

function readingOf(of: Reading1<Vmstat> | null, name: string): Reading | null {
  const value = of?.value[name]
  if (value === undefined || of === null || of.hostUptimeSec === null) return null
  return { value, uptimeSec: of.hostUptimeSec }
}

type Known = Extract<Rate, { readonly perSec: number }>

function thisRun(rates: Rates, name: string): Known | null {
  const rate = rateOf(rates, name)
  return rate?.since === 'this-run' ? rate : null
}

function rateOf(rates: Rates, name: string): Known | null {
  const rate = rates[name]
  return rate !== undefined && 'perSec' in rate ? rate : null
}
