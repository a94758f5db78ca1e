/** Floors -> what all shapes together say: shares of growing, paused and bounded; rate, since and until, averaged. */
import { type Fit, fitsOf } from './fit.ts'
import { type Floors, spanOf } from './floors.ts'
import { type Season, seasoned } from './season.ts'
import { type Family, type Outlook, shapesOf } from './shapes.ts'
import { median } from './stats.ts'
import { SIGMA_FLOOR, type Weighed, weighed } from './weigh.ts'

export interface SeriesOutlook {
  readonly floors: number
  readonly effective: number
  readonly season: Season
  readonly growing: number
  readonly paused: number
  readonly bounded: number
  /** Per second, of the models that grow or grew; 0 where none does. */
  readonly rate: number
  /** Standard error of the rate: between the models, and of the fit. */
  readonly rateError: number
  /** Seconds on the floors' own clock. */
  readonly since: number
  readonly until: number | null
  readonly models: readonly {
    readonly family: Family
    readonly weight: number
    readonly bounded: boolean
  }[]
}

/** A rise must be this share of the level; 2-3 % give the same. */
export const RISE_RATIO = 0.02
/** ... and this many deviations of the floors. */
const RISE_SIGMAS = 1.5

export function outlookOf(floors: Floors): SeriesOutlook {
  const { t, v } = floors
  const [start, span] = [t[0] ?? 0, spanOf(t)]
  const level = Math.max(1, median(v.map(Math.abs)))
  const y = v.map((value) => value / level)
  const { basis, season } = seasoned(floors, y, SIGMA_FLOOR)
  const of = weighed(fitsOf(y, basis, shapesOf(t.map((at) => (at - start) / span))), t.length)
  const { growing, paused, bounded, rate, since, until, between } = averaged(of)
  const error = Math.sqrt(between + of.sigma ** 2 / Math.max(1e-9, of.effective / 12))
  return {
    floors: t.length,
    effective: of.effective,
    season,
    growing,
    paused,
    bounded,
    rate: (rate * level) / span,
    rateError: rate === 0 ? 0 : (error * level) / span,
    since: start + since * span,
    until: until === null ? null : start + until * span,
    models: of.models.map(({ family, weight, outlook }) => ({
      family,
      weight,
      bounded: isBounded({ family, outlook }, of.sigma),
    })),
  }
}

/** Whether what it grows by is more than nothing. */
function matters({ rise }: Outlook, sigma: number): boolean {
  return rise >= RISE_RATIO && rise >= RISE_SIGMAS * sigma
}

/** A warm-up or a step whose line behind it does not matter is bounded as well. */
function isBounded({ family, outlook }: Pick<Fit, 'family' | 'outlook'>, sigma: number): boolean {
  if (outlook.kind === 'bounded') return true
  return (family === 'warmup+line' || family === 'step+line') && !matters(outlook, sigma)
}

function averaged({ models, sigma }: Weighed): {
  readonly growing: number
  readonly paused: number
  readonly bounded: number
  readonly rate: number
  readonly since: number
  readonly until: number | null
  /** Variance of the rate between the models. */
  readonly between: number
} {
  const sum = { growing: 0, paused: 0, bounded: 0, rate: 0, since: 0, until: 0 }
  const told: { readonly weight: number; readonly rate: number }[] = []
  for (const model of models) {
    const { weight, outlook } = model
    const { kind, rate, since, until } = outlook
    if (isBounded(model, sigma)) sum.bounded += weight
    if ((kind !== 'growing' && kind !== 'paused') || !matters(outlook, sigma)) continue
    sum[kind] += weight
    sum.rate += weight * rate
    sum.since += weight * since
    sum.until += kind === 'paused' ? weight * (until ?? 1) : 0
    told.push({ weight, rate })
  }
  const all = sum.growing + sum.paused
  if (all === 0) return { ...sum, until: null, between: 0 }
  const rate = sum.rate / all
  const between = told.reduce(
    (of, { weight, rate: own }) => of + (weight / all) * (own - rate) ** 2,
    0,
  )
  return {
    ...sum,
    rate,
    since: sum.since / all,
    until: sum.paused === 0 ? null : sum.until / sum.paused,
    between,
  }
}
