/**
 * Kills that only the kernel's counter tells: no line of the log could be read, or the log no longer reaches back.
 * `oom_kill` of /proc/vmstat (4.13) counts kills by a group's limit as well.
 */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding, Severity } from '../../domain/finding.ts'
import type { KernelLog } from '../../parsers/kernel/events.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { increaseOf } from '../increases.ts'
import { vmstatLine } from '../vmstatRise.ts'
import type { Told } from './recurrence.ts'
import { RECENT_SECONDS } from './thresholds.ts'
import type { OomCode, OomFinding } from './words.ts'

/** The clocks of a log's stamp and of a reading differ by a little. */
const SLACK_MS = 5000

export function judgeCounter(
  log: KernelLog | null,
  all: readonly Told[],
  ctx: AnalyzeContext,
): readonly OomFinding[] {
  const rise = increaseOf(ctx.rates.host, 'oomKills')
  const total = ctx.evidence.get(vmstat)?.oomKill ?? 0
  if (rise === null) return total > 0 && all.length === 0 ? sinceBoot(total, log, ctx) : []
  if (rise.count === 0 || isExplained(all, ctx)) return []
  const severity: Severity = rise.overSeconds <= RECENT_SECONDS ? 'critical' : 'warning'
  const numbers = { ...base(ctx), kills: rise.count, overSeconds: rise.overSeconds }
  return [counted(codeOf(log, ctx), severity, numbers, ctx)]
}

function codeOf(log: KernelLog | null, ctx: AnalyzeContext): OomCode {
  if (log !== null && log.lines > 0) return 'oom.kills-gone'
  return isUnread(log, ctx) ? 'oom.kills-counted' : 'oom.kills-not-looked-up'
}

/** It was tried and nothing came; a look that never asked for the log is another thing. */
function isUnread(log: KernelLog | null, ctx: AnalyzeContext): boolean {
  const gap = ctx.evidence.gapOf(kernelLog.id)
  return log !== null || (gap !== null && gap.reason !== 'not-asked')
}

/** The log has a kill that is newer than the reading with which the counter was compared. */
function isExplained(all: readonly Told[], ctx: AnalyzeContext): boolean {
  const before = ctx.previous.host?.atMs ?? null
  return all.some(
    ({ when }) => when.atMs === null || before === null || when.atMs >= before - SLACK_MS,
  )
}

/** Not news: a counter since boot, and no earlier reading to compare it with. */
function sinceBoot(
  total: number,
  log: KernelLog | null,
  ctx: AnalyzeContext,
): readonly OomFinding[] {
  const unread = log === null || log.lines === 0
  const code = unread && isUnread(log, ctx) ? 'oom.kills-unread-before' : 'oom.kills-before'
  return [counted(code, 'info', { ...base(ctx), kills: total }, ctx)]
}

function base(ctx: AnalyzeContext): Finding['numbers'] {
  const gap = ctx.evidence.gapOf(kernelLog.id)
  return {
    host: whom(ctx).host,
    // The tool's own words: `dmesg: read kernel buffer failed: Operation not permitted`.
    refusal: gap === null || gap.detail === '' ? (gap?.reason ?? '?') : gap.detail,
    oomCommand: askHostCommand(ctx, 'oom'),
  }
}

function counted(
  code: OomCode,
  severity: Severity,
  numbers: Finding['numbers'],
  ctx: AnalyzeContext,
): OomFinding {
  const line = vmstatLine(ctx, 'oom_kill', 'oomKill')
  return { code, severity, numbers, evidence: [line] }
}
