/** `oom`: one kill in full, and all of them. `next-victim`: see nextVictim.ts. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Window } from '../../domain/window.ts'
import type { Phrase } from '../../domain/words.ts'
import type { KernelLog } from '../../parsers/kernel/events.ts'
import { kernelLogFar } from '../../parsers/kernel/logFar.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { missing, text } from '../blocks.ts'
import { beforeKill } from './before.ts'
import { clocksOf } from './clocks.ts'
import { eventBlocks } from './eventBlocks.ts'
import { daemonTable, eventTable, rateText } from './eventList.ts'
import { farthestLog } from './farthestLog.ts'
import { lastWordsBlocks } from './lastWordsBlocks.ts'
import { nextVictim } from './nextVictim.ts'
import { victimLogOf } from './peers.ts'
import { recurrencesOf, type Told, told } from './recurrence.ts'
import { whenOf } from './when.ts'

export const L = {
  title: { en: 'OOM kills', zh: 'OOM kill' },
  none: {
    en: 'No OOM kill in the kernel log that was read ({lines} lines, from {fromTime} on).',
    zh: '读到的内核日志中没有 OOM kill（{lines} 行，起于 {fromTime}）。',
  },
  counted: {
    en: 'But the kernel counts {kills} since boot: their lines are older than the log, or went elsewhere.',
    zh: '但内核自开机以来计数 {kills} 次：相应的行早于日志起点，或写到了别处。',
  },
  countedUnread: {
    en: 'The kernel counts {kills} OOM kill(s) since boot, inside cgroups too; whom, only the log tells.',
    zh: '内核自开机以来计数 {kills} 次 OOM kill（含 cgroup 内）；被杀的是谁只有日志知道。',
  },
  noSuch: {
    en: 'There is no kill number {word}: here are all {count}.',
    zh: '没有编号为 {word} 的事件，以下是全部 {count} 个。',
  },
} as const satisfies Record<string, Phrase>

const oom: Drilldown = {
  name: 'oom',
  title: L.title,
  class: 'look',
  args: 'optional-word',
  scope: 'host',
  wants: [kernelLogFar],
  deeper({ evidence, facts, args = [], window = null }) {
    const log = farthestLog(evidence)
    const table = evidence.reading(processes, 1)
    if (log === null || table === null) return []
    const clocks = clocksOf(log.last, { facts, nowMs: table.atMs })
    const one = chosen(told(log.ooms, clocks), args, window)
    const source = one && victimLogOf([one], table.value.processes, clocks.offsetSec)
    return source === null ? [] : [source]
  },
  answer(ctx) {
    const log = farthestLog(ctx.evidence)
    if (log === null) return [missing(ctx, kernelLogFar), ...counted(L.countedUnread, ctx)]
    const clocks = clocksOf(log.last, ctx)
    const all = told(log.ooms, clocks)
    if (all.length === 0) return noKill(log, ctx)
    const one = chosen(all, ctx.args, ctx.window)
    if (one === null) {
      const words = text(ctx, L.noSuch, { word: ctx.args[0] ?? '', count: all.length })
      return [words, eventTable(all, clocks, ctx)]
    }
    return [
      ...eventBlocks(one, all.length, clocks, ctx),
      ...beforeKill(one, ctx),
      ...lastWordsBlocks(one, clocks, ctx),
      ...others(one, all, ctx),
      ...(all.length === 1 ? [] : [eventTable(all, clocks, ctx)]),
      ...daemonTable(log.daemonKills, clocks, ctx),
    ]
  },
}

export const DRILLDOWNS: readonly Drilldown[] = [oom, nextVictim]

/** The kill of that number, the one nearest to the time that was asked about, or the newest; null for a number that is none. */
function chosen(
  all: readonly Told[],
  [asked]: readonly string[],
  window: Window | null,
): Told | null {
  if (asked === undefined) return (window && nearest(all, window)) ?? all.at(-1) ?? null
  return all.find(({ number }) => String(number) === asked) ?? null
}

function nearest(all: readonly Told[], { atMs: asked }: Window): Told | null {
  const away = ({ when }: Told): number =>
    when.atMs === null ? Number.POSITIVE_INFINITY : Math.abs(when.atMs - asked)
  return [...all].sort((a, b) => away(a) - away(b))[0] ?? null
}

/** The rate of the same subject's kills. */
function others(one: Told, all: readonly Told[], ctx: DrilldownContext): readonly Block[] {
  const own = recurrencesOf(all).find(({ events }) => events.includes(one))
  return own === undefined ? [] : rateText(own, ctx)
}

function noKill(log: KernelLog, ctx: DrilldownContext): readonly Block[] {
  const clocks = clocksOf(log.last, ctx)
  const fromTime = log.first === null ? '?' : whenOf(log.first, clocks).printed
  return [
    text(ctx, L.none, { lines: log.lines, fromTime }),
    ...counted(L.counted, ctx),
    ...daemonTable(log.daemonKills, clocks, ctx),
  ]
}

function counted(words: Phrase, ctx: DrilldownContext): readonly Block[] {
  const kills = ctx.evidence.get(vmstat)?.oomKill ?? 0
  return kills === 0 ? [] : [text(ctx, words, { kills })]
}
