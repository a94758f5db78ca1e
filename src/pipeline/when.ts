/**
 * `at TIME` and `since TIME` behind a target, as people type them, in the asker's zone: `14:05`, `yesterday 22:00`,
 * `2026-11-20 03:14`, ISO with an offset, or a duration back from now (`since 2h`).
 */
import { zoneOf } from '../charts/zone.ts'
import { UserError } from '../domain/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, parseDuration, SECOND_MS } from '../domain/time.ts'
import type { Window } from '../domain/window.ts'

export const WHEN_WORDS: readonly string[] = ['at', 'since']

/** Around an instant: what led to it, and what came of it. */
const BEFORE_MS = 30 * MINUTE_MS
const AFTER_MS = 15 * MINUTE_MS
/** How far back a question may reach; what was kept is shorter than that. */
const LONGEST_MS = 90 * DAY_MS
const MOST_WORDS = 3
const EXPECTED = 'at|since 14:05, yesterday 22:00, 2026-11-20 03:14, 2h'

/** Splits words at `at` or `since`; the time's words are null where there are none. */
export function splitWhen(words: readonly string[]): {
  readonly words: readonly string[]
  readonly when: readonly string[] | null
} {
  const from = words.findIndex((word, i) => i > 0 && WHEN_WORDS.includes(word.toLowerCase()))
  return from < 0 ? { words, when: null } : { words: words.slice(0, from), when: words.slice(from) }
}

/** Reads `at TIME` or `since TIME`. Throws UserError `bad-argument` for what is no time, ahead of now or too far back. */
export function readWhen(when: readonly string[], nowMs: number, zoneName: string): Window {
  const [kind = '', ...time] = when.map((word) => word.toLowerCase())
  const text = time.join(' ')
  const atMs = time.length > MOST_WORDS ? null : instantOf(text, nowMs, zoneName)
  if (atMs === null || atMs > nowMs || atMs < nowMs - LONGEST_MS) {
    throw new UserError('bad-argument', { word: when.join(' ').slice(0, 80), expected: EXPECTED })
  }
  if (kind === 'since') return { kind: 'since', atMs, fromMs: atMs, toMs: nowMs }
  return {
    kind: 'at',
    atMs,
    fromMs: atMs - BEFORE_MS,
    toMs: Math.min(nowMs, atMs + AFTER_MS),
  }
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d?):(\d\d)(?::(\d\d))?)? ?(z|utc|[+-]\d\d:?\d\d)?$/
const CLOCK = /^(?:(today|yesterday) )?(\d\d?):(\d\d)(?::(\d\d))?$/

function instantOf(text: string, nowMs: number, zoneName: string): number | null {
  const back = parseDuration(text)
  if (back !== null) return nowMs - back
  return isoInstant(text, zoneName) ?? clockInstant(text, nowMs, zoneName)
}

function isoInstant(text: string, zoneName: string): number | null {
  const [, year, month, day, hour = '0', minute = '0', second = '0', offset] = ISO.exec(text) ?? []
  if (year === undefined || month === undefined || day === undefined) return null
  const wallMs = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second)
  const right = new Date(wallMs)
  // 2026-02-30 and 25:00 would roll over to another day.
  if (right.getUTCDate() !== +day || right.getUTCHours() !== +hour || +minute > 59) return null
  return offset === undefined ? zoneOf(zoneName).fromWall(wallMs) : wallMs - offsetMs(offset)
}

function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? []
  if (hours === undefined || minutes === undefined) return 0
  return (sign === '-' ? -1 : 1) * (+hours * HOUR_MS + +minutes * MINUTE_MS)
}

/** A clock alone is the last time it showed that: today, or yesterday where it is still to come. */
function clockInstant(text: string, nowMs: number, zoneName: string): number | null {
  const [, day, hour, minute, second = '0'] = CLOCK.exec(text) ?? []
  if (hour === undefined || minute === undefined || +hour > 23 || +minute > 59 || +second > 59)
    return null
  const zone = zoneOf(zoneName)
  const wallNow = zone.toWall(nowMs)
  const midnight = wallNow - (wallNow % DAY_MS)
  const clock = +hour * HOUR_MS + +minute * MINUTE_MS + +second * SECOND_MS
  const today = zone.fromWall(midnight + clock)
  const yesterday = zone.fromWall(midnight - DAY_MS + clock)
  if (day === 'yesterday') return yesterday
  return day === 'today' || today <= nowMs ? today : yesterday
}
