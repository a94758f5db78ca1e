/** One event that several logs tell (the ring, the journal, a file) -> once, with all that they know of its time. */
import type { OomEvent, OomVictim, Stamp } from './events.ts'

/** Gives events with those of later logs joined into those of earlier ones. `starts`: first line of each log. */
export function mergedEvents(
  events: readonly OomEvent[],
  starts: readonly number[],
): readonly OomEvent[] {
  if (starts.length < 2) return events
  const logOf = (event: OomEvent): number => starts.findLastIndex((line) => line <= event.line)
  const merged: OomEvent[] = []
  const byKill = new Map<string, number>()
  const log: number[] = []
  for (const event of events) {
    const key = keyOf(event)
    const place = key === null ? undefined : byKill.get(key)
    const known = place === undefined ? undefined : merged[place]
    if (place === undefined || known === undefined || log[place] === logOf(event)) {
      if (key !== null) byKill.set(key, merged.length)
      log.push(logOf(event))
      merged.push(event)
    } else {
      merged[place] = joined(known, event)
    }
  }
  return merged
}

/** The first victim with its sizes to the kB: no two kills share them. Null where no sizes tell. */
function keyOf(event: OomEvent): string | null {
  const first: OomVictim | undefined = event.victims[0]
  if (first === undefined || first.totalVmBytes === null) return null
  return [first.pid, first.name, first.totalVmBytes, first.anonRssBytes, first.fileRssBytes].join(
    ' ',
  )
}

/** The fuller report, with both times. */
function joined(one: OomEvent, other: OomEvent): OomEvent {
  const fuller = other.tasks.length > one.tasks.length ? other : one
  return { ...fuller, host: one.host ?? other.host, at: bothTimes(one.at, other.at) }
}

function bothTimes(one: Stamp, other: Stamp): Stamp {
  return {
    uptimeSec: one.uptimeSec ?? other.uptimeSec,
    atMs: one.atMs ?? other.atMs,
    wall: one.wall ?? other.wall,
  }
}
