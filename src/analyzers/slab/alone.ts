/** A table of caches without the host's memory beside it, as people paste `slabtop`: a level in bytes, never a share. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import { slabinfo } from '../../parsers/proc/slabinfo.ts'
import { USUAL_PAGE_BYTES } from '../pageBytes.ts'
import { bySize, isReclaimable, type SizedCache } from './caches.ts'
import { LARGE_FLOOR_BYTES, RECLAIMABLE_FLOOR_BYTES } from './thresholds.ts'
import type { SlabCode } from './words.ts'

/** Whether a table has a cache that is worth a word by itself. */
export function hasLargeCache(evidence: Evidence): boolean {
  return worthAWord(cachesOf(evidence)) !== null
}

/** The cache that stands out: of those that cannot be given back, else of the others. */
export function cacheAlone({
  evidence,
}: AnalyzeContext): readonly (Finding & { readonly code: SlabCode })[] {
  const caches = cachesOf(evidence)
  const top = worthAWord(caches)
  if (top === null) return []
  const all = caches.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return [
    {
      code: isReclaimable(top.name) ? 'slab.cache-reclaimable' : 'slab.cache-unreclaimable',
      severity: 'info',
      numbers: {
        cache: top.name,
        cacheBytes: top.sizeBytes,
        objects: top.numObjs,
        cacheRatio: top.sizeBytes / all,
      },
      evidence: [{ source: slabinfo.id, line: `${top.name}: ${top.numObjs} objects` }],
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

function cachesOf(evidence: Evidence): readonly SizedCache[] {
  return bySize(evidence.get(slabinfo)?.caches ?? [], USUAL_PAGE_BYTES)
}
