/**
 * What malloc holds. From outside arenas can be seen and their size, not how much of them is free; malloc's own
 * figures prove that. Memory that is free inside malloc is no leak, and memory in use is not explained by it.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { mallocInfo } from '../../parsers/tools/mallocInfo.ts'
import { mallocStats } from '../../parsers/tools/mallocStats.ts'
import { arenaHeaps } from '../arenaHeaps.ts'
import { askCommand, whom } from '../asks.ts'
import { knownMappings, lineOf } from '../known.ts'
import { heldBy } from '../owners.ts'
import { allocationOf, mayHaveArenas } from './allocator.ts'
import {
  ARENAS_COUNT,
  ARENAS_FLOOR_BYTES,
  ARENAS_RATIO,
  FREE_FLOOR_BYTES,
  FREE_RATIO,
} from './thresholds.ts'
import { infoUse, statsUse, type Use } from './use.ts'
import type { ArenasCode } from './words.ts'

export const LIKES = { maps, smaps, mallocStats, mallocInfo }
type In = Inputs<Record<never, never>, typeof LIKES>
type ArenasFinding = Finding & { readonly code: ArenasCode }

export function judgeArenas(inputs: In, ctx: AnalyzeContext): readonly ArenasFinding[] {
  const use = infoUse(inputs.mallocInfo, ctx.evidence) ?? statsUse(inputs.mallocStats, ctx.evidence)
  return [...held(ctx), ...(use === null ? [] : inside(use, ctx))]
}

function held(ctx: AnalyzeContext): readonly ArenasFinding[] {
  const known = knownMappings(ctx.evidence)
  if (known === null || !known.held || !mayHaveArenas(allocationOf(known))) return []
  const heaps = known.mappings
    .map((mapping, i) => ({ mapping, heaps: arenaHeaps(mapping, known.owners[i]) }))
    .filter((one) => one.heaps > 0)
  const arenas = heaps.reduce((sum, one) => sum + one.heaps, 0)
  const arenaBytes = heaps.reduce((sum, { mapping }) => sum + heldBy(mapping), 0)
  const heldBytes = known.mappings.reduce((sum, mapping) => sum + heldBy(mapping), 0)
  const [first] = heaps
  if (first === undefined || arenas < ARENAS_COUNT || arenaBytes < ARENAS_FLOOR_BYTES) return []
  if (arenaBytes < ARENAS_RATIO * heldBytes) return []
  const numbers = {
    ...whom(ctx),
    arenas,
    arenaBytes,
    heldBytes,
    arenasCommand: askCommand(ctx, 'arenas'),
  }
  const evidence = [ctx.evidence.quote(known.source, lineOf(first.mapping.start))]
  return [{ code: 'arenas.held', severity: 'info', numbers, evidence }]
}

/** What malloc itself says: of what it took, how much the program uses. */
function inside(use: Use, ctx: AnalyzeContext): readonly ArenasFinding[] {
  const { systemBytes, inUseBytes, arenas, evidence } = use
  const freeBytes = systemBytes - inUseBytes
  if (systemBytes < FREE_FLOOR_BYTES) return []
  const freeRatio = freeBytes / systemBytes
  const numbers = { ...whom(ctx), systemBytes, inUseBytes, freeBytes, freeRatio, arenas }
  if (freeBytes >= FREE_FLOOR_BYTES && freeRatio >= FREE_RATIO) {
    return [{ code: 'arenas.free-inside', severity: 'info', numbers, evidence }]
  }
  return [{ code: 'arenas.in-use', severity: 'info', numbers, evidence }]
}
