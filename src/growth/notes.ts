/** What a reader must know beside the verdict: doubts, swings, and what the figures rest on. */
import type { Detected } from '../domain/detected.ts'
import type { GrowthNote, GrowthVerdict, KnownCap } from '../domain/growth.ts'
import { DAY_MS, SECOND_MS } from '../domain/time.ts'
import { quantile, roughSlope } from './stats.ts'

/** A shorter span cannot show the daily swing. */
const DAILY_SPAN_SEC = (1.5 * DAY_MS) / SECOND_MS
/** The newest readings, by which "flat for the last hour" is told. */
const LATELY_LEAST = 5
const LATELY_SHARE = 0.25
/** Flat is a slope of less than this share of the growth's own. */
const FLAT_SHARE = 0.1

export function notesOf(
  of: Detected,
  verdict: GrowthVerdict,
  cap: KnownCap | null,
  points: readonly (readonly [number, number])[],
): readonly GrowthNote[] {
  const { basis } = of
  const spanSeconds = basis.spanSec
  const grows = verdict === 'leaking' || verdict === 'growing-not-yet-proved'
  const notes: GrowthNote[] = []
  const add = (code: GrowthNote['code'], numbers: GrowthNote['numbers'] = {}): void => {
    notes.push({ code, numbers })
  }
  if (verdict === 'growing-not-yet-proved') add('slope-not-proof', { spanSeconds })
  if (verdict === 'leaking' && !of.paused) add('fill-looks-alike', { spanSeconds })
  if (grows && cap !== null) add('known-cap', { capBytes: cap.bytes })
  if (grows && of.paused && of.untilMs !== null) add('paused', { untilAtMs: of.untilMs })
  const flatSec = grows && !of.paused ? flatLately(points, of.slopePerDay ?? 0) : null
  if (flatSec !== null) add('flat-lately', { spanSeconds: flatSec })
  if (basis.season.includes('daily')) add('daily-swing')
  if (basis.season.includes('weekly')) add('weekly-swing')
  if (basis.cycles > 0) add('sawtooth', { cycles: basis.cycles })
  if (!grows) add('flat-clears-nothing', { spanSeconds })
  if (spanSeconds < DAILY_SPAN_SEC) add('short-span', { spanSeconds })
  if (basis.dropped > 0) add('left-out', { points: basis.dropped })
  return notes
}

/** How long the newest readings have been flat while all together grow: a leak that waits for its event. */
function flatLately(
  points: readonly (readonly [number, number])[],
  slopePerDay: number,
): number | null {
  const count = Math.max(LATELY_LEAST, Math.floor(points.length * LATELY_SHARE))
  const newest = points.slice(-count)
  const [first, last] = [newest[0], newest.at(-1)]
  if (points.length < 2 * LATELY_LEAST || first === undefined || last === undefined) return null
  const t = Float64Array.from(newest, ([at]) => at)
  const v = Float64Array.from(newest, ([, bytes]) => bytes)
  const spanMs = last[0] - first[0]
  const risen = roughSlope(t, v) * spanMs
  const due = (slopePerDay * spanMs) / DAY_MS
  const noise = quantile(v, 0.75) - quantile(v, 0.25)
  // Where the noise is as large as what should have been seen, flat means nothing.
  if (due <= 2 * noise || risen > FLAT_SHARE * due) return null
  return spanMs / SECOND_MS
}
