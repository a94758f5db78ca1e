/**
 * The host's clock and its offset from UTC, by `date -Iseconds` (coreutils and busybox): log lines without a zone
 * are in this one.
 *
 * ```
 * 2024-11-20T04:14:07+01:00
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'

interface HostDate {
  readonly atMs: number
  readonly offsetSeconds: number
}

const ID = 'host/clock'

export const hostDate: Source<HostDate> = {
  id: ID,
  scope: 'host',
  at: { kind: 'argv', argv: ['date', '-Iseconds'] },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 256, seconds: 2 },
  counters: false,
  when: 'always',
  parse: (text, told) => parseOneLine(ID, text, told, readDate),
}

const DATE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})([+-])(\d{2}):?([0-5]\d)$/

function readDate(line: string): HostDate | null {
  const [, local = '', sign, hours, minutes] = DATE.exec(line.trim()) ?? []
  const localMs = Date.parse(`${local}Z`)
  if (Number.isNaN(localMs)) return null
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  const offsetSeconds = sign === '-' ? -seconds : seconds
  return { atMs: localMs - offsetSeconds * 1000, offsetSeconds }
}
