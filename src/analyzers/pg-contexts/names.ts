/** A dump by the names of its contexts: how many bear each, and what they hold by themselves. */
import type { MemoryContext } from '../../domain/contexts.ts'
import { type ContextDump, FOLDED_NAME, ownBytes } from '../../parsers/postgres/contextDumps.ts'

export interface ContextName {
  readonly name: string
  readonly count: number
  /** Of all of the name, without their children's. */
  readonly bytes: number
  readonly freeBytes: number
  readonly freeChunks: number
  /** The largest one of the name. */
  readonly largest: { readonly row: MemoryContext; readonly bytes: number }
}

/** Largest first; folded rows, whose names are not known, are left out. */
export function namesOf({ tree }: ContextDump): readonly ContextName[] {
  const own = tree.inclusive === true ? ownBytes(tree.contexts) : null
  const by = new Map<string, { -readonly [Key in keyof ContextName]: ContextName[Key] }>()
  for (const [i, row] of tree.contexts.entries()) {
    if (row.name === FOLDED_NAME) continue
    const bytes = own?.[i] ?? row.totalBytes
    const known = by.get(row.name)
    if (known === undefined) {
      by.set(row.name, {
        name: row.name,
        count: row.contexts,
        bytes,
        freeBytes: row.freeBytes ?? 0,
        freeChunks: row.freeChunks ?? 0,
        largest: { row, bytes },
      })
      continue
    }
    known.count += row.contexts
    known.bytes += bytes
    known.freeBytes += row.freeBytes ?? 0
    known.freeChunks += row.freeChunks ?? 0
    if (bytes > known.largest.bytes) known.largest = { row, bytes }
  }
  return [...by.values()].sort((a, b) => b.bytes - a.bytes)
}

/** Contexts that the server folded into "N more child contexts". */
export function foldedIn({ tree }: ContextDump): {
  readonly count: number
  readonly bytes: number
} {
  let [count, bytes] = [0, 0]
  for (const row of tree.contexts) {
    if (row.name !== FOLDED_NAME) continue
    count += row.contexts
    bytes += row.totalBytes
  }
  return { count, bytes }
}
