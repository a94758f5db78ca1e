/**
 * When an event happened: the stamp of its line against the host's clocks. A pasted log has no live host beside it:
 * there its own last line is "now".
 */
import { SECOND_MS } from '../../domain/time.ts'
import type { Stamp } from '../../parsers/kernel/events.ts'
import { instantOf, type LogClocks, wallMs } from '../../parsers/kernel/instant.ts'

/** What is known of the clocks that wrote and that read the log. */
export interface Clocks extends LogClocks {
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

function ageOf(stamp: Stamp, atMs: number | null, clocks: Clocks): number | null {
  if (clocks.bootAtMs !== null && atMs !== null) {
    return Math.max(0, (clocks.nowMs - atMs) / SECOND_MS)
  }
  if (clocks.bootAtMs !== null || clocks.last === null) return null
  const [then, end] = [scaleOf(stamp, clocks.nowMs), scaleOf(clocks.last, clocks.nowMs)]
  if (then === null || end === null || then.kind !== end.kind) return null
  return Math.max(0, (end.ms - then.ms) / SECOND_MS)
}

interface Scale {
  readonly kind: 'instant' | 'wall' | 'uptime'
  readonly ms: number
}

function scaleOf(stamp: Stamp, nowMs: number): Scale | null {
  if (stamp.atMs !== null) return { kind: 'instant', ms: stamp.atMs }
  const wall = stamp.wall === null ? null : wallMs(stamp.wall, nowMs)
  if (wall !== null) return { kind: 'wall', ms: wall }
  return stamp.uptimeSec === null ? null : { kind: 'uptime', ms: stamp.uptimeSec * SECOND_MS }
}

function printedOf(stamp: Stamp): string {
  if (stamp.wall !== null) {
    const { month, day, secondOfDay } = stamp.wall
    return shortTime(Date.UTC(LEAP_YEAR, month - 1, day) + secondOfDay * SECOND_MS)
  }
  if (stamp.atMs !== null) return `${shortTime(stamp.atMs)} UTC`
  return stamp.uptimeSec === null ? '?' : `[${stamp.uptimeSec.toFixed(6)}]`
}

/** Every date exists in it; the year itself is not shown. */
const LEAP_YEAR = 2000
