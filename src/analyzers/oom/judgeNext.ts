/** After a kill: who is next, by scores that are read only then. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { DeeperContext } from '../../domain/deeper.ts'
import type { AnySource } from '../../domain/source.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { oomScores } from '../../parsers/proc/oomScores.ts'
import { clocksOf } from './clocks.ts'
import { figuresOf } from './figures.ts'
import { inLine } from './inLine.ts'
import type { Told } from './recurrence.ts'
import { severityOf } from './severity.ts'
import { OLD_SECONDS } from './thresholds.ts'
import { whenOf } from './when.ts'
import type { OomFinding } from './words.ts'

/** Told while the kill is news. */
export function judgeNext(one: Told, ctx: AnalyzeContext): readonly OomFinding[] {
  if (severityOf(one, ctx) === 'info') return []
  const [top] = inLine(ctx.evidence)?.ranking.candidates ?? []
  if (top === undefined) return []
  const { pid, comm } = top.row
  const score = ctx.evidence.quote(oomScores.id, new RegExp(`^${pid}/oom_score:`))
  if (score.line === '') return []
  return [
    {
      code: 'oom.next-victim',
      severity: 'info',
      numbers: {
        ...figuresOf(one, ctx),
        next: comm,
        nextPid: String(pid),
        nextBytes: top.heldBytes,
      },
      evidence: [score],
    },
  ]
}

/** The scores are worth one more look while the newest kill is news. */
export function scoresAfterKill({ evidence, facts }: DeeperContext): readonly AnySource[] {
  const log = evidence.reading(kernelLog, 1)
  const newest = log?.value.ooms.at(-1)
  if (log === null || newest === undefined) return []
  const clocks = clocksOf(log.value.last, { facts, nowMs: log.atMs })
  const { ageSec } = whenOf(newest.at, clocks)
  return ageSec === null || ageSec <= OLD_SECONDS ? [oomScores] : []
}
