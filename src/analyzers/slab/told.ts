/** A slab cache as findings tell it. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { slabinfo } from '../../parsers/proc/slabinfo.ts'
import type { SizedCache } from './caches.ts'

export function cacheNumbers({ name, sizeBytes, numObjs }: SizedCache): Finding['numbers'] {
  return { cache: name, cacheBytes: sizeBytes, objects: numObjs }
}

/** Its row: slabinfo begins with the name, slabtop ends with it. */
export function cacheLine(ctx: AnalyzeContext, { name }: SizedCache): Quote {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return ctx.evidence.quote(slabinfo.id, new RegExp(`^${literal} |\\s${literal}\\s*$`))
}
