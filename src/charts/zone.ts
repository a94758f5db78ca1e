/** A time zone as arithmetic: instants to wall time and back, and wall time in words. */

/**
 * Wall time is written as the epoch milliseconds at which UTC clocks show the same figures, so that
 * calendar arithmetic on it is plain arithmetic.
 */
export interface Zone {
  readonly name: string
  toWall(atMs: number): number
  fromWall(wallMs: number): number
}

/** Month and day names stand here because those of Intl change with the version of its data (Sep, Sept). */
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')

/** Gives the zone of an IANA name; UTC, and so named, when there is no such zone. */
export function zoneOf(name: string): Zone {
  const format = formatOf(name)
  if (format === null) return zoneOf('UTC')
  const toWall = (atMs: number) => {
    const parts = new Map(format.formatToParts(atMs).map((part) => [part.type, Number(part.value)]))
    const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const second = Date.UTC(
      get('year'),
      get('month') - 1,
      get('day'),
      get('hour'),
      get('minute'),
      get('second'),
    )
    return second + (atMs - Math.floor(atMs / 1000) * 1000)
  }
  const offset = (atMs: number) => toWall(atMs) - atMs
  // The offset may differ between the guess and the instant, when a change of clocks lies between them.
  const fromWall = (wallMs: number) => wallMs - offset(wallMs - offset(wallMs))
  return { name, toWall, fromWall }
}

/** `14:05` */
export function hourMinute(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 16)
}

/** `14:05:30` */
export function hourMinuteSecond(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 19)
}

/** `29 Nov` */
export function dayMonth(wallMs: number): string {
  return `${new Date(wallMs).getUTCDate()} ${monthName(wallMs)}`
}

/** `Nov` */
export function monthName(wallMs: number): string {
  return MONTHS[new Date(wallMs).getUTCMonth()] ?? ''
}

/** `Sun` */
export function weekday(wallMs: number): string {
  return DAYS[new Date(wallMs).getUTCDay()] ?? ''
}

export function yearOf(wallMs: number): number {
  return new Date(wallMs).getUTCFullYear()
}

function formatOf(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    if (cause instanceof RangeError) return null
    throw cause
  }
}
