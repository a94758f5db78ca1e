/** What moves between memory and swap: by the kernel's counters, or as a pasted `vmstat` saw it. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Quote } from '../../domain/finding.ts'
import { vmstatCommand } from '../../parsers/tools/vmstat.ts'
import { rateNow } from '../increases.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { vmstatLine } from '../vmstatRise.ts'

export interface Traffic {
  readonly inBytesPerSec: number
  readonly outBytesPerSec: number
  readonly evidence: readonly Quote[]
}

/** Null where nothing was read twice: a counter since boot is not now. */
export function trafficOf(ctx: AnalyzeContext): Traffic | null {
  return counted(ctx) ?? pasted(ctx)
}

function counted(ctx: AnalyzeContext): Traffic | null {
  const pagesIn = rateNow(ctx.rates.host, 'pageInSwap')
  if (pagesIn === null) return null
  const pageBytes = pageBytesOf(ctx.facts, ctx.evidence)
  return {
    inBytesPerSec: pagesIn * pageBytes,
    outBytesPerSec: (rateNow(ctx.rates.host, 'pageOutSwap') ?? 0) * pageBytes,
    // Refaults of anonymous memory (since 5.9) tell that what comes in had been thrown out shortly before.
    evidence: [
      vmstatLine(ctx, 'pswpin', 'pswpin'),
      vmstatLine(ctx, 'pswpout', 'pswpout'),
      vmstatLine(ctx, 'workingset_refault_anon', 'workingsetRefaultAnon'),
    ].filter(({ line }) => line !== ''),
  }
}

/** The middle row of those that are not the average since boot: one busy second is no thrash. */
function pasted({ evidence }: AnalyzeContext): Traffic | null {
  const of = evidence.get(vmstatCommand)
  if (of === null || !of.unitSure) return null
  const rows = of.rows.flatMap(({ sinceBoot, siBytesPerSec, soBytesPerSec }) =>
    sinceBoot || siBytesPerSec === undefined || soBytesPerSec === undefined
      ? []
      : [{ siBytesPerSec, soBytesPerSec }],
  )
  const middle = [...rows].sort((a, b) => a.siBytesPerSec - b.siBytesPerSec)[
    Math.floor((rows.length - 1) / 2)
  ]
  if (middle === undefined) return null
  const lines = (evidence.text(vmstatCommand.id) ?? '').split('\n').filter((line) => ROW.test(line))
  return {
    inBytesPerSec: middle.siBytesPerSec,
    outBytesPerSec: middle.soBytesPerSec,
    evidence: lines.slice(-1).map((line) => ({ source: vmstatCommand.id, line: line.trim() })),
  }
}

const ROW = /^\s*\d+(?:\s+-?\d+){9}/
