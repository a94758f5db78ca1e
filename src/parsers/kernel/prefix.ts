/**
 * What stands in front of a kernel message: levels, times, host and tag of syslog, journal, dmesg, container runtimes.
 * Sources: syslog RFC 3164 and 5424, journalctl(1) -o short*, dmesg(1), Documentation/ABI/testing/dev-kmsg.
 */
import type { Stamp } from './events.ts'
import { bracketStamp, isoStamp, monthOf, NO_STAMP, wallStamp } from './stamp.ts'

export interface LogLine {
  readonly at: Stamp
  readonly host: string | null
  /** Program that wrote it: `kernel`, `earlyoom`; null where the form has none. */
  readonly tag: string | null
  readonly message: string
  /** False for a line that goes on with the one before. */
  readonly prefixed: boolean
}

/** Where reading is, and what was read so far. */
interface Cursor {
  readonly text: string
  pos: number
  at: Stamp
  host: string | null
  tag: string | null
  /** RFC 5424 has fields where 3164 has a tag. */
  rfc5424: boolean
  /** The time's form is one that host and tag follow. */
  tagged: boolean
}

/** Prefixes may be nested: a container's log of a syslog line of a kernel line. */
const NESTED = 4

/** Takes all known prefixes from a line. Total; what is no prefix stays in the message. */
export function readPrefix(text: string): LogLine {
  const setIn = SET_IN.exec(text)?.[0].length ?? 0
  const cursor: Cursor = {
    text,
    pos: setIn,
    at: NO_STAMP,
    host: null,
    tag: null,
    rfc5424: false,
    tagged: false,
  }
  for (let i = 0; i < NESTED; i += 1) {
    const from = cursor.pos
    takeLevel(cursor)
    if (takeTime(cursor)) takeTag(cursor)
    else takeBareTag(cursor)
    if (cursor.pos === from) break
  }
  const { at, host, tag, pos } = cursor
  return { at, host, tag, message: text.slice(pos).trim(), prefixed: pos > setIn }
}

/** Blanks before all of a line: lists and code of a ticket are set in. The message's own stand behind the prefix. */
const SET_IN = /^[ \t]{1,40}/

/** `<6>`, RFC 5424's `<6>1 `, `kern  :info  : ` of dmesg -x, `6,339,5140900,-;` of /dev/kmsg. */
function takeLevel(cursor: Cursor): void {
  const level = match(LEVEL, cursor)
  if (level?.[1] !== undefined) cursor.rfc5424 = true
  match(FACILITY, cursor)
  const usec = match(KMSG, cursor)?.[1]
  if (usec !== undefined) merge(cursor, { ...NO_STAMP, uptimeSec: Number(usec) / 1e6 })
}

const LEVEL = /<\d{1,3}>(1 (?=\d{4}-))?/y
const FACILITY = /(?:kern|user|daemon|syslog|auth|local\d) *:\w+ *: /y
const KMSG = /\d{1,3},\d{1,12},(\d{1,15}),[^;]{1,80};/y

function takeTime(cursor: Cursor): boolean {
  const code = cursor.text.charCodeAt(cursor.pos)
  cursor.tagged = code !== BRACKET
  if (code === BRACKET) return takeBracket(cursor)
  if (code >= ZERO && code <= NINE) return takeIso(cursor) || takeUnix(cursor) || takeSyslog(cursor)
  return takeSyslog(cursor) || takeFull(cursor)
}

const [BRACKET, ZERO, NINE] = [91, 48, 57]

/** `[  174.712345]`, with the printing task behind it since 5.1; `[Wed Nov 20 03:14:07 2024]`; dmesg's relative forms. */
function takeBracket(cursor: Cursor): boolean {
  const uptime = match(UPTIME, cursor)?.[1]
  if (uptime !== undefined) {
    merge(cursor, { ...NO_STAMP, uptimeSec: Number(uptime) })
    match(CALLER, cursor)
    return true
  }
  const wall = match(DATE_IN_BRACKETS, cursor)?.[1]
  if (wall !== undefined) merge(cursor, bracketStamp(wall))
  return wall !== undefined || match(RELATIVE, cursor) !== null
}

const UPTIME = /\[ {0,8}(\d{1,9}\.\d{3,9})(?: <[^>]{0,20}>|,[^\]]{0,20})?\] ?/y
const CALLER = /\[ *[TC]\d+\] ?/y
const DATE_IN_BRACKETS = /\[([^[\]]{6,40} \d{2}:\d{2}:\d{2} \d{4})\] ?/y
const RELATIVE = /\[(?: {0,8}\+\d+\.\d+|[A-Z][a-z]{2} ?\d{1,2} \d{2}:\d{2})\] ?/y

