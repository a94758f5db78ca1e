/** Growth -> findings. The slope was judged in growth/; here it becomes words and a severity. */
import type { AnalyzeContext, Threshold } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import type { Growth } from '../../domain/growth.ts'
import { DAY_MS, isoUtc, SECOND_MS } from '../../domain/time.ts'
import { foretold, HORIZON_SPANS } from '../../growth/foretold.ts'
import {
  RECENT_SLOPE_RATIO,
  RISE_FLOOR_BYTES,
  RISE_RATIO,
  VERDICT_POINTS,
} from '../../growth/judge.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { askCommand, watchCommand, whom } from '../asks.ts'
import type { LeakCode } from './words.ts'

/** Nearer than this the limit is somebody's problem today. */
const NEAR_SECONDS = DAY_MS / SECOND_MS

export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'VERDICT_POINTS',
    value: VERDICT_POINTS,
    unit: 'count',
    source: 'our measurement on 2000 labelled traces: fewer points give no verdict',
  },
  {
    name: 'RISE_RATIO',
    value: RISE_RATIO,
    unit: 'ratio',
    source: 'our measurement: flat within F1 ±.01 for 2-3 %',
  },
  {
    name: 'RISE_FLOOR_BYTES',
    value: RISE_FLOOR_BYTES,
    unit: 'bytes',
    source: 'redis src/object.c getMemoryDoctorReport: nothing is judged below 10 MB',
  },
  {
    name: 'RECENT_SLOPE_RATIO',
    value: RECENT_SLOPE_RATIO,
    unit: 'ratio',
    source: 'our measurement on 1913 labelled traces: false alarms 18.5 -> 7.3 %, F1 .868 -> .912',
  },
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
export function judgeLeak(ctx: AnalyzeContext): readonly LeakFinding[] {
  const { growth } = ctx
  if (growth === null) return []
  if (growth.verdict === 'insufficient-data') return [early(growth, ctx)]
  return growth.verdict === 'growing-not-yet-proved' ? [growing(growth, ctx)] : []
}

function early(growth: Growth, ctx: AnalyzeContext): LeakFinding {
  const numbers = {
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

function growing(growth: Growth, ctx: AnalyzeContext): LeakFinding {
  const eta = foretold(growth)
  const numbers = {
    ...whom(ctx),
    points: growth.points,
    spanSeconds: growth.spanSec,
    risenBytes: Math.round(growth.risenBytes ?? 0),
    slopeBytesPerDay: Math.round(growth.slopeBytesPerDay ?? 0),
    slopeLowBytesPerDay: Math.round(growth.slopeLo ?? 0),
    slopeHighBytesPerDay: Math.round(growth.slopeHi ?? 0),
    smapsCommand: askCommand(ctx, 'smaps'),
    watchCommand: watchCommand(ctx),
  }
  if (eta === null || eta.seconds >= NEAR_SECONDS) {
    return finding('leak.growing', 'info', numbers, ctx)
  }
  const limit = {
    limitName: eta.limitName,
    limitBytes: eta.limitBytes,
    etaSeconds: eta.seconds,
    etaLowSeconds: eta.lo,
  }
  return finding('leak.growing-to-limit', 'warning', { ...numbers, ...limit }, ctx)
}

function finding(
  code: LeakCode,
  severity: Finding['severity'],
  numbers: Finding['numbers'],
  ctx: AnalyzeContext,
): LeakFinding {
  const quoted = (line: RegExp): Quote => ctx.evidence.quote(processStatus.id, line)
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
