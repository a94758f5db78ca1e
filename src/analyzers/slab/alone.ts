/** A table of caches without the host's memory beside it, as people paste `slabtop`: a level in bytes, never a share. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import { slabinfo } from '../../parsers/proc/slabinfo.ts'
import { pageBytesOf, USUAL_PAGE_BYTES } from '../pageBytes.ts'
import { bySize, isReclaimable, type SizedCache } from './caches.ts'
import { LARGE_FLOOR_BYTES, RECLAIMABLE_FLOOR_BYTES } from './thresholds.ts'
import { cacheLine, cacheNumbers } from './told.ts'
import type { SlabCode } from './words.ts'

/** Whether a table has a cache that is worth a word by itself; a host's facts are not asked, so its pages are usual ones. */
export function hasLargeCache(evidence: Evidence): boolean {
  return worthAWord(cachesOf(evidence, USUAL_PAGE_BYTES)) !== null
}

/** The cache that stands out: of those that cannot be given back, else of the others. */
export function cacheAlone(
  ctx: AnalyzeContext,
): readonly (Finding & { readonly code: SlabCode })[] {
  const caches = cachesOf(ctx.evidence, pageBytesOf(ctx.facts, ctx.evidence))
  const top = worthAWord(caches)
  if (top === null) return []
  const all = caches.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return [
    {
      code: isReclaimable(top.name) ? 'slab.cache-reclaimable' : 'slab.cache-unreclaimable',
      severity: 'info',
      numbers: { ...cacheNumbers(top), cacheRatio: top.sizeBytes / all },
      evidence: [cacheLine(ctx, top)],
    },
  ]
}

function worthAWord(caches: readonly SizedCache[]): SizedCache | null {
  const stands = (top: SizedCache | undefined, floor: number): SizedCache | null =>
    top !== undefined && top.sizeBytes >= floor ? top : null
  return (
    stands(
      caches.find(({ name }) => !isReclaimable(name)),
      LARGE_FLOOR_BYTES,
    ) ?? stands(caches[0], RECLAIMABLE_FLOOR_BYTES)
  )
}

function cachesOf(evidence: Evidence, pageBytes: number): readonly SizedCache[] {
  return bySize(evidence.get(slabinfo)?.caches ?? [], pageBytes)
}
