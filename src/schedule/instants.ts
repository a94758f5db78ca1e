/**
 * When a cron expression is due, before or after any instant. node-cron tells only what comes after the machine's
 * present; its matcher is asked here instead, so that both directions follow the very rules that fire the ticks.
 */
import { createTask, type ScheduledTask } from 'node-cron'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../domain/time.ts'

/** How far is searched: 29 February comes within 8 years, all else within one. */
const AFTER_MS = 8 * 366 * DAY_MS
/** Nobody runs a tick that is older than this. */
const BEFORE_MS = 366 * DAY_MS
/** All zones in use are whole quarters from UTC: a quarter lies in one local hour and one local day. */
const QUARTER_MS = 15 * MINUTE_MS

interface Level {
  readonly stepMs: number
  /** Can a due instant lie in the step that begins here? Never wrongly no. */
  may(fromMs: number): boolean
}

/** Two-way search over one expression. Made once for each expression and zone. */
export interface Instants {
  /** First due instant after; null when there is none within 8 years. */
  after(ms: number): number | null
  /** Last due instant at or before; null when there is none within a year. */
  upTo(ms: number): number | null
}

/** The expression must be valid (validateWhen). */
export function instantsOf(expression: string, zone: string): Instants {
  const levels = levelsOf(expression, zone)
  return {
    after: (ms) =>
      search(levels, Math.floor(ms / SECOND_MS) * SECOND_MS + SECOND_MS, ms + AFTER_MS, 1),
    upTo: (ms) => search(levels, ms - BEFORE_MS, Math.floor(ms / SECOND_MS) * SECOND_MS, -1),
  }
}

/** Coarse to fine: each level is the expression with its finer fields left open. */
function levelsOf(expression: string, zone: string): readonly Level[] {
  const fields = fieldsOf(expression)
  const [, minute, hour, ...days] = fields
  const open = (...words: readonly (string | undefined)[]) => matcher(words.join(' '), zone)
  const inDay = open('*', '*', '*', ...days)
  const inHour = open('*', '*', hour, ...days)
  const inMinute = open('*', minute, hour, ...days)
  const exact = open(...fields)
  return [
    // A day of UTC touches two local days, one at each end.
    { stepMs: DAY_MS, may: (ms) => inDay(ms) || inDay(ms + DAY_MS - 1) },
    { stepMs: QUARTER_MS, may: inHour },
    { stepMs: MINUTE_MS, may: inMinute },
    { stepMs: SECOND_MS, may: (ms) => exact(ms) && isTheOneOfTwo(ms, zone) },
  ]
}

function search(
  levels: readonly Level[],
  fromMs: number,
  toMs: number,
  direction: 1 | -1,
): number | null {
  const [level, ...finer] = levels
  if (level === undefined) return fromMs
  const { stepMs, may } = level
  const firstMs = Math.floor((direction === 1 ? fromMs : toMs) / stepMs) * stepMs
  for (let ms = firstMs; ms <= toMs && ms > fromMs - stepMs; ms += direction * stepMs) {
    if (!may(ms)) continue
    const found = search(finer, Math.max(ms, fromMs), Math.min(ms + stepMs - 1, toMs), direction)
    if (found !== null) return found
  }
  return null
}

/**
 * When clocks go back an hour happens twice, and node-cron fires in one of the two: that which has the offset
 * that holds when UTC's clock shows this time (the second east of Greenwich, the first west of it).
 */
function isTheOneOfTwo(ms: number, zone: string): boolean {
  const shownMs = wallTime(ms, zone)
  const chosenMs = shownMs - (wallTime(shownMs, zone) - shownMs)
  return chosenMs === ms || wallTime(chosenMs, zone) !== shownMs
}

const wallClocks = new Map<string, Intl.DateTimeFormat>()

/** What the zone's clock shows, read as if it were UTC's. */
function wallTime(ms: number, zone: string): number {
  const clock =
    wallClocks.get(zone) ?? new Intl.DateTimeFormat('en-US', { ...WALL, timeZone: zone })
  wallClocks.set(zone, clock)
  const shown = Object.fromEntries(
    clock.formatToParts(ms).map((part) => [part.type, Number(part.value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const WALL = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
} as const

function matcher(expression: string, zone: string): (ms: number) => boolean {
  const task: ScheduledTask = createTask(expression, () => undefined, { timezone: zone })
  // A destroyed task still matches; left alive it would stay in node-cron's own register for ever.
  void task.destroy()
  return (ms) => task.match(new Date(ms))
}

/** Nicknames of crontab(5) that node-cron takes too. */
const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** Six fields, the seconds first. */
function fieldsOf(expression: string): readonly string[] {
  const words = (NICKNAMES[expression.trim().toLowerCase()] ?? expression).trim().split(/\s+/)
  return words.length === 5 ? ['0', ...words] : words
}
