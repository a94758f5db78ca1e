/** How grave an OOM kill is now: news is critical, what an earlier round could tell is not told as news again. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Severity } from '../../domain/finding.ts'
import type { Told } from './recurrence.ts'
import { OLD_SECONDS, RECENT_SECONDS } from './thresholds.ts'
import type { When } from './when.ts'

export function severityOf({ cause, when }: Told, ctx: AnalyzeContext): Severity {
  return cause.kind === 'asked' ? 'info' : severityByAge(when, ctx)
}

/** Recent is critical, last night a warning; a time that is not known cannot be called old. */
export function severityByAge(when: When, ctx: AnalyzeContext): Severity {
  const before = ctx.previous.host
  if (before !== null && when.atMs !== null && when.atMs <= before.atMs) return 'info'
  if (when.ageSec === null) return 'warning'
  if (when.ageSec <= RECENT_SECONDS) return 'critical'
  return when.ageSec <= OLD_SECONDS ? 'warning' : 'info'
}
