/** Growth -> findings. The slope was judged in growth/; here it becomes words and a severity. */
import type { AnalyzeContext, Threshold } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import type { Growth } from '../../domain/growth.ts'
import { isInstance } from '../../domain/subject.ts'
import { DAY_MS, isoUtc, SECOND_MS } from '../../domain/time.ts'
import { LEAK_SCORE, MAYBE_SCORE } from '../../growth/detect.ts'
import { foretold, HORIZON_SPANS } from '../../growth/foretold.ts'
import { RISE_FLOOR_BYTES } from '../../growth/judge.ts'
import { CALM_SCORE, RUNNING, TELL_POINTS, TELL_SCORE } from '../../growth/notify.ts'
import { RISE_RATIO } from '../../growth/outlook.ts'
import { LEAST_POINTS } from '../../growth/run.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { askCommand, watchCommand, whom } from '../asks.ts'
import { type SoFarInput, soFar } from './soFar.ts'
import type { LeakCode } from './words.ts'

/** Nearer than this the limit is somebody's problem today. */
export const NEAR_SECONDS = DAY_MS / SECOND_MS

const MEASURED = 'our measurement on labelled traces (npm run bench -- growth)'

export const THRESHOLDS: readonly Threshold[] = [
  { name: 'LEAST_POINTS', value: LEAST_POINTS, unit: 'count', source: MEASURED },
  { name: 'LEAK_SCORE', value: LEAK_SCORE, unit: 'ratio', source: MEASURED },
  { name: 'MAYBE_SCORE', value: MAYBE_SCORE, unit: 'ratio', source: MEASURED },
  { name: 'RISE_RATIO', value: RISE_RATIO, unit: 'ratio', source: MEASURED },
  {
    name: 'RISE_FLOOR_BYTES',
    value: RISE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'glibc malloc.c: M_TOP_PAD, a heap grows by 128 KiB at a time; eight such steps',
  },
  { name: 'TELL_SCORE', value: TELL_SCORE, unit: 'ratio', source: MEASURED },
  { name: 'TELL_POINTS', value: TELL_POINTS, unit: 'count', source: MEASURED },
  { name: 'RUNNING', value: RUNNING, unit: 'count', source: MEASURED },
  { name: 'CALM_SCORE', value: CALM_SCORE, unit: 'ratio', source: MEASURED },
  {
    name: 'NEAR_SECONDS',
    value: NEAR_SECONDS,
    unit: 'seconds',
    source: 'Prometheus predict_linear rules in public repositories look 4 h to 3 d ahead',
  },
  {
    name: 'HORIZON_SPANS',
    value: HORIZON_SPANS,
    unit: 'count',
    source: 'predict_linear practice: 1 h seen, 4 h to 16 h foretold',
  },
]

type LeakFinding = Finding & { readonly code: LeakCode }

/** A series that is flat gives no finding: the growth object says it, and it clears nothing. */
export function judgeLeak(of: SoFarInput, ctx: AnalyzeContext): readonly LeakFinding[] {
  const { growth } = ctx
  if (growth === null) return []
  switch (growth.verdict) {
    case 'insufficient-data':
      return [early(growth, soFar(of, ctx), ctx)]
    case 'leaking':
      return [leaking(growth, ctx)]
    case 'growing-not-yet-proved':
      return [growing(growth, ctx)]
    default:
      return []
  }
}

function early(growth: Growth, known: Finding['numbers'], ctx: AnalyzeContext): LeakFinding {
  const numbers = {
    ...known,
    ...whom(ctx),
    points: growth.points,
    spanSeconds: growth.spanSec,
    moreSamples: growth.needs?.moreSamples ?? 0,
    watchCommand: watchCommand(ctx),
  }
  if (growth.points === 1) return finding('leak.one-snapshot', 'info', numbers, ctx)
  const changed = { ...numbers, changeBytes: Math.round(growth.risenBytes ?? 0) }
  if (growth.points === 2) return finding('leak.difference', 'info', changed, ctx)
  const few = growth.notes.find(({ code }) => code === 'few-points')
  const { rises = 0, falls = 0 } = few?.numbers ?? {}
  return finding('leak.trend', 'info', { ...changed, rises, falls }, ctx)
}

