/** The victim's last words as blocks: a heading and a piece of code for each log that has any. */
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { type VictimLog, victimLog } from '../../parsers/log/victim.ts'
import { missing, text } from '../blocks.ts'
import { lastWordsOf } from './lastWords.ts'
import type { Told } from './recurrence.ts'
import type { Clocks } from './when.ts'

const LOGS_SHOWN = 3
/** Characters of one log in a message; a statement may be longer than the rest together. */
const LOG_CHARS = 2500
const LINE_CHARS = 400

export const L = {
  timed: {
    en: 'What was said in the ten minutes before the kill, in {name}; lines that name pid {victimPid} first:',
    zh: '{name} 中 kill 前十分钟内的日志（提到 PID {victimPid} 的行在前）：',
  },
  untimed: {
    en: 'The last lines of {name}; their time is not readable, so they may be older or newer than the kill:',
    zh: '{name} 的最后几行；时间无法识别，可能早于或晚于 kill：',
  },
  none: {
    en: 'No last words: {count} log(s) of its peers and unit were read, none has a line of the ten minutes before the kill.',
    zh: '没有找到最后的日志：已读取其同伴进程与 unit 的 {count} 个日志，kill 前十分钟内均无记录。',
  },
  refused: {
    en: 'Not read: {list}.',
    zh: '未能读取：{list}。',
  },
  nowhere: {
    en: 'No last words: no living process of its group or name holds a log file open, and it has no unit with a journal.',
    zh: '没有找到最后的日志：没有存活的同组或同名进程打开日志文件，也没有带 journal 的 unit。',
  },
} as const satisfies Record<string, Phrase>

export function lastWordsBlocks(
  one: Told,
  clocks: Clocks,
  ctx: DrilldownContext,
): readonly Block[] {
  const [victim] = one.event.victims
  const of = ctx.evidence.get(victimLog)
  // Nothing was asked of a text that somebody brought.
  if (victim === undefined || clocks.bootAtMs === null) return []
  if (ctx.evidence.gapOf(victimLog.id) !== null) return [missing(ctx, victimLog)]
  if (of === null) return [text(ctx, L.nowhere)]
  if (of.logs.length === 0 && of.unreadablePids.length === 0) return [text(ctx, L.nowhere)]
  const said = of.logs.flatMap((log) => {
    const words = lastWordsOf(log, victim.pid, one.when.atMs, clocks)
    return words === null ? [] : [{ log, words }]
  })
  const told = said
    .sort((a, b) => b.words.named.length - a.words.named.length)
    .slice(0, LOGS_SHOWN)
    .flatMap(({ log, words }): readonly Block[] => [
      text(ctx, words.timed ? L.timed : L.untimed, {
        name: log.name,
        victimPid: String(victim.pid),
      }),
      { kind: 'code', text: codeOf(words) },
    ])
  const read = of.logs.filter(({ refused }) => refused === null).length
  return [
    ...(told.length === 0 && read > 0 ? [text(ctx, L.none, { count: read })] : told),
    ...refusals(of.logs, of.unreadablePids, ctx),
  ]
}

/** Masked where it was collected; cut visibly. */
function codeOf({
  named,
  others,
}: {
  named: readonly string[]
  others: readonly string[]
}): string {
  const lines = [...named, ...(named.length > 0 && others.length > 0 ? ['…'] : []), ...others]
  const short = lines.map((line) =>
    line.length <= LINE_CHARS ? line : `${line.slice(0, LINE_CHARS)}…`,
  )
  const all = short.join('\n')
  return all.length <= LOG_CHARS ? all : `${all.slice(0, LOG_CHARS)}…`
}

function refusals(
  logs: readonly VictimLog[],
  unreadablePids: readonly number[],
  ctx: DrilldownContext,
): readonly Block[] {
  const denied = logs.flatMap(({ name, refused }) =>
    refused === 'denied' || refused === 'absent' ? [`${name} (${refused})`] : [],
  )
  const hidden = unreadablePids.map((pid) => `/proc/${pid}/fd (denied)`)
  const list = [...denied, ...hidden].slice(0, LOGS_SHOWN)
  return list.length === 0 ? [] : [text(ctx, L.refused, { list: list.join(', ') })]
}
