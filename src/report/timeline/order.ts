/**
 * Events in the order in which they must have happened. The kernel's log has a clock of its own that drifts against the
 * host's by some milliseconds an hour, so a parent's word of a killed child can bear an earlier time than the kill.
 */
import { LANES, type TimelineEvent } from './event.ts'

/** What lies further apart is no drift: a pid that came again, or a clock that is wrong. */
const DRIFT_MS = 5000

/** Oldest first; a kill stands no later than what was said of it. */
export function inOrder(events: readonly TimelineEvent[]): readonly TimelineEvent[] {
  const told = new Map<number, number>()
  for (const { ended, atMs } of events)
    if (ended !== undefined) told.set(ended, Math.min(atMs, told.get(ended) ?? atMs))
  return events
    .map((event): TimelineEvent => {
      const atMs = event.killed === undefined ? undefined : told.get(event.killed)
      const late = atMs !== undefined && event.atMs > atMs && event.atMs - atMs <= DRIFT_MS
      return late ? { ...event, atMs } : event
    })
    .toSorted((a, b) => a.atMs - b.atMs || LANES.indexOf(a.lane) - LANES.indexOf(b.lane))
}
