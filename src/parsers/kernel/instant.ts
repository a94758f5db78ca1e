/** Stamps of log lines -> instants. Pure: what is known of the clocks is handed in. */
import { DAY_MS, SECOND_MS } from '../../domain/time.ts'
import type { Stamp } from './events.ts'

/** The clocks that wrote a log. */
export interface LogClocks {
  /** The host's present boot; null where no live host stands behind the text. */
  readonly bootAtMs: number | null
  /** Seconds east of UTC of the host's zone; null when it was not read. */
  readonly offsetSec: number | null
  readonly nowMs: number
}

/**
 * Gives the instant of a stamp in epoch milliseconds, or null: nothing is guessed but a missing year. A wall clock
 * goes before an uptime, because a log file's uptimes may be of earlier boots. The offset is today's: a time from
 * the other half of a year with daylight saving is an hour off.
 */
export function instantOf(stamp: Stamp, clocks: LogClocks): number | null {
  if (stamp.atMs !== null) return stamp.atMs
  if (stamp.wall !== null) {
    if (clocks.offsetSec === null) return null
    const offsetMs = clocks.offsetSec * SECOND_MS
    const wall = wallMs(stamp.wall, clocks.nowMs + offsetMs)
    return wall === null ? null : wall - offsetMs
  }
  if (stamp.uptimeSec === null || clocks.bootAtMs === null) return null
  return Math.round(clocks.bootAtMs + stamp.uptimeSec * SECOND_MS)
}

/** Years back that a date without one may be from: 29 February comes at least every eighth. */
const YEARS_BACK = 8

/**
 * A wall clock on a scale without zones, where `nowWallMs` is the host's now. Syslog leaves the year out: it is the
 * latest that has this date and does not lie in the future, with a day left for clocks that disagree. So a line of
 * December that is read in January is of the year before.
 */
export function wallMs(wall: NonNullable<Stamp['wall']>, nowWallMs: number): number | null {
  const inYear = (year: number): number | null => {
    const day = new Date(Date.UTC(year, wall.month - 1, wall.day))
    const real = day.getUTCMonth() === wall.month - 1 && day.getUTCDate() === wall.day
    return real ? day.getTime() + wall.secondOfDay * SECOND_MS : null
  }
  if (wall.year !== null) return inYear(wall.year)
  const latest = new Date(nowWallMs + DAY_MS).getUTCFullYear()
  for (let year = latest; year > latest - YEARS_BACK; year -= 1) {
    const at = inYear(year)
    if (at !== null && at <= nowWallMs + DAY_MS) return at
  }
  return null
}
