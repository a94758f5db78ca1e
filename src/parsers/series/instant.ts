/**
 * A cell -> epoch milliseconds. Numbers tell their unit by their size; a time without a zone is taken as UTC.
 *
 *     1763625600   1763625600.123   1763625600000   2026-11-20T08:00:00Z   2026-11-20 08:00:00   2026-11-20
 */
import { SECOND_MS } from '../../domain/time.ts'

/** Each is the year 5138 in its own unit and a day of 1973 in the next finer: no instant of ours is near. */
const [SECONDS_BELOW, MILLIS_BELOW, MICROS_BELOW] = [1e11, 1e14, 1e17]

/** How many milliseconds one of such a number is: seconds, milli-, micro- or nanoseconds since 1970. */
export function unitMsOf(number: number): number {
  const size = Math.abs(number)
  if (size < SECONDS_BELOW) return SECOND_MS
  if (size < MILLIS_BELOW) return 1
  return size < MICROS_BELOW ? 1e-3 : 1e-6
}

const NUMBER = /^[+-]?\d{1,20}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,2})?$/
const DATE =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$/i

export interface Instant {
  readonly atMs: number
  /** True for a date that names no zone. */
  readonly zoneless: boolean
}

/** Null when it is no instant. */
export function instantOf(cell: string): Instant | null {
  if (NUMBER.test(cell)) {
    const number = Number(cell)
    return { atMs: number * unitMsOf(number), zoneless: false }
  }
  const match = DATE.exec(cell)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  )
  if (!isWritten(at, Number(month), Number(day), Number(hour ?? 0), Number(minute ?? 0)))
    return null
  const part = fraction === undefined ? 0 : Number(`0.${fraction}`) * SECOND_MS
  return { atMs: at + part - offsetMs(zone ?? ''), zoneless: zone === undefined }
}

/** False for what Date would carry over: 31 February, 25 o'clock. */
function isWritten(at: number, month: number, day: number, hour: number, minute: number): boolean {
  const date = new Date(at)
  return (
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    !Number.isNaN(at)
  )
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  if (sign === undefined) return 0
  const ms = (Number(hours) * 60 + Number(minutes ?? 0)) * 60 * SECOND_MS
  return sign === '-' ? -ms : ms
}
