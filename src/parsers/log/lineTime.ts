/**
 * When a line of any log was written, by the forms that servers use: ISO 8601 and what looks like it (PostgreSQL, Java,
 * nginx, journalctl), syslog, PHP, Apache, Redis. Only the beginning of a line is looked at.
 */
import type { Stamp } from '../kernel/events.ts'
import { isoStamp, monthOf, wallStamp } from '../kernel/stamp.ts'

/** A time stands near the beginning; further on it is part of what is said. */
const SEARCHED_CHARS = 80

type Reader = readonly [RegExp, (parts: readonly string[]) => Stamp]

const READERS: readonly Reader[] = [
  [
    /(?<!\d)(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?!\d))?/,
    ([year = '', month = '', day = '', clock = '', fraction = '', zone = '']) =>
      isoStamp(`${year}-${month}-${day}`, clock, fraction, zone),
  ],
  [
    /^(?:<\d+>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})/,
    ([month = '', day, clock = '']) => wallStamp(null, monthOf(month), Number(day), clock),
  ],
  [
    /(?<!\d)(\d{1,2})[-/ ]([A-Z][a-z]{2})[-/ ](\d{4})[: ](\d{2}:\d{2}:\d{2})(?:\.\d+)? ?(UTC|GMT|[+-]\d{4})?/,
    ([day, month = '', year, clock = '', zone = '']) =>
      dated(Number(year), month, Number(day), clock, zone),
  ],
  [
    /\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})(?:\.\d+)? (\d{4})\]/,
    ([month = '', day, clock = '', year]) => dated(Number(year), month, Number(day), clock, ''),
  ],
]

/** Gives the stamp of a line, or null when none of the forms is near its beginning. */
export function lineTime(line: string): Stamp | null {
  const head = line.slice(0, SEARCHED_CHARS)
  for (const [pattern, read] of READERS) {
    const parts = pattern.exec(head)
    if (parts === null) continue
    const stamp = read(parts.slice(1).map((part) => part ?? ''))
    if (stamp.atMs !== null || stamp.wall !== null) return stamp
  }
  return null
}

function dated(year: number, name: string, day: number, clock: string, zone: string): Stamp {
  const month = monthOf(name)
  if (month === null) return wallStamp(null, null, day, clock)
  const two = (number: number): string => String(number).padStart(2, '0')
  return isoStamp(`${year}-${two(month)}-${two(day)}`, clock, '', zone)
}
