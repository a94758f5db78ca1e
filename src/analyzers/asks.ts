/** What findings share: whom they speak of, and the commands that a person can copy from them. */

import type { AnalyzeContext } from '../domain/analyzer.ts'
import { groupWordOf } from '../domain/identity.ts'
import { displayName } from '../domain/subject.ts'
import { CORE_PREFIX } from '../domain/target.ts'

export interface Whom {
  readonly host: string
  readonly subject: string
  /** As a string: an identifier is written as it is, not grouped as a number. */
  readonly pid: string
}

/** Host, subject and pid of a finding, as its params. */
export function whom(ctx: AnalyzeContext): Whom {
  return {
    host: ctx.subject.host,
    subject: displayName(ctx.subject),
    pid: String(ctx.incarnation?.pid ?? '?'),
  }
}

/** Takes readings for half an hour: enough points for a slope, and nothing is touched. */
export function watchCommand(ctx: AnalyzeContext): string {
  return `memcheck watch ${targetOf(ctx)} every 30s for 30m`
}

/** Asks a drilldown of this target. */
export function askCommand(ctx: AnalyzeContext, drilldown: string): string {
  return `memcheck ${targetOf(ctx)} ${drilldown}`
}

/** Asks a drilldown of the host alone. */
export function askHostCommand(ctx: Pick<AnalyzeContext, 'subject'>, drilldown: string): string {
  return `memcheck ${ctx.subject.host} ${drilldown}`
}

/** Never a process's name: a host's text does not become a command. A group's path only where it holds no sign. */
function targetOf(ctx: AnalyzeContext): string {
  // A core's path was typed by a person and holds nothing that a shell knows (domain/core.ts).
  if (ctx.subject.kind === 'core') return `${ctx.subject.host} ${CORE_PREFIX}${ctx.subject.name}`
  if (ctx.subject.kind === 'cgroup') {
    const word = groupWordOf(ctx.subject.name)
    return word === null ? ctx.subject.host : `${ctx.subject.host} ${word}`
  }
  const pid = ctx.incarnation?.pid ?? null
  return pid === null ? ctx.subject.host : `${ctx.subject.host} ${pid}`
}
