/** `timeline`, `at TIME`, `since TIME`: kernel log, the process's own log and our readings on one line, with a picture. */
import { text } from '../../analyzers/blocks.ts'
import { clocksOf } from '../../analyzers/oom/clocks.ts'
import { farthestLog } from '../../analyzers/oom/farthestLog.ts'
import { ownLogOf, victimLogOf } from '../../analyzers/oom/peers.ts'
import { recurrencesOf, type Told, told } from '../../analyzers/oom/recurrence.ts'
import { type Clocks, whenOf } from '../../analyzers/oom/when.ts'
import { zoneOf } from '../../charts/zone.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { displayName } from '../../domain/subject.ts'
import { DAY_MS } from '../../domain/time.ts'
import type { Window } from '../../domain/window.ts'
import { plain, say } from '../../domain/words.ts'
import type { KernelLog } from '../../parsers/kernel/events.ts'
import { kernelLogFar } from '../../parsers/kernel/logFar.ts'
import { victimLog } from '../../parsers/log/victim.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { laneName, type TimelineEvent } from './event.ts'
import { kernelEvents } from './kernelEvents.ts'
import { logEvents } from './logEvents.ts'
import { inOrder } from './order.ts'
import { timelineChart } from './picture.ts'
import { readingEvents } from './readingEvents.ts'
import { TIMELINE_WORDS } from './words.ts'

/** Rows in a message; what lies between the first and the last half is left out and said. */
const ROWS = 24

export const timeline: Drilldown = {
  name: 'timeline',
  title: TIMELINE_WORDS.title,
  class: 'look',
  args: 'none',
  scope: 'host',
  wants: [kernelLogFar],
  deeper(ctx) {
    const table = ctx.evidence.reading(processes, 1)
    const log = farthestLog(ctx.evidence)
    if (table === null || log === null) return []
    const window = ctx.window ?? lastDay(table.atMs)
    const clocks = clocksOf(log.last, { facts: ctx.facts, nowMs: table.atMs })
    const kills = killsIn(log, window, clocks)
    const ofVictim = victimLogOf(kills, table.value.processes, clocks.offsetSec)
    if (ofVictim !== null) return [ofVictim]
    return ctx.pid === null ? [] : [ownLogOf(ctx.pid, window, clocks.offsetSec)]
  },
  answer(ctx) {
    const window = ctx.window ?? lastDay(ctx.nowMs)
    const log = farthestLog(ctx.evidence)
    const rows = ctx.history.filter(({ atMs }) => within(atMs, window))
    const events = inOrder(
      [
        ...(log === null ? [] : loggedEvents(log, window, ctx)),
        ...readingEvents(rows, displayName(ctx.subject), ctx.lang),
      ].filter(({ atMs }) => within(atMs, window)),
    )
    const chart = timelineChart(ctx, window, events, rows)
    return [
      ...(chart === null ? [] : [{ kind: 'chart', chart } as const]),
      ...table(events, window, ctx),
      ...notes(log, rows.length, window, ctx),
    ]
  },
}

function lastDay(nowMs: number): Window {
  return { kind: 'since', atMs: nowMs - DAY_MS, fromMs: nowMs - DAY_MS, toMs: nowMs }
}

function within(atMs: number, { fromMs, toMs }: Window): boolean {
  return atMs >= fromMs && atMs <= toMs
}

/** Kills of the subject whose kill was the newest of that time: their victims' logs are read. */
function killsIn(log: KernelLog, window: Window, clocks: Clocks): readonly Told[] {
  const inside = told(log.ooms, clocks).filter(
    ({ when }) => when.atMs !== null && within(when.atMs, window),
  )
  return recurrencesOf(inside)[0]?.events ?? []
}

function loggedEvents(
  log: KernelLog,
  window: Window,
  ctx: DrilldownContext,
): readonly TimelineEvent[] {
  const clocks = clocksOf(log.last, ctx)
  const said = ctx.evidence.get(victimLog)
  const victims = killsIn(log, window, clocks).flatMap(({ event }) => event.victims)
  const pids = victims.map(({ pid }) => pid)
  return [
    ...kernelEvents(log, clocks, ctx.lang),
    ...(said === null ? [] : logEvents(said, pids, clocks)),
  ]
}

