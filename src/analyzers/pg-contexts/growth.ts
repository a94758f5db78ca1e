/** Several dumps of one process: what grew, said with as much doubt as there are dumps. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { formatBytes } from '../../domain/bytes.ts'
import { type RankedComponent, rankComponents } from '../../growth/components/rank.ts'
import { askCommand } from '../asks.ts'
import { snapshotsFor } from './components.ts'
import { quoteOf, rowLines } from './quotes.ts'
import { type ContextsFinding, errorsOf, means, processOf } from './said.ts'
import {
  HEAVY_BYTES,
  NAMED_SHARE_RATIO,
  RISE_FLOOR_BYTES,
  RISE_LARGE_BYTES,
  RISE_RATIO,
} from './thresholds.ts'
import type { ContextLife } from './trees.ts'

export function grown(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const { snapshots, timed } = snapshotsFor(life, ctx.components)
  const { confidence, candidates, unexplainedBytes } = rankComponents(snapshots)
  const [first] = candidates
  if (first === undefined || confidence === 'none' || !isWorthAWord(first)) return []
  const cut = snapshots.filter(({ complete }) => !complete).length
  const common = {
    process: processOf(life, ctx),
    snapshots: snapshots.length,
    diffCommand: askCommand(ctx, 'contexts diff'),
    ...(cut === 0 ? {} : { cut }),
  }
  const evidence = [quoteOf(ctx, life.source, ...rowLines(life, nameOf(first), first.lastBytes))]
  if (confidence === 'difference' || first.share < NAMED_SHARE_RATIO)
    return [
      {
        code: 'contexts.differ',
        severity: 'info',
        numbers: { ...common, candidates: candidates.filter(isWorthAWord).map(said).join(', ') },
        evidence,
      },
    ]
  const errors = errorsOf(life, ctx)
  const { firstBytes, lastBytes, share, count, slopeBytesPerDay } = first
  return [
    {
      code: 'contexts.grows',
      severity: riseOf(first) >= HEAVY_BYTES ? 'warning' : 'info',
      numbers: {
        ...common,
        context: nameOf(first),
        firstBytes,
        lastBytes,
        risenBytes: riseOf(first),
        shareRatio: share,
        firstCount: count.first,
        lastCount: count.last,
        ...(count.first === count.last ? {} : { counted: 1 }),
        ...(timed ? { slopeBytesPerDay: Math.round(slopeBytesPerDay) } : {}),
        ...(unexplainedBytes !== null && unexplainedBytes >= RISE_FLOOR_BYTES
          ? { unexplainedBytes }
          : {}),
        ...(errors === 0 ? {} : { errors }),
        ...means(nameOf(first)),
      },
      evidence,
    },
  ]
}

function isWorthAWord(of: RankedComponent): boolean {
  const rise = riseOf(of)
  return (
    rise >= RISE_FLOOR_BYTES && (rise >= RISE_RATIO * of.firstBytes || rise >= RISE_LARGE_BYTES)
  )
}

function riseOf({ firstBytes, lastBytes }: RankedComponent): number {
  return lastBytes - firstBytes
}

function nameOf({ path }: RankedComponent): string {
  return path.at(-1) ?? ''
}

/** `CacheMemoryContext +12 MiB`: the same in all languages. */
function said(of: RankedComponent): string {
  return `${nameOf(of)} +${formatBytes(riseOf(of))}`
}
