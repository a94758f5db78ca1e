/**
 * Kill lines that belong to the event before them. Since 4.19 each OOM has an `oom-kill:` line of its own; kill lines of
 * a group's limit that follow one at once without any are those of memory.oom.group, in a log that was filtered and lacks
 * the line which says so. The kernel prints the first victim again among them.
 */
import { SECOND_MS } from '../../domain/time.ts'
import type { OomEvent } from '../../parsers/kernel/events.ts'
import { type Clocks, whenOf } from './when.ts'

/** The kernel kills a group without a pause. */
const AT_ONCE_MS = 2 * SECOND_MS

/** Gives the events in the order of the log, with followers joined into the event they belong to. */
export function withFollowers(events: readonly OomEvent[], clocks: Clocks): readonly OomEvent[] {
  const joined: OomEvent[] = []
  for (const event of [...events].sort((a, b) => a.line - b.line)) {
    const before = joined.at(-1)
    if (before === undefined || !follows(event, before, clocks)) joined.push(event)
    else joined[joined.length - 1] = together(before, event)
  }
  return joined
}

function follows(event: OomEvent, before: OomEvent, clocks: Clocks): boolean {
  const bare = event.invoker === null && event.oomMemcg === null && event.taskMemcg === null
  const ofGroup = event.constraint === 'memcg' && before.oomMemcg !== null
  if (!bare || !ofGroup || event.host !== before.host) return false
  const [from, to] = [whenOf(before.at, clocks).scaleMs, whenOf(event.at, clocks).scaleMs]
  return from !== null && to !== null && Math.abs(to - from) <= AT_ONCE_MS
}

function together(before: OomEvent, event: OomEvent): OomEvent {
  const known = new Set(before.victims.map(({ pid }) => pid))
  return {
    ...before,
    groupKill: true,
    victims: [...before.victims, ...event.victims.filter(({ pid }) => !known.has(pid))],
    quotes: [...before.quotes, ...event.quotes],
  }
}
