/** Lines of a process's own log that matter to what happened -> events of the time line. */
import { type Clocks, whenOf } from '../../analyzers/oom/when.ts'
import { lineTime } from '../../parsers/log/lineTime.ts'
import type { VictimLogs } from '../../parsers/log/victim.ts'
import type { TimelineEvent } from './event.ts'

/** Lines of one text that stand on the line; the rest is in the log itself. */
const LINES = 60
const LINE_CHARS = 200

/** How an end by the kernel, a shortage or a failure is told by servers; graver first. */
const GRAVE = /signal 9|out of memory|OutOfMemory|oom-kill|Cannot allocate memory|\bPANIC\b/i
const NOTABLE = /\b(?:FATAL|ERROR|CRITICAL|SEVERE)\b|Failed process was running|exited on signal/i
/** What it was doing: its last statement or request before the end. */
const DOING = /\bstatement:|\bSTATEMENT:|\bduration:|"(?:GET|POST|PUT|DELETE) /

export function logEvents(
  { logs }: VictimLogs,
  victimPids: readonly number[],
  clocks: Clocks,
): readonly TimelineEvent[] {
  const named = new RegExp(`\\b(?:${victimPids.join('|') || '-'})\\b`)
  return logs.flatMap(({ found }) => {
    let atMs: number | null = null
    const events = found.flatMap((line): readonly TimelineEvent[] => {
      const stamp = lineTime(line)
      if (stamp !== null) atMs = whenOf(stamp, clocks).atMs
      const tone = toneOf(line, named)
      if (atMs === null || tone === null) return []
      const ended = ENDED.exec(line)?.[1]
      const of = { atMs, lane: 'log', tone, what: [shown(line)], kills: 0 } as const
      return [ended === undefined ? of : { ...of, ended: Number(ended) }]
    })
    return events.slice(-LINES)
  })
}

/** What PostgreSQL's and other parents say of a child that was killed. */
const ENDED = /\b(?:PID|pid|process|child) (\d{1,7})\)?.{0,40}\bsignal 9\b/

/** Null for a line that says nothing of the end. */
function toneOf(line: string, named: RegExp): TimelineEvent['tone'] | null {
  if (GRAVE.test(line)) return 'critical'
  if (NOTABLE.test(line)) return 'warning'
  return DOING.test(line) && named.test(line) ? 'calm' : null
}

/** `2026-11-20 03:00:01.500 UTC `, `Nov 20 03:00:01 `, `2026-11-20T03:00:01+0100 ` at a line's beginning. */
const TIME =
  /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]|[A-Z][a-z]{2} [ \d]\d )\d\d:\d\d:\d\d\S{0,16} (?:UTC|GMT|[A-Z]{3,4}|[+-]\d{4})?\s*/

/** Without the time, which stands in a column of its own. */
function shown(line: string): string {
  const text = line.replace(TIME, '')
  const rest = (text === '' ? line : text).trim()
  return rest.length <= LINE_CHARS ? rest : `${rest.slice(0, LINE_CHARS)}…`
}
