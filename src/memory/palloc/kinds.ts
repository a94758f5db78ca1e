/** The blocks of a context by its kind. */
import type { Task } from '../crew.ts'
import { setBlocks } from './allocSet.ts'
import type { ContextRecord, Found } from './found.ts'
import { bumpBlocks, generationBlocks, slabBlocks } from './rings.ts'

/** Sums a context's blocks up: how many, how large, what of them is free. */
export function blocksOf(found: Found, record: ContextRecord): Task<void> {
  switch (record.kind) {
    case 'AllocSet':
      return setBlocks(found, record)
    case 'Generation':
      return generationBlocks(found, record)
    case 'Slab':
      return slabBlocks(found, record)
    case 'Bump':
      return bumpBlocks(found, record)
  }
}
