/**
 * When an event happened: the stamp of its line against the host's clocks. A pasted log has no live host beside it:
 * there its own last line is "now".
 */
import { MINUTE_MS, SECOND_MS } from '../../domain/time.ts'
import type { Stamp } from '../../parsers/kernel/events.ts'

/** What is known of the clocks that wrote and that read the log. */
export interface Clocks {
  /** Boot of the live host; null for a text without one. */
  readonly bootAtMs: number | null
  /** The host's offset from UTC in seconds; null when it was not read. */
  readonly offsetSec: number | null
  readonly nowMs: number
  /** Last stamp of the log. */
  readonly last: Stamp | null
}

export interface When {
  /** The instant; null when the log and the host do not tell it. */
  readonly atMs: number | null
  /** Seconds before now, or before the end of a pasted log; null when neither is known. */
  readonly ageSec: number | null
  /** A position on the log's own scale, for differences between its events; null without a stamp. */
  readonly scaleMs: number | null
  /** As the log tells it, in the host's own time. */
  readonly printed: string
}

/** Gives the time of a stamp; nothing is guessed: what cannot be known is null. */
export function whenOf(stamp: Stamp, clocks: Clocks): When {
  const atMs = instantOf(stamp, clocks)
  return {
    atMs,
    ageSec: ageOf(stamp, atMs, clocks),
    scaleMs: scaleOf(stamp, clocks.nowMs)?.ms ?? null,
    printed: printedOf(stamp),
  }
}

/** The time as the host's clock showed it, as `11-20 03:14:07`; null without its zone. */
export function hostTime(stamp: Stamp, atMs: number | null, clocks: Clocks): string | null {
  if (stamp.wall !== null) return printedOf(stamp)
  if (atMs === null || clocks.offsetSec === null) return null
  return shortTime(atMs + clocks.offsetSec * SECOND_MS)
}

/** `11-20 03:14:07` of an instant, in UTC. */
export function shortTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(5, 19).replace('T', ' ')
}

function instantOf(stamp: Stamp, { bootAtMs, offsetSec, nowMs }: Clocks): number | null {
  if (stamp.atMs !== null) return stamp.atMs
  if (stamp.wall !== null) {
    return offsetSec === null ? null : wallMs(stamp.wall, nowMs) - offsetSec * SECOND_MS
  }
  // Only a bare boot time is surely of the present boot: a log file's lines carry those of earlier boots as well.
  return stamp.uptimeSec === null || bootAtMs === null
    ? null
    : bootAtMs + stamp.uptimeSec * SECOND_MS
}

function ageOf(stamp: Stamp, atMs: number | null, clocks: Clocks): number | null {
  if (clocks.bootAtMs !== null && atMs !== null) {
    return Math.max(0, (clocks.nowMs - atMs) / SECOND_MS)
  }
  if (clocks.bootAtMs !== null || clocks.last === null) return null
  const [then, end] = [scaleOf(stamp, clocks.nowMs), scaleOf(clocks.last, clocks.nowMs)]
  if (then === null || end === null || then.kind !== end.kind) return null
  return Math.max(0, (end.ms - then.ms) / SECOND_MS)
}

function scaleOf(stamp: Stamp, nowMs: number): { kind: string; ms: number } | null {
  if (stamp.atMs !== null) return { kind: 'instant', ms: stamp.atMs }
  if (stamp.wall !== null) return { kind: 'wall', ms: wallMs(stamp.wall, nowMs) }
  return stamp.uptimeSec === null ? null : { kind: 'uptime', ms: stamp.uptimeSec * SECOND_MS }
}

/** Syslog leaves the year out: it is the latest one that does not lie in the future (a day is left for zones). */
function wallMs(wall: NonNullable<Stamp['wall']>, nowMs: number): number {
  const inYear = (year: number): number =>
    Date.UTC(year, wall.month - 1, wall.day) + wall.secondOfDay * SECOND_MS
  if (wall.year !== null) return inYear(wall.year)
  const year = new Date(nowMs).getUTCFullYear()
  return inYear(year) > nowMs + 24 * 60 * MINUTE_MS ? inYear(year - 1) : inYear(year)
}

function printedOf(stamp: Stamp): string {
  if (stamp.wall !== null) {
    const { month, day, secondOfDay } = stamp.wall
    return shortTime(Date.UTC(2000, month - 1, day) + secondOfDay * SECOND_MS)
  }
  if (stamp.atMs !== null) return `${shortTime(stamp.atMs)} UTC`
  return stamp.uptimeSec === null ? '?' : `[${stamp.uptimeSec.toFixed(6)}]`
}
