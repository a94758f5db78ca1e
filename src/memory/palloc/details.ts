/** The second walk: blocks, free space and free chunks of each context. */
import type { Walk } from '../../domain/memory.ts'
import { Crew, type Task } from '../crew.ts'
import { freelist } from './allocSet.ts'
import { FREELISTS } from './chunks.ts'
import { confirm } from './damage.ts'
import type { ContextRecord, Found } from './found.ts'
import { blocksOf } from './kinds.ts'
import { type ContextWalk, resultOf } from './result.ts'

/** Goes on from a walk's tree, over what it has seen and what it has not. Once for each tree: it adds to its records. */
export function* contextDetails({ state }: ContextWalk): Walk<ContextWalk> {
  const { found, view } = state
  const crew = new Crew(view)
  for (const record of found.records) {
    // Before 13 the blocks gave the totals and are known.
    if (found.detected.layout.context.memAllocated !== null) crew.start(blocksOf(found, record))
    for (const list of freelists(found, record)) crew.start(list)
  }
  yield* crew.run()
  for (const record of found.records) if (record.known === 'totals') record.known = 'all'
  const damage = yield* confirm(found, view)
  return resultOf(state, damage)
}

function freelists(found: Found, record: ContextRecord): readonly Task<void>[] {
  if (record.kind !== 'AllocSet') return []
  return Array.from({ length: FREELISTS }, (_, index) => freelist(found, record, index))
}
