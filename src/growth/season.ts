/**
 * Daily and weekly swing of floors, accepted only where it explains much more than its terms cost (BIC), under
 * whichever of four trends suits best: a swing must not be taken for growth, nor growth for a swing.
 */
import { Basis } from './basis.ts'
import { DAY_SECONDS, DAYS_FROM, type Floors, spanOf } from './floors.ts'
import { dot } from './stats.ts'

export type Season = 'none' | 'daily' | 'weekly' | 'daily+weekly'

export interface Seasoned {
  readonly basis: Basis
  readonly season: Season
}

/** A shorter span, or fewer floors a day, cannot show the daily swing. */
const DAILY_SPAN_DAYS = 1.5
const DAILY_FLOORS = 3.5
/** The second harmonic needs more floors. */
const DOUBLE_FLOORS = 6
const DAILY_SPARE_FLOORS = 6
const WEEKLY_FLOORS_A_DAY = 0.9
const WEEKLY_LEAST_FLOORS = 12
/** Twice the log of a Bayes factor: "positive to strong" (Kass and Raftery 1995). */
const GAIN = 4
const WEEK_DAYS = 7
/** Days are counted back from the last reading, so a weekend may lie in two of them or in parts of three. */
const WORK_DAYS = [5, 4]

/** The basis of a constant and of the seasons that the floors show. `y` is the floors over their level. */
export function seasoned({ t }: Floors, y: Float64Array, sigmaFloor: number): Seasoned {
  const days = spanOf(t) / DAY_SECONDS
  const perDay = (t.length - 1) / days
  const trends = trendsOf(t)
  const cost = (basis: Basis, phases: number): number =>
    costOf(basis, phases, trends, y, sigmaFloor)
  const constant = Basis.empty.with(y.map(() => 1))
  let best = { basis: constant, season: 'none' as Season }
  let least = cost(constant, 0)
  const consider = (basis: Basis, phases: number, season: Season): void => {
    const of = cost(basis, phases)
    if (of >= least - GAIN) return
    best = { basis, season }
    least = of
  }
  if (days >= DAILY_SPAN_DAYS && perDay >= DAILY_FLOORS) {
    const single = withHarmonic(constant, t, 1)
    if (t.length >= 2 + DAILY_SPARE_FLOORS) consider(single, 0, 'daily')
    if (perDay >= DOUBLE_FLOORS && t.length >= 4 + DAILY_SPARE_FLOORS)
      consider(withHarmonic(single, t, 2), 0, 'daily')
  }
  if (days >= DAYS_FROM && perDay >= WEEKLY_FLOORS_A_DAY && t.length >= WEEKLY_LEAST_FLOORS) {
    const { basis, season } = best
    const both: Season = season === 'none' ? 'weekly' : 'daily+weekly'
    // The zone of the load is not known: the weekend's place in the week is a parameter.
    for (const workDays of WORK_DAYS)
      for (let phase = 0; phase < WEEK_DAYS; phase += 1)
        consider(basis.with(weekend(t, phase, workDays)), 1, both)
  }
  return best
}

function withHarmonic(basis: Basis, t: Float64Array, harmonic: number): Basis {
  const omega = (2 * Math.PI * harmonic) / DAY_SECONDS
  return basis.with(t.map((at) => Math.sin(omega * at))).with(t.map((at) => Math.cos(omega * at)))
}

function weekend(t: Float64Array, phase: number, workDays: number): Float64Array {
  const start = t[0] ?? 0
  return t.map((at) => {
    const day = Math.floor((at - start) / DAY_SECONDS + 1e-6) + phase
    return day % WEEK_DAYS >= workDays ? 1 : 0
  })
}

/** Constant, line, saturating, late line. */
function trendsOf(t: Float64Array): readonly (Float64Array | null)[] {
  const [start, span] = [t[0] ?? 0, spanOf(t)]
  const s = t.map((at) => (at - start) / span)
  return [null, s, s.map((x) => 1 - Math.exp(-x / 0.1)), s.map((x) => Math.max(0, x - 0.5))]
}

function costOf(
  basis: Basis,
  phases: number,
  trends: readonly (Float64Array | null)[],
  y: Float64Array,
  sigmaFloor: number,
): number {
  const left = basis.without(y)
  const power = dot(left, left)
  const costs = trends.map((trend) => {
    const explained = trend === null ? 0 : explainedBy(basis.without(trend), left)
    const parameters = basis.size + phases + (trend === null ? 0 : 1)
    const variance = Math.max(0, power - explained) / y.length + sigmaFloor ** 2
    return y.length * Math.log(variance) + parameters * Math.log(y.length)
  })
  return Math.min(...costs)
}

function explainedBy(column: Float64Array, left: Float64Array): number {
  const power = dot(column, column)
  return power < 1e-12 ? 0 : dot(column, left) ** 2 / power
}
