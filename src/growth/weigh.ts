/**
 * Fits -> weights: each family by its best member's BIC, with a number of floors that counts for what it tells when
 * neighbours are alike (Burnham and Anderson 2002: model averaging; lag-1 correction after Bayley and Hammersley 1946).
 */
import type { Fit } from './fit.ts'
import type { Family } from './shapes.ts'

export interface Weighed {
  /** One of each family, the best first; weights sum to 1. */
  readonly models: readonly (Fit & { readonly weight: number })[]
  /** How many floors these are worth. */
  readonly effective: number
  /** Standard deviation about the best, of the level. */
  readonly sigma: number
}

/** Noise is never taken for less: pages, chunks of an allocator. Of the level; .0005 to .003 give the same. */
export const SIGMA_FLOOR = 0.0015
/** More alike than this and nothing could be told at all. */
const RHO_MAX = 0.85
const LEAST_EFFECTIVE = 5
/** Of shapes that grow, against those that do not: what is asked about is suspect. It calibrates the score. */
const GROWTH_PRIOR = 1.5
/** As many parameters as floors fit anything. */
const HOPELESS = 1e6

export function weighed(fits: readonly Fit[], floors: number): Weighed {
  const effective = effectiveOf(fits, floors)
  const best = new Map<Family, { readonly fit: Fit; readonly bic: number }>()
  for (const fit of fits) {
    const bic = bicOf(fit, floors, effective)
    const held = best.get(fit.family)
    if (held === undefined || bic < held.bic) best.set(fit.family, { fit, bic })
  }
  const ranked = [...best.values()].sort((a, b) => a.bic - b.bic)
  const least = ranked[0]?.bic ?? 0
  const shares = ranked.map(({ fit, bic }) => prior(fit) * Math.exp(-(bic - least) / 2))
  const sum = shares.reduce((total, share) => total + share, 0)
  const first = ranked[0]?.fit
  const spare = Math.max(1, floors - (first?.parameters ?? 0))
  return {
    models: ranked.map(({ fit }, i) => ({ ...fit, weight: (shares[i] ?? 0) / sum })),
    effective,
    sigma: Math.sqrt((first?.left ?? 0) / spare + SIGMA_FLOOR ** 2),
  }
}

function prior({ outlook: { kind } }: Fit): number {
  return kind === 'growing' || kind === 'paused' ? GROWTH_PRIOR : 1
}

/** BIC with the small-sample term of AICc. */
function bicOf({ left, parameters: p }: Fit, floors: number, effective: number): number {
  const small = floors <= p + 1 ? HOPELESS : (p * (p + 1)) / Math.max(1, effective - p - 1)
  return (
    effective * Math.log(left / floors + SIGMA_FLOOR ** 2) +
    p * Math.log(Math.max(effective, 3)) +
    small
  )
}

/** By the lag-1 correlation of what the most flexible shape leaves, freed of its bias in short series. */
function effectiveOf(fits: readonly Fit[], floors: number): number {
  const closest = fits.reduce((least, fit) => (fit.left < least.left ? fit : least))
  const left = closest.residual()
  let [power, lagged] = [0, 0]
  for (let i = 0; i < left.length; i += 1) {
    power += (left[i] ?? 0) ** 2
    lagged += i === 0 ? 0 : (left[i] ?? 0) * (left[i - 1] ?? 0)
  }
  const rho = power > 0 ? Math.min(RHO_MAX, Math.max(0, lagged / power + 1 / floors)) : 0
  return Math.max(Math.min(floors, LEAST_EFFECTIVE), (floors * (1 - rho)) / (1 + rho))
}
