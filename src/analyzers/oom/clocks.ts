/** The clocks of the host as far as they were read. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { hostDate } from '../../parsers/tools/date.ts'
import type { Clocks } from './when.ts'

export function clocksOf(
  last: Clocks['last'],
  ctx: Pick<AnalyzeContext, 'facts' | 'nowMs' | 'evidence'>,
): Clocks {
  return {
    bootAtMs: ctx.facts.bootAtMs,
    offsetSec: ctx.evidence.get(hostDate)?.offsetSeconds ?? null,
    nowMs: ctx.nowMs,
    last,
  }
}
