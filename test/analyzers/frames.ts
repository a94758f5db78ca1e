/** Frames made for a test: what a source said, and at which reading. */
import type { AnalyzeContext, Analyzer } from '../../src/domain/analyzer.ts'
import type { Frame } from '../../src/domain/capture.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { CHECKED_AT_MS } from '../hosts/load.ts'

export function frame(source: string, text: string, reading: 1 | 2 = 1): Frame {
  return {
    seq: 0,
    round: 0,
    source,
    reading,
    pid: source.includes('PID') ? 1 : null,
    raw: { kind: 'ok', text: `${text}\n`, cut: null },
    hostUptimeSec: 1000 + (reading === 2 ? 2 : 0),
    atMs: CHECKED_AT_MS,
  }
}

/** Severity and code of each finding. */
export function said(analyzer: Analyzer, ctx: AnalyzeContext): readonly string[] {
  return findingsOf(analyzer, ctx).map(({ severity, code }) => `${severity} ${code}`)
}

export function findingsOf(analyzer: Analyzer, ctx: AnalyzeContext): readonly Finding[] {
  const outcome = analyzer.run(ctx)
  return outcome.kind === 'ran' ? outcome.findings : []
}
