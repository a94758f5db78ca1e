/**
 * Swap traffic over hours, in records of sysstat that people bring: pages that come back while others go out, again
 * and again. Swap in use without traffic gives no finding.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { askHostCommand, whom } from '../asks.ts'
import { type LIKES, quoteOf, type TrafficRow, trafficOf } from './rows.ts'
import { IN_BYTES_PER_SEC, LEAST_ROWS, OUT_BYTES_PER_SEC } from './thresholds.ts'
import type { HistoryCode } from './words.ts'

type In = Inputs<Record<never, never>, typeof LIKES>
type HistoryFinding = Finding & { readonly code: HistoryCode }

export function judgeHistory(inputs: In, ctx: AnalyzeContext): readonly HistoryFinding[] {
  const rows = trafficOf(inputs, ctx)
  const back = rows.filter((row) => row.inBytesPerSec >= IN_BYTES_PER_SEC)
  const both = back.filter((row) => row.outBytesPerSec >= OUT_BYTES_PER_SEC)
  if (both.length >= LEAST_ROWS) return [finding('swap.rows-both', both, rows, ctx)]
  return back.length === 0 ? [] : [finding('swap.rows-in', back, rows, ctx)]
}

function finding(
  code: HistoryCode,
  busy: readonly TrafficRow[],
  rows: readonly TrafficRow[],
  ctx: AnalyzeContext,
): HistoryFinding {
  const most = busy.reduce((a, b) => (b.inBytesPerSec > a.inBytesPerSec ? b : a))
  return {
    code,
    severity: code === 'swap.rows-in' ? 'info' : 'warning',
    numbers: {
      host: whom(ctx).host,
      busyRows: busy.length,
      allRows: rows.length,
      inMostBytesPerSec: most.inBytesPerSec,
      outThenBytesPerSec: most.outBytesPerSec,
      swapCommand: askHostCommand(ctx, 'swap'),
    },
    evidence: [quoteOf(most, ctx)],
  }
}
