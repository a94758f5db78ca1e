/** The clocks of the host as far as they were read. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Clocks } from './when.ts'

export function clocksOf(
  last: Clocks['last'],
  ctx: Pick<AnalyzeContext, 'facts' | 'nowMs'>,
): Clocks {
  return {
    bootAtMs: ctx.facts.bootAtMs,
    offsetSec: ctx.facts.zoneOffsetSec,
    nowMs: ctx.nowMs,
    last,
  }
}
