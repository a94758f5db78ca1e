/** What counters did since they were last seen: between two runs and between this run's two readings. */
import type { Rate } from '../domain/counters.ts'
import type { Quote } from '../domain/finding.ts'

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

type Known = Extract<Rate, { readonly perSec: number }>

function thisRun(rates: Rates, name: string): Known | null {
  const rate = rateOf(rates, name)
  return rate?.since === 'this-run' ? rate : null
}

function rateOf(rates: Rates, name: string): Known | null {
  const rate = rates[name]
  return rate !== undefined && 'perSec' in rate ? rate : null
}
