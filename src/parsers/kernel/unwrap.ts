/**
 * One line of a file -> the log lines in it: JSON of the journal (journalctl -o json) and of container runtimes, lines
 * joined by rsyslog's `#012`, and colours of dmesg.
 */
import type { Stamp } from './events.ts'
import { type LogLine, readPrefix } from './prefix.ts'
import { isoStamp, NO_STAMP } from './stamp.ts'

const ESCAPE = '\u001b'
const COLOURS = /\u001b\[[\d;]*m/g
/** Lines that may be in one; a report joined into a single line has a few hundred. */
const MAX_PARTS = 5000

export function unwrap(text: string): readonly LogLine[] {
  if (text.startsWith('{')) return fromJson(text) ?? [readPrefix(text)]
  const plain = text.includes(ESCAPE) ? text.replace(COLOURS, '') : text
  const first = readPrefix(plain)
  return plain.includes('#012') ? parts(first, '#012') : [first]
}

/** Each part has the time of the whole, and its own where it begins with one. */
function parts(whole: LogLine, between: string): readonly LogLine[] {
  return whole.message.split(between, MAX_PARTS).map((part) => {
    const own = readPrefix(part)
    return {
      at: {
        uptimeSec: own.at.uptimeSec ?? whole.at.uptimeSec,
        atMs: whole.at.atMs ?? own.at.atMs,
        wall: whole.at.wall ?? own.at.wall,
      },
      host: whole.host ?? own.host,
      tag: whole.tag ?? own.tag,
      message: own.message,
      prefixed: true,
    }
  })
}

function fromJson(text: string): readonly LogLine[] | null {
  let entry: unknown
  try {
    entry = JSON.parse(text)
  } catch {
    // Not JSON, or cut: it is read as a plain line.
    return null
  }
  if (typeof entry !== 'object' || entry === null) return null
  const field = (name: string): string | null => {
    const value = (entry as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' ? value : null
  }
  const message = field('MESSAGE') ?? field('log') ?? field('message') ?? field('msg')
  if (message === null) return null
  const whole = {
    at: jsonStamp(field),
    host: field('_HOSTNAME'),
    tag: field('SYSLOG_IDENTIFIER') ?? (field('_TRANSPORT') === 'kernel' ? 'kernel' : null),
    message,
    prefixed: true,
  }
  return parts(whole, '\n').flatMap((part) =>
    part.message.includes('#012') ? parts(part, '#012') : [part],
  )
}

function jsonStamp(field: (name: string) => string | null): Stamp {
  const realtime = /^\d{15,17}$/.exec(field('__REALTIME_TIMESTAMP') ?? '')?.[0]
  const source = /^\d{1,15}$/.exec(field('_SOURCE_MONOTONIC_TIMESTAMP') ?? '')?.[0]
  const iso = ISO.exec(field('time') ?? field('@timestamp') ?? field('timestamp') ?? '')
  const [, date = '', clock = '', fraction = '', zone = ''] = iso ?? []
  const written = iso === null ? NO_STAMP : isoStamp(date, clock, fraction, zone)
  return {
    ...written,
    atMs: realtime === undefined ? written.atMs : Math.floor(Number(realtime) / 1000),
    uptimeSec: source === undefined ? null : Number(source) / 1e6,
  }
}

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/
