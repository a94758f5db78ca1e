/** Times as log lines write them -> Stamp. Sources: syslog RFC 3164 and 5424, journalctl(1) -o, dmesg(1) --time-format. */
import type { Stamp } from './events.ts'

export const NO_STAMP: Stamp = { uptimeSec: null, atMs: null, wall: null }

/** English names first: LC_ALL=C has them. The others are the abbreviations that dmesg -T and journalctl take from the locale. */
const MONTH_NAMES: readonly string[] = [
  'jan janv ene gen янв',
  'feb fev fév févr февр фев',
  'mar mär mrz märz mrt mars marzo марта мар',
  'apr avr avril abr апр',
  'may mai maj mag mei мая май',
  'jun juin giu июня июн',
  'jul juil lug июля июл',
  'aug août aou ago авг',
  'sep sept set сент сен',
  'oct okt ott out окт',
  'nov нояб ноя',
  'dec dez déc dic дек',
]
const MONTH_BY_NAME: ReadonlyMap<string, number> = new Map(
  MONTH_NAMES.flatMap((names, i) => names.split(' ').map((name) => [name, i + 1] as const)),
)

/** `Nov`, `nov.`, `11月` -> 11; null for a name of no language that is known here. */
export function monthOf(word: string): number | null {
  const digits = /^(\d{1,2})(?:月|월)$/.exec(word)?.[1]
  if (digits !== undefined) return between(Number(digits), 1, 12)
  return MONTH_BY_NAME.get(word.toLowerCase().replace(/\.$/, '')) ?? null
}

/** `03:14:07` -> seconds of the day; 60 is a leap second. */
export function secondOfDay(clock: string): number | null {
  const [hour = '', minute = '', second = '0'] = clock.split(':')
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Math.floor(Number(second))
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60 ? seconds : null
}

/** A wall clock's stamp; a date that no calendar has gives an empty one. */
export function wallStamp(
  year: number | null,
  month: number | null,
  day: number,
  clock: string,
): Stamp {
  const seconds = secondOfDay(clock)
  if (month === null || seconds === null || between(day, 1, 31) === null) return NO_STAMP
  return { ...NO_STAMP, wall: { year, month, day, secondOfDay: seconds } }
}

/** `2024-11-20T03:14:07.5+01:00` in its parts -> an instant when the zone is there, else a wall clock with a year. */
export function isoStamp(date: string, clock: string, fraction: string, zone: string): Stamp {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const wall = wallStamp(year, between(month, 1, 12), day, clock)
  const offset = zoneSeconds(zone)
  if (wall.wall === null || offset === null) return wall
  const ms = fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)
  const atMs = Date.UTC(year, month - 1, day) + (wall.wall.secondOfDay - offset) * 1000 + ms
  return Number.isSafeInteger(atMs) ? { ...NO_STAMP, atMs } : NO_STAMP
}

/** `Z`, `UTC`, `+0100`, `+01:00` -> seconds east; null for other names of zones and for none. */
function zoneSeconds(zone: string): number | null {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (sign === undefined) return null
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return sign === '-' ? -seconds : seconds
}

/** What stands between the brackets of dmesg -T in any language: `Wed Nov 20 03:14:07 2024`, `dim. 19 avril 03:14:07 2020`. */
export function bracketStamp(text: string): Stamp {
  const [, date = '', clock = '', year = ''] = BRACKETS.exec(text) ?? []
  const words = date.trim().split(/\s+/).slice(1)
  const day = words.find((word) => /^\d{1,2}\.?$/.test(word))
  const month = words.find((word) => word !== day)
  if (day === undefined || month === undefined) return NO_STAMP
  return wallStamp(Number(year), monthOf(month), Number.parseInt(day, 10), clock)
}

const BRACKETS = /^([^:]{1,40}) (\d{2}:\d{2}:\d{2}) (\d{4})$/

/** Seconds from one stamp to another where both have one kind of time, wall clocks of one day; else null. */
export function secondsBetween(one: Stamp, other: Stamp): number | null {
  if (one.uptimeSec !== null && other.uptimeSec !== null) return other.uptimeSec - one.uptimeSec
  if (one.atMs !== null && other.atMs !== null) return (other.atMs - one.atMs) / 1000
  if (one.wall === null || other.wall === null) return null
  const days = (wall: NonNullable<Stamp['wall']>): number => wall.month * 31 + wall.day
  const apart = (days(other.wall) - days(one.wall)) * 86_400
  return apart + other.wall.secondOfDay - one.wall.secondOfDay
}

function between(of: number, least: number, most: number): number | null {
  return of >= least && of <= most ? of : null
}