function leaking(growth: Growth, ctx: AnalyzeContext): LeakFinding {
  const numbers = growthNumbers(growth, ctx)
  if (growth.until !== null) {
    return finding('leak.paused', 'warning', { ...numbers, untilAtMs: growth.until }, ctx)
  }
  const limit = limitNumbers(growth)
  if (limit === null) return finding('leak.leaking', 'warning', numbers, ctx)
  const severity = limit.etaSeconds < NEAR_SECONDS ? 'critical' : 'warning'
  return finding('leak.leaking-to-limit', severity, { ...numbers, ...limit }, ctx)
}

function growing(growth: Growth, ctx: AnalyzeContext): LeakFinding {
  const numbers = growthNumbers(growth, ctx)
  if (growth.cap !== null) {
    const cap = { capName: growth.cap.name, capBytes: growth.cap.bytes }
    return finding('leak.growing-below-cap', 'info', { ...numbers, ...cap }, ctx)
  }
  const limit = limitNumbers(growth)
  return limit === null || limit.etaSeconds >= NEAR_SECONDS
    ? finding('leak.growing', 'info', numbers, ctx)
    : finding('leak.growing-to-limit', 'warning', { ...numbers, ...limit }, ctx)
}

function growthNumbers(growth: Growth, ctx: AnalyzeContext): Finding['numbers'] {
  return {
    ...whom(ctx),
    points: growth.points,
    spanSeconds: growth.spanSec,
    sinceAtMs: growth.since ?? 0,
    scorePercent: Math.min(SUREST_PERCENT, Math.round((growth.score ?? 0) * 100)),
    risenBytes: Math.round(growth.risenBytes ?? 0),
    slopeBytesPerDay: Math.round(growth.slopeBytesPerDay ?? 0),
    slopeLowBytesPerDay: Math.round(growth.slopeLo ?? 0),
    slopeHighBytesPerDay: Math.round(growth.slopeHi ?? 0),
    partsCommand: askCommand(ctx, partsDrilldown(ctx)),
    watchCommand: watchCommand(ctx),
  }
}

/** No score is certainty: the labelled traces have caches that look like the surest leak. */
const SUREST_PERCENT = 99

/** What tells best which part grows: of an instance its processes, of a PostgreSQL process whose memory was read its contexts, else its mappings. */
function partsDrilldown(ctx: AnalyzeContext): string {
  if (isInstance(ctx.subject)) return 'backends'
  return ctx.evidence.get(memoryContexts) === null ? 'smaps' : 'contexts diff'
}

/** When the limit is met, where that may be foretold. */
function limitNumbers(growth: Growth): {
  readonly limitName: string
  readonly limitBytes: number
  readonly etaSeconds: number
  readonly etaLowSeconds: number
} | null {
  const eta = foretold(growth)
  if (eta === null) return null
  const { limitName, limitBytes, seconds, lo } = eta
  return { limitName, limitBytes, etaSeconds: seconds, etaLowSeconds: lo }
}

function finding(
  code: LeakCode,
  severity: Finding['severity'],
  numbers: Finding['numbers'],
  ctx: AnalyzeContext,
): LeakFinding {
  const quoted = (line: RegExp): Quote => ctx.evidence.quote(processStatus.id, line)
  if (isInstance(ctx.subject)) return { code, severity, numbers, evidence: before(ctx) }
  // What is judged; RSS stands in on kernels that do not split it.
  const anon = quoted(/^RssAnon:/)
  const lines = [anon.line === '' ? quoted(/^VmRSS:/) : anon, quoted(/^VmSwap:/)]
  return {
    code,
    severity,
    numbers,
    evidence: [...lines, ...before(ctx)].filter(({ line }) => line !== ''),
  }
}

/** The reading before this one, as it is stored: the other end of the difference. */
function before(ctx: AnalyzeContext): readonly Quote[] {
  const row = ctx.previous.process
  if (row?.kind !== 'process') return []
  const { anonBytes, swapBytes, rssBytes } = row.values
  return [
    {
      source: 'history',
      line: `${isoUtc(row.atMs)} anonBytes=${anonBytes} swapBytes=${swapBytes} rssBytes=${rssBytes}`,
    },
  ]
}