function takeIso(cursor: Cursor): boolean {
  const found = match(ISO, cursor)
  if (found === null) return false
  const [, date = '', clock = '', point = '', fraction = '', zone = ''] = found
  merge(cursor, isoStamp(date, clock, fraction, zone))
  // dmesg --time-format iso writes a comma, and no tag behind it.
  cursor.tagged = point !== ','
  return true
}

const ISO =
  /(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:([.,])(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?(?= |$) ?/y

function takeUnix(cursor: Cursor): boolean {
  const seconds = match(UNIX, cursor)?.[1]
  if (seconds === undefined) return false
  merge(cursor, { ...NO_STAMP, atMs: Math.floor(Number(seconds) * 1000) })
  return true
}

const UNIX = /(\d{9,11}\.\d{3,9}) /y

/** `Nov 20 03:14:07`, with a year before, in or behind it, and with the month in the host's language. */
function takeSyslog(cursor: Cursor): boolean {
  const found = match(SYSLOG, cursor)
  if (found === null) return false
  const [, before, name = '', day = '', within, clock = '', behind] = found
  const year = before ?? within ?? behind
  merge(
    cursor,
    wallStamp(year === undefined ? null : Number(year), monthOf(name), Number(day), clock),
  )
  return true
}

const SYSLOG =
  /(?:(\d{4}) )?(\p{L}{2,6}\.?|\d{1,2}(?:月|월)) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(?: (\d{4})(?= ))?(?=[ :]|$):? ?/uy

/** `Wed 2024-11-20 03:14:07 CET` of journalctl -o short-full. */
function takeFull(cursor: Cursor): boolean {
  const found = match(FULL, cursor)
  if (found === null) return false
  const [, date = '', clock = '', fraction = '', zone = ''] = found
  merge(cursor, isoStamp(date, clock, fraction, zone))
  return true
}

const FULL =
  /\p{L}{2,4}\.? (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))? ([A-Z]{1,5}|[+-]\d{2,4}) /uy

/**
 * `db1 kernel: `, `kernel: `, `db1 kern.warn kernel: `, `stdout F `, and the fields of RFC 5424. A word and a colon
 * without a host may as well be the message (`memory: usage ...`), so only names that are known are a tag then.
 */
function takeTag(cursor: Cursor): void {
  if (match(CONTAINER, cursor) !== null) return
  const form =
    (cursor.rfc5424 ? match(FIELDS_5424, cursor) : null) ??
    match(KNOWN_TAG, cursor) ??
    (cursor.tagged ? match(HOST_AND_TAG, cursor) : null)
  if (form === null) return
  cursor.host = form[1] ?? cursor.host
  cursor.tag = form[2] ?? cursor.tag
}

const CONTAINER = /std(?:out|err) [FP] /y
const FIELDS_5424 = /(\S{1,255}) (\S{1,48}) \S{1,128} \S{1,32} (?:-|(?:\[[^\]]*\])+) ?/y
const HOST = '[A-Za-z0-9_.:-]{0,254}[A-Za-z0-9_-]'
const KNOWN_TAG = new RegExp(
  `(?:(${HOST}) (?:[a-z0-9]{2,8}\\.[a-z]{3,7} )?)?(kernel|vmunix|klogd|systemd-oomd|earlyoom|kubelet|systemd)(?:\\[\\d{1,10}\\])?: ?`,
  'y',
)
const HOST_AND_TAG = new RegExp(
  `(${HOST}) (?:[a-z0-9]{2,8}\\.[a-z]{3,7} )?([A-Za-z0-9_./@-]{1,64})(?:\\([\\w-]+\\))?(?:\\[\\d{1,10}\\])?: ?`,
  'y',
)

/** A tag with nothing in front of it, or a clock without a day: what people cut out of a journal. */
function takeBareTag(cursor: Cursor): void {
  cursor.tag = match(BARE, cursor)?.[1] ?? cursor.tag
}

const BARE = /(?:\d{2}:\d{2}:\d{2} )?(kernel|systemd-oomd|earlyoom)(?:\[\d{1,10}\])?: /y

function match(pattern: RegExp, cursor: Cursor): RegExpExecArray | null {
  pattern.lastIndex = cursor.pos
  const found = pattern.exec(cursor.text)
  if (found !== null) cursor.pos = pattern.lastIndex
  return found
}

function merge(cursor: Cursor, with_: Stamp): void {
  cursor.at = {
    uptimeSec: cursor.at.uptimeSec ?? with_.uptimeSec,
    atMs: cursor.at.atMs ?? with_.atMs,
    wall: cursor.at.wall ?? with_.wall,
  }
}
