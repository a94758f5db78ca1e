/**
 * What was killed, by what limit, who really held the memory. Victim, trigger and holder are three questions: the
 * request that failed, the task with the highest score and the memory that filled up need not be one process's.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Severity } from '../../domain/finding.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { oomScores } from '../../parsers/proc/oomScores.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { clocksOf } from './clocks.ts'
import { codeOf } from './codes.ts'
import { judgeCounter } from './counter.ts'
import { judgeDaemons } from './daemons.ts'
import { figuresOf, quotesOf } from './figures.ts'
import { othersInIt, partToBlame } from './judgeHolders.ts'
import { judgeNext } from './judgeNext.ts'
import { type Recurrence, recurrencesOf, type Told, told } from './recurrence.ts'
import { severityOf } from './severity.ts'
import { RATE_KILLS } from './thresholds.ts'
import type { OomFinding } from './words.ts'

export const NEEDS = {}
export const LIKES = { log: kernelLog, vmstat, scores: oomScores, processes }
type In = Inputs<typeof NEEDS, typeof LIKES>

/** Subjects that are told on their own; a log with more of them tells one story anyway. */
const SUBJECTS_TOLD = 3

export function judgeOom({ log }: In, ctx: AnalyzeContext): readonly OomFinding[] {
  if (log === null) return judgeCounter(null, [], ctx)
  // Ages are counted from when the log was read: a replay of the frames tells the same.
  const nowMs = ctx.evidence.reading(kernelLog, 1)?.atMs ?? ctx.nowMs
  const clocks = clocksOf(log.last, { facts: ctx.facts, nowMs })
  const all = told(log.ooms, clocks)
  const subjects = recurrencesOf(all)
  const [first, ...others] = subjects.slice(0, SUBJECTS_TOLD)
  return [
    ...(first === undefined ? [] : inFull(first, ctx)),
    ...others.flatMap((one) => inShort(one, ctx)),
    ...judgeDaemons(log.daemonKills, clocks, ctx),
    ...(first === undefined ? [] : judgeNext(first.newest, ctx)),
    ...judgeCounter(log, all, ctx),
  ]
}

/** How often, what is to blame if no task is, and the kill itself. */
function inShort(of: Recurrence, ctx: AnalyzeContext): readonly OomFinding[] {
  return [...repeats(of, ctx), ...partToBlame(of.newest, ctx), cause(of.newest, ctx)]
}

/** The newest: who else was in it as well. */
function inFull(of: Recurrence, ctx: AnalyzeContext): readonly OomFinding[] {
  return [...inShort(of, ctx), ...othersInIt(of.newest, ctx)]
}

function cause(one: Told, ctx: AnalyzeContext): OomFinding {
  return {
    code: codeOf(one),
    severity: severityOf(one, ctx),
    numbers: figuresOf(one, ctx),
    evidence: quotesOf(one.event),
  }
}

/** One subject's kills as one finding with a rate; two kills have an interval, not a rate. */
function repeats(of: Recurrence, ctx: AnalyzeContext): readonly OomFinding[] {
  const { events, newest, spanSec, kills } = of
  if (events.length < 2 || newest.cause.kind === 'asked') return []
  const severity: Severity = severityOf(newest, ctx)
  const rate =
    spanSec === null || spanSec < events.length
      ? null
      : { spanSeconds: spanSec, everySeconds: spanSec / (events.length - 1) }
  const code =
    rate === null ? 'oom.many' : events.length < RATE_KILLS ? 'oom.second' : 'oom.repeats'
  const numbers = { ...figuresOf(newest, ctx), kills, events: events.length, ...rate }
  const evidence = [...events.slice(0, 1), newest].flatMap(({ event }) =>
    quotesOf(event).slice(0, 1),
  )
  return [{ code, severity, numbers, evidence }]
}
