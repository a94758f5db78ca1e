/** Pages that wait to be written: from the kernel's threshold on, whoever writes is put to sleep. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { type Vmstat, vmstat } from '../../parsers/proc/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { vmstatLine } from '../vmstatRise.ts'
import { DIRTY_FLOOR_BYTES, DIRTY_RATIO } from './thresholds.ts'
import type { CacheFinding } from './words.ts'

interface Backlog {
  readonly pages: number
  /** Where all writers sleep. */
  readonly limitPages: number
  /** Half way from the background threshold: from here on writers are slowed. */
  readonly slowPages: number
}

/**
 * Judged by the lesser of the two readings: a burst that is written out meanwhile is ordinary. Rule of
 * mm/page-writeback.c (balance_dirty_pages, dirty_freerun_ceiling): dirty and writeback pages count together.
 */
export function dirtyBacklog(ctx: AnalyzeContext): readonly CacheFinding[] {
  const readings = [1, 2].flatMap((which) => {
    const of = ctx.evidence.reading(vmstat, which === 1 ? 1 : 2)
    const backlog = of === null ? null : backlogOf(of.value)
    return backlog === null ? [] : [backlog]
  })
  const [least] = [...readings].sort((a, b) => a.pages - b.pages)
  if (least === undefined) return []
  const pageBytes = pageBytesOf(ctx.facts, ctx.evidence)
  const backlogBytes = least.pages * pageBytes
  if (least.pages < least.slowPages || backlogBytes < DIRTY_FLOOR_BYTES) return []
  const held = least.pages >= DIRTY_RATIO * least.limitPages && readings.length === 2
  return [
    {
      code: held ? 'cache.dirty-held' : 'cache.dirty-slowed',
      severity: held ? 'warning' : 'info',
      numbers: {
        host: whom(ctx).host,
        cacheCommand: askHostCommand(ctx, 'cache'),
        backlogBytes,
        limitBytes: least.limitPages * pageBytes,
      },
      evidence: [
        vmstatLine(ctx, 'nr_dirty', 'nrDirty'),
        vmstatLine(ctx, 'nr_writeback', 'nrWriteback'),
        vmstatLine(ctx, 'nr_dirty_threshold', 'nrDirtyThreshold'),
      ].filter(({ line }) => line !== ''),
    },
  ]
}

function backlogOf(of: Vmstat): Backlog | null {
  const { nrDirty, nrWriteback = 0, nrDirtyThreshold = 0, nrDirtyBackgroundThreshold = 0 } = of
  if (nrDirty === undefined || nrDirtyThreshold <= 0) return null
  return {
    pages: nrDirty + nrWriteback,
    limitPages: nrDirtyThreshold,
    slowPages: (nrDirtyThreshold + nrDirtyBackgroundThreshold) / 2,
  }
}
