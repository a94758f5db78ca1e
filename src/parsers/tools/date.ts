/**
 * The host's clock and its offset from UTC, by `date '+%s %z %Z'` (date(1) of coreutils and busybox): log lines
 * without a zone are in this one.
 *
 * ```
 * 1732072447 +0100 CET
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface HostDate {
  readonly epochSeconds: number
  readonly offsetSeconds: number
  /** The zone's abbreviation, as people of the host write it. */
  readonly zone: string | null
}

const ID = 'date'

export const hostDate: Source<HostDate> = {
  id: ID,
  scope: 'host',
  at: { kind: 'argv', argv: ['date', '+%s %z %Z'] },
  price: 'cheap',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 256, seconds: 2 },
  counters: false,
  when: 'asked',
  parse: (text, told) => parseOneLine(ID, text, told, readDate),
}

const DATE = /^(\d{1,12}) ([+-])(\d{2}):?([0-5]\d)(?: (\S{1,32}))?$/

function readDate(line: string): HostDate | null {
  const [, digits = '', sign, hours, minutes, zone = null] = DATE.exec(line.trim()) ?? []
  const epochSeconds = wholeNumber(digits)
  if (epochSeconds === null) return null
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return { epochSeconds, offsetSeconds: sign === '-' ? -seconds : seconds, zone }
}
