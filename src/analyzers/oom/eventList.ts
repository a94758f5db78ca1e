/** All kills of a log, newest first, the rate of one subject, and kills by daemons. */
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import type { DaemonKill } from '../../parsers/kernel/events.ts'
import { bytesColumn, table, text, textColumn } from '../blocks.ts'
import { ownerName } from '../names.ts'
import { isOfGroup } from './cause.ts'
import type { Recurrence, Told } from './recurrence.ts'
import { RATE_KILLS } from './thresholds.ts'
import { type Clocks, hostTime, shortTime, whenOf } from './when.ts'

const ROWS_SHOWN = 15

export const L = {
  all: {
    en: 'All OOM kills of the log, newest first ({shown} of {count}); ask for one by its number',
    zh: '日志中的全部 OOM kill，最新在前（{shown}/{count}）；可用编号查看某一次',
  },
  number: { en: 'no.', zh: '编号' },
  utc: { en: 'UTC', zh: 'UTC' },
  host: { en: 'host time', zh: '主机时间' },
  victim: { en: 'victim', zh: '被 kill' },
  pid: { en: 'PID', zh: 'PID' },
  limit: { en: 'limit', zh: '上限' },
  where: { en: 'of', zh: '归属' },
  times: { en: 'killed', zh: '个数' },
  rate: {
    en: '{victim} was killed {events} times in {spanSeconds}, about every {everySeconds}.',
    zh: '{victim} 在 {spanSeconds} 内被 kill {events} 次，约每 {everySeconds} 一次。',
  },
  daemons: {
    en: "Kills that are not the kernel's, newest first",
    zh: '非内核执行的 kill，最新在前',
  },
  by: { en: 'by', zh: '执行者' },
  what: { en: 'what', zh: '对象' },
} as const satisfies Record<string, Phrase>

export function eventTable(all: readonly Told[], clocks: Clocks, ctx: DrilldownContext): Block {
  const shown = all.toReversed().slice(0, ROWS_SHOWN)
  return table<Told>(
    ctx,
    L.all,
    { shown: shown.length, count: all.length },
    [
      { title: L.number, align: 'right', cell: ({ number }) => String(number) },
      {
        ...textColumn(
          L.host,
          // On a host in UTC the next column says it.
          ({ event, when }) =>
            clocks.offsetSec === 0 ? UNKNOWN : (hostTime(event.at, when.atMs, clocks) ?? UNKNOWN),
        ),
        idle: UNKNOWN,
      },
      textColumn(L.utc, ({ when }) => (when.atMs === null ? when.printed : shortTime(when.atMs))),
      textColumn(L.victim, ({ event }) => event.victims[0]?.name ?? UNKNOWN),
      {
        title: L.pid,
        align: 'right',
        cell: ({ event }) => String(event.victims[0]?.pid ?? UNKNOWN),
      },
      {
        title: L.times,
        align: 'right',
        cell: ({ event }) => String(event.victims.length),
        idle: '1',
      },
      bytesColumn(L.limit, ({ event }) => event.memcg?.limitBytes ?? null),
      textColumn(L.where, whereOf),
    ],
    shown,
  )
}

const UNKNOWN = '–'

/** The group whose limit it was, or what else ran short. */
function whereOf({ event, cause }: Told): string {
  if (isOfGroup(event)) return ownerName(event.oomMemcg ?? '?')
  return cause.kind === 'asked' ? 'SysRq' : cause.kind.startsWith('host') ? 'host' : cause.kind
}

export function rateText(of: Recurrence, ctx: DrilldownContext): readonly Block[] {
  const { events, spanSec, newest } = of
  if (events.length < RATE_KILLS || spanSec === null) return []
  return [
    text(ctx, L.rate, {
      victim: newest.event.victims[0]?.name ?? UNKNOWN,
      events: events.length,
      spanSeconds: spanSec,
      everySeconds: spanSec / (events.length - 1),
    }),
  ]
}

export function daemonTable(
  kills: readonly DaemonKill[],
  clocks: Clocks,
  ctx: DrilldownContext,
): readonly Block[] {
  if (kills.length === 0) return []
  return [
    table<DaemonKill>(
      ctx,
      L.daemons,
      {},
      [
        textColumn(L.utc, ({ at }) => {
          const when = whenOf(at, clocks)
          return when.atMs === null ? when.printed : shortTime(when.atMs)
        }),
        textColumn(L.by, ({ by }) => by),
        textColumn(L.what, ({ what }) => ownerName(what)),
      ],
      kills.toReversed().slice(0, ROWS_SHOWN),
    ),
  ]
}