function table(
  events: readonly TimelineEvent[],
  window: Window,
  ctx: DrilldownContext,
): readonly Block[] {
  const { lang } = ctx
  const span = { fromAtMs: window.fromMs, toAtMs: window.toMs }
  if (events.length === 0) return [text(ctx, TIMELINE_WORDS.none, span)]
  const numbered = events.map((event, i) => ({ event, number: i + 1 }))
  const left = Math.max(0, numbered.length - ROWS)
  const shown =
    left === 0 ? numbered : [...numbered.slice(0, ROWS / 2), ...numbered.slice(-ROWS / 2)]
  const params = {
    ...span,
    count: events.length,
    zone: zoneOf(ctx.zone).name,
    hostZone: offsetText(ctx.facts.zoneOffsetSec),
  }
  const columns = [
    { title: '#', align: 'right' as const },
    ...(['time', 'where', 'what'] as const).map((name) => ({
      title: TIMELINE_WORDS[name][lang],
      align: 'left' as const,
    })),
  ]
  return [
    {
      kind: 'table',
      said: true,
      caption: say(TIMELINE_WORDS.caption, params, lang),
      columns,
      rows: shown.map(({ event, number }) => [
        String(number),
        wallTime(event.atMs, ctx.zone),
        laneName(event.lane, ctx.lang),
        plain(event.what),
      ]),
    },
    ...(left === 0 ? [] : [text(ctx, TIMELINE_WORDS.more, { left })]),
  ]
}

/** `11-20 03:14:07` in the asker's zone. */
function wallTime(atMs: number, zone: string): string {
  return new Date(zoneOf(zone).toWall(atMs)).toISOString().slice(5, 19).replace('T', ' ')
}

/** `UTC+01:00`, as the host's own clock is set. */
function offsetText(offsetSec: number | null): string {
  if (offsetSec === null) return '–'
  const minutes = Math.abs(Math.round(offsetSec / 60))
  const two = (part: number): string => String(part).padStart(2, '0')
  return `UTC${offsetSec < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** What could not be seen: "nothing happened" is said only of what was looked at. */
function notes(
  log: KernelLog | null,
  readings: number,
  window: Window,
  ctx: DrilldownContext,
): readonly Block[] {
  const from = log === null ? null : firstAtMs(log, ctx)
  const unplaced = log === null ? 0 : unplacedIn(log, ctx)
  const unread = unreadLogs(ctx)
  const { host } = ctx.subject
  return [
    ...(log === null ? [text(ctx, TIMELINE_WORDS.noLog)] : []),
    ...(unplaced > 0 ? [text(ctx, TIMELINE_WORDS.unplaced, { count: unplaced, host })] : []),
    ...(unread > 0 ? [text(ctx, TIMELINE_WORDS.unread, { count: unread })] : []),
    ...(from !== null && from > window.fromMs
      ? [text(ctx, TIMELINE_WORDS.notReached, { logFromAtMs: from })]
      : []),
    ...(readings === 0 ? [text(ctx, TIMELINE_WORDS.noReadings)] : []),
  ]
}

/** Events that no clock places: left out of the line, and so said beside it. */
function unplacedIn(log: KernelLog, ctx: DrilldownContext): number {
  const clocks = clocksOf(log.last, ctx)
  const all = [...log.ooms, ...log.allocationFailures, ...log.daemonKills]
  return all.filter(({ at }) => whenOf(at, clocks).atMs === null).length
}

function unreadLogs(ctx: DrilldownContext): number {
  const said = ctx.evidence.get(victimLog)
  const denied = said?.logs.filter(({ refused }) => refused === 'denied').length ?? 0
  return denied + (said?.unreadablePids.length ?? 0)
}

function firstAtMs(log: KernelLog, ctx: DrilldownContext): number | null {
  return log.first === null ? null : whenOf(log.first, clocksOf(log.last, ctx)).atMs
}
