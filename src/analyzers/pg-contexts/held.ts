/** Contexts beside what the kernel counts: memory of the process that is in none of them was taken by malloc. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { askCommand } from '../asks.ts'
import { type ContextsFinding, processOf } from './said.ts'
import { suspectsAmong } from './suspects.ts'
import { HEAVY_BYTES, UNACCOUNTED_FLOOR_BYTES, UNACCOUNTED_RATIO } from './thresholds.ts'
import type { ContextLife } from './trees.ts'

/** RssAnon and VmSwap of the same process; null where they were not read. */
export function heldBeside(life: ContextLife, ctx: AnalyzeContext): number | null {
  const status = ctx.evidence.get(processStatus)
  if (status === null || status.rssAnonBytes === null) return null
  if (life.pid !== null && life.pid !== status.pid && !status.nsPids.includes(life.pid)) return null
  return status.rssAnonBytes + (status.vmSwapBytes ?? 0)
}

export function unaccounted(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const anonBytes = heldBeside(life, ctx)
  const { totalBytes, form, lacks } = life.last
  // Half a tree explains less than it could.
  if (anonBytes === null || form === 'series' || lacks.some((lack) => lack !== 'folded')) return []
  const unaccountedBytes = anonBytes - totalBytes
  if (unaccountedBytes < UNACCOUNTED_FLOOR_BYTES) return []
  if (unaccountedBytes < UNACCOUNTED_RATIO * anonBytes) return []
  return [
    {
      code: 'contexts.unaccounted',
      severity: unaccountedBytes >= HEAVY_BYTES ? 'warning' : 'info',
      numbers: {
        process: processOf(life, ctx),
        totalBytes,
        anonBytes,
        unaccountedBytes,
        unaccountedRatio: unaccountedBytes / anonBytes,
        arenasCommand: askCommand(ctx, 'arenas'),
        ...suspectsAmong(ctx.evidence.get(maps)?.mappings ?? null),
      },
      evidence: [ctx.evidence.quote(processStatus.id, /^RssAnon:/)],
    },
  ]
}
