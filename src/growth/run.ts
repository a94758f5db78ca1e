/** One life's points -> floors, their outlook, and doubts: coarser floors, the newest floor alone, growth that fades. */
import type { Run } from './clean.ts'
import { cyclesOf } from './cycles.ts'
import { isFading } from './fade.ts'
import {
  DAY_SECONDS,
  type FloorKind,
  type Floors,
  floorsOf,
  ofDays,
  ofParts,
  regrouped,
  spanOf,
} from './floors.ts'
import { isWithinGivenBack } from './givenBack.ts'
import { outlookOf, type SeriesOutlook } from './outlook.ts'
import { withoutSpikes } from './spikes.ts'
import { quantile, roughSlope } from './stats.ts'

export interface RunOutlook extends SeriesOutlook {
  readonly points: number
  readonly kind: FloorKind
  readonly series: Floors
  /** Falls of a sawtooth; 0 where there is none. */
  readonly cycles: number
  /** Of coarser floors, which noise and swings move less; null where they would say nothing else. */
  readonly coarse: number | null
  /** Of all floors but the newest; null where nothing grows. */
  readonly before: number | null
  readonly fading: boolean
  /** It rises again within what it held, and gave back, before. */
  readonly again: boolean
  /** The upper level of the newest part: peaks meet a limit, not floors. */
  readonly peak: number
  /** Per second: the floors' own robust slope. */
  readonly slope: number
}

/** Fewer points give no verdict. */
export const LEAST_POINTS = 6
const COARSE_FLOORS = 14
/** Floors that are hardly more than the coarse ones are their own check. */
const COARSE_FROM = 1.5
const COARSE_LEAST = 5
/** Whole days check a daily swing, where there are enough of them. */
const COARSE_DAYS = 5
/** Shares of less grow nowhere, and need no second look. */
const GROWS_SHARE = 0.5
const RECENT_SHARE = 0.2
const RECENT_LEAST = 3
const PEAK_SHARE = 0.95

/** Null with fewer points than a verdict needs, and where they are of one instant. */
export function runOutlook({ t, v: raw }: Run): RunOutlook | null {
  if (t.length < LEAST_POINTS || spanOf(t) <= 0) return null
  const cuts = cyclesOf(t, raw)
  const v = cuts === null ? withoutSpikes(raw) : raw
  const floors = floorsOf(t, v, cuts)
  const fine = outlookOf(floors)
  const days = floors.kind === 'days'
  const recent = v.subarray(-Math.max(RECENT_LEAST, Math.ceil(v.length * RECENT_SHARE)))
  return {
    ...fine,
    points: t.length,
    kind: floors.kind,
    series: floors,
    cycles: cuts?.length ?? 0,
    coarse: coarseShare(t, v, floors, fine),
    before: shareBefore(floors, fine),
    fading: (fine.season === 'none' || days) && isFading(floors),
    again: cuts === null && isWithinGivenBack(v),
    peak: quantile(recent, PEAK_SHARE),
    slope: roughSlope(floors.t, floors.v),
  }
}

function coarseShare(
  t: Float64Array,
  v: Float64Array,
  floors: Floors & { readonly kind: FloorKind },
  fine: SeriesOutlook,
): number | null {
  // Coarser floors than days do not know the week.
  if (floors.t.length <= COARSE_FLOORS * COARSE_FROM || fine.season.includes('weekly')) return null
  const coarse = coarser(t, v, floors, fine)
  if (coarse === null || coarse.t.length < COARSE_LEAST) return null
  const { growing, paused } = outlookOf(coarse)
  return growing + paused
}

function shareBefore({ t, v }: Floors, fine: SeriesOutlook): number | null {
  if (fine.growing + fine.paused < GROWS_SHARE || t.length < LEAST_POINTS) return null
  const { growing, paused } = outlookOf({ t: t.subarray(0, -1), v: v.subarray(0, -1) })
  return growing + paused
}

function coarser(
  t: Float64Array,
  v: Float64Array,
  floors: Floors & { readonly kind: FloorKind },
  { season }: SeriesOutlook,
): Floors | null {
  if (floors.kind === 'cycles') return regrouped(floors, COARSE_FLOORS)
  if (season !== 'daily') return ofParts(t, v, COARSE_FLOORS)
  return spanOf(t) / DAY_SECONDS >= COARSE_DAYS ? ofDays(t, v, 1) : null
}
