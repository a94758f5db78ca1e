/** Kills of one subject: same victim name in the same group. Five kills in 40 minutes are one fault with a rate. */
import { SECOND_MS } from '../../domain/time.ts'
import type { OomEvent } from '../../parsers/kernel/events.ts'
import { type Cause, causeOf, isOfGroup } from './cause.ts'
import { withFollowers } from './followers.ts'
import { type Clocks, type When, whenOf } from './when.ts'

/** An event with its time and its cause. */
export interface Told {
  /** From 1, the oldest first: what people ask for by number. */
  readonly number: number
  readonly event: OomEvent
  readonly when: When
  readonly cause: Cause
}

export interface Recurrence {
  /** Oldest first; never empty. */
  readonly events: readonly Told[]
  readonly newest: Told
  readonly kills: number
  /** Between the first and the last; null when their times cannot be compared. */
  readonly spanSec: number | null
}

/** Events by their time, and where one has none, in the order of the log. Several logs come newest first. */
export function told(events: readonly OomEvent[], clocks: Clocks): readonly Told[] {
  const all = withFollowers(events, clocks).map((event) => ({
    event,
    when: whenOf(event.at, clocks),
  }))
  const timed = all.every(({ when }) => when.atMs !== null)
  return all
    .sort((a, b) => (timed ? (a.when.atMs ?? 0) - (b.when.atMs ?? 0) : a.event.line - b.event.line))
    .map(({ event, when }, i) => ({ number: i + 1, event, when, cause: causeOf(event) }))
}

/** Recurrences, the one with the newest event first. */
export function recurrencesOf(all: readonly Told[]): readonly Recurrence[] {
  const by = new Map<string, Told[]>()
  for (const one of all) {
    const key = subjectOf(one)
    const known = by.get(key)
    if (known === undefined) by.set(key, [one])
    else known.push(one)
  }
  return [...by.values()].flatMap(recurrence).sort((a, b) => b.newest.number - a.newest.number)
}

function recurrence(events: readonly Told[]): readonly Recurrence[] {
  const [first, newest] = [events[0], events.at(-1)]
  if (first === undefined || newest === undefined) return []
  const [from, to] = [
    first.when.atMs ?? first.when.scaleMs,
    newest.when.atMs ?? newest.when.scaleMs,
  ]
  const spanSec = from === null || to === null || to < from ? null : (to - from) / SECOND_MS
  const kills = events.reduce((sum, { event }) => sum + Math.max(1, event.victims.length), 0)
  return [{ events, newest, kills, spanSec }]
}

/** A restarted container has a new id and a new session a new number: they are the same subject. */
function subjectOf({ event, cause }: Told): string {
  const name = event.victims[0]?.name ?? event.invoker?.name ?? ''
  const group = isOfGroup(event) ? (event.oomMemcg ?? '?') : (event.taskMemcg ?? '')
  const kind = cause.kind === 'asked' ? 'asked' : isOfGroup(event) ? 'group' : 'host'
  return `${event.host ?? ''}\n${kind}\n${name}\n${group.replace(/[0-9a-f]{64}/g, '#').replace(/(session-|run-[ru]?)[0-9a-f]+/g, '$1#')}`
}
