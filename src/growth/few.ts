/** Fewer points than a verdict needs: what may be said of them, and when there will be enough. */
import type { Growth, GrowthNote } from '../domain/growth.ts'
import { LIMITS } from '../domain/limits.ts'
import { DAY_MS, SECOND_MS } from '../domain/time.ts'
import { LEAST_POINTS } from './run.ts'
import type { Point } from './series.ts'
import { theilSen } from './theilSen.ts'

export type FewJudged = Pick<
  Growth,
  'verdict' | 'slopeBytesPerDay' | 'risenBytes' | 'notes' | 'needs'
>

/** One point is a level, two are a difference, up to five a direction: never a verdict. */
export function judgeFew(points: readonly Point[], nowMs: number): FewJudged {
  const spanMs = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)
  // A rate over less than this is noise of the clock, whatever the difference.
  const trend = spanMs < LIMITS.rateMinSeconds * SECOND_MS ? null : theilSen(points)
  const rise = points.length === 1 ? null : (points.at(-1)?.[1] ?? 0) - (points[0]?.[1] ?? 0)
  const moreSamples = Math.max(0, LEAST_POINTS - points.length)
  const stepMs = points.length < 2 ? null : spanMs / (points.length - 1)
  return {
    verdict: 'insufficient-data',
    slopeBytesPerDay: trend === null ? null : trend.slope * DAY_MS,
    risenBytes: rise,
    notes: notesOf(points, spanMs / SECOND_MS, moreSamples),
    needs: { moreSamples, atMs: stepMs === null ? null : nowMs + moreSamples * stepMs },
  }
}

function notesOf(
  points: readonly Point[],
  spanSeconds: number,
  moreSamples: number,
): readonly GrowthNote[] {
  if (points.length === 1) return [{ code: 'one-point', numbers: { moreSamples } }]
  if (points.length === 2) return [{ code: 'two-points', numbers: { spanSeconds, moreSamples } }]
  const steps = points.slice(1).map(([, bytes], i) => bytes - (points[i]?.[1] ?? bytes))
  const rises = steps.filter((step) => step > 0).length
  const falls = steps.filter((step) => step < 0).length
  const few = { points: points.length, needed: LEAST_POINTS, moreSamples, rises, falls }
  // A series that only stood or fell is neither: the counts say so.
  const shape = rises === steps.length ? 'monotone' : rises > 0 && falls > 0 ? 'not-monotone' : null
  return [
    { code: 'few-points', numbers: few },
    ...(shape === null ? [] : [{ code: shape, numbers: { rises, falls } } as const]),
  ]
}
