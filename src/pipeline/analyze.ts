/** Evidence and comparison -> findings. An analyzer that throws costs only its own part (design 10). */
import type { AnalyzeContext, Analyzer } from '../domain/analyzer.ts'
import { bySeverity, type Finding } from '../domain/finding.ts'
import type { Log } from '../domain/ports.ts'
import type { Unchecked } from '../domain/report.ts'

export interface Analyzed {
  readonly findings: readonly Finding[]
  readonly unchecked: readonly Unchecked[]
  /** True when every analyzer of this scope could run. */
  readonly complete: boolean
}

export function analyze(analyzers: readonly Analyzer[], ctx: AnalyzeContext, log: Log): Analyzed {
  const scope = ctx.subject.kind === 'process' ? ['host', 'process'] : ['host']
  const findings: Finding[] = []
  const unchecked: Unchecked[] = []
  for (const analyzer of analyzers.filter((one) => scope.includes(one.scope))) {
    try {
      const outcome = analyzer.run(ctx)
      if (outcome.kind === 'ran') findings.push(...outcome.findings)
      else unchecked.push({ analyzer: analyzer.id, kind: 'skipped', missing: outcome.missing })
    } catch (cause) {
      const reference = log.bug('analyzer.threw', cause, { analyzer: analyzer.id })
      unchecked.push({ analyzer: analyzer.id, kind: 'failed', reference })
    }
  }
  return { findings: [...findings].sort(bySeverity), unchecked, complete: unchecked.length === 0 }
}
