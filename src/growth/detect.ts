/**
 * Any memory series -> does it grow without bound, and how sure is that. Floors are fitted by a dozen families of
 * shapes, each weighed by what it explains for what it costs; the score is the weight of those that grow on, and it is
 * calibrated: of series with a score of .9 nine in ten leak (docs/proofs.md has the figures).
 */
import type { DetectBasis, Detected, DetectInput } from '../domain/detected.ts'
import type { GrowthVerdict } from '../domain/growth.ts'
import { SECOND_MS } from '../domain/time.ts'
import { cleaned } from './clean.ts'
import { DAY_SECONDS, spanOf } from './floors.ts'
import { forecast, INTERVAL } from './forecast.ts'
import { RISE_RATIO } from './outlook.ts'
import { type RunOutlook, runOutlook } from './run.ts'
import { median } from './stats.ts'

/** A leak for who asks; an order tells it at a higher score (notify.ts). */
export const LEAK_SCORE = 0.86
export const MAYBE_SCORE = 0.5
/** Coarser floors must not speak against it, unless it is nearly sure. */
const COARSE_SCORE = 0.2
/** The floors before the newest must show it too: what rests on one reading is a peak until there is another. */
const BEFORE_SCORE = 0.2
const SURE_SCORE = 0.97
/** Growth that fades, rises again within what was given back, or is the newest floor alone: never more than this. */
const UNSURE_SCORE = 0.5
/** One life of many must not decide alone: its log odds count for no more than this. */
const LIFE_ODDS = 4
const ODDS_FLOOR = 1e-4
/** From here on a bounded shape is what it is. */
const BOUNDED_SHARE = 0.5
const SAWTOOTH_CYCLES = 3
const MODELS = 4

/** Never throws. Fewer than six usable points of one life are `insufficient-data`. */
export function detectGrowth(input: DetectInput): Detected {
  const { startMs, runs, points, dropped, unusable } = cleaned(input, input.nowMs)
  const judged = runs.flatMap((run) => {
    const of = runOutlook(run)
    return of === null ? [] : [of]
  })
  const last = judged.at(-1)
  const t = runs.flatMap((run) => [run.t[0] ?? 0, run.t.at(-1) ?? 0])
  const basis = {
    points,
    dropped,
    unusable,
    spanSec: Math.max(...t, 0) - Math.min(...t, 0),
    lives: runs.length,
  }
  if (last === undefined) return tooFew(basis)
  const main = judged.reduce((most, run) => (weightOf(run) > weightOf(most) ? run : most))
  const { score, leaking, growing } = scored(judged, last, main)
  const paused = growing && main.paused > main.growing
  const at = (seconds: number): number => startMs + seconds * SECOND_MS
  const tells = main.rate > 0 && growing
  return {
    verdict: leaking ? 'leaking' : growing ? 'growing-not-yet-proved' : calmVerdict(last),
    score,
    paused,
    ...(tells
      ? rates(main)
      : { slopePerDay: last.slope * DAY_SECONDS, slopeLo: null, slopeHi: null }),
    // Where the growing part begins before the first reading, all that is known is that it was there by then.
    sinceMs: tells ? at(Math.max(0, main.since)) : null,
    untilMs: tells && paused && main.until !== null ? at(main.until) : null,
    risen: tells ? main.rate * ((main.until ?? lastOf(main)) - main.since) : null,
    eta: tells && !paused ? forecast(main, last.peak, input.limitBytes) : null,
    basis: {
      ...basis,
      floors: main.floors,
      effective: main.effective,
      judgedLives: judged.length,
      season: main.season,
      cycles: last.cycles,
    },
    models: main.models.slice(0, MODELS).map(({ family, weight }) => [family, weight] as const),
    rival: rivalOf(main),
    floors: Array.from(last.series.t, (s, i) => [at(s), last.series.v[i] ?? 0] as const),
  }
}

function weightOf({ growing, paused, points }: RunOutlook): number {
  return (growing + paused) * points
}

/** Of several lives the log odds are added: a leak that starts anew each time is proved by all of them. */
function scored(
  judged: readonly RunOutlook[],
  last: RunOutlook,
  main: RunOutlook,
): { readonly score: number; readonly leaking: boolean; readonly growing: boolean } {
  const single = judged.length === 1
  const fine = single ? last.growing + last.paused : together(judged)
  const coarse = single ? (last.coarse ?? 1) : 1
  const fades = main.growing >= main.paused && main.fading
  const newest = (last.before ?? 1) < BEFORE_SCORE
  const unsure = fades || (single && (main.again || newest))
  const doubted = coarse < COARSE_SCORE && fine < SURE_SCORE
  const score = Math.min(fine, doubted ? coarse : 1, unsure ? UNSURE_SCORE : 1)
  return { score, leaking: score >= LEAK_SCORE, growing: fine >= MAYBE_SCORE }
}

function together(judged: readonly RunOutlook[]): number {
  const odds = judged.reduce((sum, { growing, paused }) => {
    const share = growing + paused
    const own = Math.log((share + ODDS_FLOOR) / (1 - share + ODDS_FLOOR))
    return sum + Math.max(-LIFE_ODDS, Math.min(LIFE_ODDS, own))
  }, 0)
  return 1 / (1 + Math.exp(-odds))
}

function calmVerdict({ bounded, models, series, cycles }: RunOutlook): GrowthVerdict {
  if (bounded > BOUNDED_SHARE && models[0]?.bounded === true) {
    return hasRisen(series.v) ? 'plateaued' : 'stable'
  }
  return cycles >= SAWTOOTH_CYCLES ? 'sawtooth-stable' : 'stable'
}

/** Whether the newest third lies above where it began. */
function hasRisen(floors: Float64Array): boolean {
  const began = median(floors.subarray(0, FIRST_FLOORS))
  const stands = median(floors.subarray(-Math.max(FIRST_FLOORS, Math.floor(floors.length / 3))))
  return stands - began >= RISE_RATIO * Math.abs(stands)
}

/** Where a series began: more than one floor, because one is noise. */
const FIRST_FLOORS = 2

function rates({
  rate,
  rateError,
}: RunOutlook): Pick<Detected, 'slopePerDay' | 'slopeLo' | 'slopeHi'> {
  const of = (perSecond: number): number => perSecond * DAY_SECONDS
  return {
    slopePerDay: of(rate),
    slopeLo: of(rate - INTERVAL * rateError),
    slopeHi: of(rate + INTERVAL * rateError),
  }
}

function lastOf({ series }: RunOutlook): number {
  return (series.t[0] ?? 0) + spanOf(series.t)
}

function rivalOf({ models }: RunOutlook): Detected['rival'] {
  const rival = models.find(({ bounded }) => bounded)
  return rival === undefined ? null : [rival.family, rival.weight]
}

function tooFew(
  basis: Pick<DetectBasis, 'points' | 'dropped' | 'unusable' | 'spanSec' | 'lives'>,
): Detected {
  const none = { floors: 0, effective: 0, judgedLives: 0, season: 'none', cycles: 0 } as const
  return {
    verdict: 'insufficient-data',
    score: 0,
    paused: false,
    slopePerDay: null,
    slopeLo: null,
    slopeHi: null,
    sinceMs: null,
    untilMs: null,
    risen: null,
    eta: null,
    basis: { ...basis, ...none },
    models: [],
    rival: null,
    floors: [],
  }
}
