/** Freeze windows: times in which nothing intrusive is done, as people write them, in the zone that they mean. Pure. */
import { HOUR_MS } from './time.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const DAY_MINUTES = 24 * 60
const WEEK_MINUTES = 7 * DAY_MINUTES

interface Written {
  /** As it was written, for people. */
  readonly text: string
}

export type Freeze = Written &
  (
    | {
        readonly kind: 'weekly'
        /** Minutes of the wall clock since Monday 00:00; the second is the first that is free again. */
        readonly fromMinute: number
        readonly untilMinute: number
      }
    | {
        readonly kind: 'dated'
        /** `2026-12-20 00:00` on the wall clock; the second is the first that is free again, `24:00` being a day's end. */
        readonly from: string
        readonly until: string
      }
  )

const WEEKLY = /^([A-Za-z]{3}) (\d\d):(\d\d)$/
const DATED = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?$/

/** Reads `Fri 16:00 - Mon 08:00` or `2026-12-20 - 2027-01-03` (times may follow the days; a last day is frozen whole). */
export function parseFreeze(text: string): Freeze | null {
  const [from, until, more] = text.trim().replace(/\s+/g, ' ').split(' - ')
  if (from === undefined || until === undefined || more !== undefined) return null
  const fromMinute = minuteOfWeek(from)
  const untilMinute = minuteOfWeek(until)
  if (fromMinute !== null && untilMinute !== null)
    return fromMinute === untilMinute ? null : { kind: 'weekly', text, fromMinute, untilMinute }
  const begin = wallOf(from, '00:00')
  const end = wallOf(until, '24:00')
  return begin === null || end === null || end <= begin
    ? null
    : { kind: 'dated', text, from: begin, until: end }
}

/** The window that an instant lies in; null for none. `zone` is an IANA name that is known to be one. */
export function frozenBy(freezes: readonly Freeze[], zone: string, atMs: number): Freeze | null {
  if (freezes.length === 0) return null
  const now = wallClock(zone, atMs)
  return freezes.find((freeze) => holds(freeze, now)) ?? null
}

interface Wall {
  /** `2026-12-20 07:05` */
  readonly text: string
  readonly minuteOfWeek: number
}

function holds(freeze: Freeze, now: Wall): boolean {
  if (freeze.kind === 'dated') return freeze.from <= now.text && now.text < freeze.until
  const { fromMinute, untilMinute } = freeze
  const since = (now.minuteOfWeek - fromMinute + WEEK_MINUTES) % WEEK_MINUTES
  return since < (untilMinute - fromMinute + WEEK_MINUTES) % WEEK_MINUTES
}

function minuteOfWeek(text: string): number | null {
  const [, day = '', hour, minute] = WEEKLY.exec(text) ?? []
  const at = DAYS.findIndex((one) => one === day.toLowerCase())
  const inDay = minuteOfDay(hour, minute)
  return at < 0 || inDay === null ? null : (at * DAY_MINUTES + inDay) % WEEK_MINUTES
}

/** Null for a day that no calendar has, and for no time of a day. */
function wallOf(text: string, usual: string): string | null {
  const [, year, month, day, hour, minute] = DATED.exec(text) ?? []
  if (year === undefined) return null
  const date = `${year}-${month}-${day}`
  const midnight = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null
  if (hour === undefined) return `${date} ${usual}`
  return minuteOfDay(hour, minute) === null ? null : `${date} ${hour}:${minute}`
}

function minuteOfDay(hour: string | undefined, minute: string | undefined): number | null {
  const minutes = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && minutes <= DAY_MINUTES ? minutes : null
}

/** By the wall clock, so that a window ends at its hour on days of 23 and 25 hours too. */
function wallClock(zone: string, atMs: number): Wall {
  const parts = new Map(
    new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  const date = `${part('year')}-${part('month')}-${part('day')}`
  const weekday = (new Date(`${date}T12:00:00Z`).getTime() / (24 * HOUR_MS) + 3) % 7
  return {
    text: `${date} ${part('hour')}:${part('minute')}`,
    minuteOfWeek:
      Math.floor(weekday) * DAY_MINUTES + Number(part('hour')) * 60 + Number(part('minute')),
  }
}

/** Whether a word names a time zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}
