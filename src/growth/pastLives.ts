/** Which life of its subject an instant of the past is of. */
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts'

/** A start that is told this long after the present life's own is that one; later ones are the teller's, not the subject's. */
const SAME_START_MS = 10 * MINUTE_MS

/** The present life as we know it. */
export interface PresentLife {
  /** The incarnation's key. */
  readonly incarnation: string
  readonly startedAtMs: number | null
}

/**
 * Gives the key of a life for an instant: `until:` the next start (in seconds), or the present incarnation's. A start
 * that we know and nobody told ends the life before it too.
 */
export function livesBy(
  startsMs: readonly number[],
  { incarnation, startedAtMs }: PresentLife,
): (atMs: number) => string {
  const starts = [...startsMs]
    .sort((a, b) => a - b)
    .filter((at) => startedAtMs === null || at <= startedAtMs + SAME_START_MS)
  const last = starts.at(-1)
  const isTold = startedAtMs !== null && last !== undefined && last > startedAtMs - SAME_START_MS
  return (atMs) => {
    const until = starts.find((start) => start > atMs)
    if (until !== undefined) return `until:${Math.round(until / SECOND_MS)}`
    const isBefore = startedAtMs !== null && !isTold && atMs < startedAtMs
    return isBefore ? `before:${incarnation}` : incarnation
  }
}
