/** The "now" of a series that somebody brought: its own last instant, for how old a file is says nothing of it. */
import { DAY_MS } from '../domain/time.ts'
import { isPlausible } from './clean.ts'

/** Instants after a hole of this many times all that came before are a clock that was wrong, when they are as few. */
const STRAY_GAP_SPANS = 10
const STRAY_SHARE = 0.05
/** A hole of less may be a reading that came late: a burst of minutes, then one the next day. */
const STRAY_GAP_MS = 60 * DAY_MS

/** Epoch ms of the last instant that the others bear out; 0 where none is possible. In any order; never throws. */
export function ownNowMs(atMs: readonly number[]): number {
  const known = Float64Array.from(atMs.filter((at) => isPlausible(at, LATEST_MS))).sort()
  const first = firstOf(known)
  const most = Math.max(1, Math.floor(known.length * STRAY_SHARE))
  for (let i = Math.max(known.length - most, first + 2); i < known.length; i += 1) {
    const [before, at] = [known[i - 1] ?? 0, known[i] ?? 0]
    const spanMs = before - (known[first] ?? 0)
    if (at - before > Math.max(STRAY_GAP_MS, STRAY_GAP_SPANS * spanMs)) return before
  }
  return known.at(-1) ?? 0
}

/** The last instant that a Date can be: beyond it nothing can be said of one. */
const LATEST_MS = 8.64e15

/** A wrong clock at the beginning must not make the span so long that one at the end seems near. */
function firstOf(known: Float64Array): number {
  const most = Math.floor(known.length * STRAY_SHARE)
  const end = known[known.length - 1 - most] ?? 0
  for (let i = most; i > 0; i -= 1) {
    const [before, at] = [known[i - 1] ?? 0, known[i] ?? 0]
    if (at - before > STRAY_GAP_SPANS * (end - at)) return i
  }
  return 0
}
