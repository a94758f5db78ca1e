/** Evidence and comparison -> findings. An analyzer that throws costs only its own part (design 10). */

import { bareKind } from '../analyzers/target/bare.ts'
import { type AnalyzeContext, type Analyzer, hasMatter } from '../domain/analyzer.ts'
import { bySeverity, type Finding } from '../domain/finding.ts'
import type { Log } from '../domain/ports.ts'
import type { Unchecked } from '../domain/report.ts'
import { isInstance } from '../domain/subject.ts'
import { memoryContexts } from '../parsers/postgres/memoryContexts.ts'

export interface Analyzed {
  readonly findings: readonly Finding[]
  readonly unchecked: readonly Unchecked[]
  /** True when every analyzer of this scope could run. */
  readonly complete: boolean
}

export function analyze(analyzers: readonly Analyzer[], ctx: AnalyzeContext, log: Log): Analyzed {
  const findings: Finding[] = []
  const ofTheHost: Finding[] = []
  const unchecked: Unchecked[] = ctx.subject.kind === 'core' ? unwalked(analyzers, ctx) : []
  // Who asks about a process or a group wants to hear of it before what else its host has been through.
  const into = ({ scope }: Analyzer) =>
    scope === 'host' && ctx.subject.kind !== 'host' ? ofTheHost : findings
  for (const analyzer of analyzers.filter((one) => concerns(one, ctx))) {
    try {
      const outcome = analyzer.run(ctx)
      if (outcome.kind === 'ran') into(analyzer).push(...outcome.findings)
      else if (outcome.missing.length > 0)
        unchecked.push({ analyzer: analyzer.id, kind: 'skipped', missing: outcome.missing })
    } catch (cause) {
      const reference = log.bug('analyzer.threw', cause, { analyzer: analyzer.id })
      unchecked.push({ analyzer: analyzer.id, kind: 'failed', reference })
    }
  }
  return {
    findings: [...findings, ...ofTheHost].sort(bySeverity),
    unchecked,
    complete: unchecked.length === 0,
  }
}

/** A core whose walk did not come was not checked, whatever else is known of it. */
function unwalked(analyzers: readonly Analyzer[], { evidence }: AnalyzeContext): Unchecked[] {
  if (evidence.has(memoryContexts.id)) return []
  const { id } = memoryContexts
  const missing = [evidence.gapOf(id) ?? ({ source: id, reason: 'not-asked', detail: '' } as const)]
  return analyzers
    .filter(({ eitherOf }) => eitherOf?.some((one) => one.id === id))
    .map((one) => ({ analyzer: one.id, kind: 'skipped', missing }))
}

/** A process's diagnoses are not missed on a host's report; what was brought alone is judged all the same. */
function concerns(analyzer: Analyzer, { subject, evidence }: AnalyzeContext): boolean {
  // The evidence of one process is its leader's alone: what judges that says nothing of an instance.
  if (isInstance(subject) && analyzer.scope === 'process') return analyzer.instances === true
  if (analyzer.scope === 'instance') return isInstance(subject)
  if (analyzer.eitherOf !== undefined) return hasMatter(analyzer, evidence)
  // What has no memory of its own is not judged on it: nothing is missing there, and nothing is fine.
  if (analyzer.scope === 'process' && bareKind(evidence) !== null) return false
  if (subject.kind === 'cgroup' && analyzer.scope === 'process') return analyzer.groups === true
  return subject.kind !== 'core' && (analyzer.scope === 'host' || subject.kind === 'process')
}
