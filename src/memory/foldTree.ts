/** A tree of many contexts with the small ones of a name folded, so that ten thousand prepared statements are kept as few rows. */
import type { MemoryContext } from '../domain/contexts.ts'

/** Siblings of one name that stay rows of their own, the largest; fewer where the tree is still too large. */
const OWN_ROWS = [1000, 100, 20, 5, 1]

export interface FoldedTree {
  readonly contexts: readonly MemoryContext[]
  /** For each context as it was, its row. */
  readonly rowOf: readonly number[]
}

/** Gives at most about `rows` rows. A folded row bears the sums and the number of its contexts, and no ident. */
export function foldTree(contexts: readonly MemoryContext[], rows: number): FoldedTree {
  if (contexts.length <= rows) return { contexts, rowOf: contexts.map((_, index) => index) }
  const children = childrenOf(contexts)
  const weights = weightsOf(contexts)
  let folded: FoldedTree = { contexts: [], rowOf: [] }
  for (const own of OWN_ROWS) {
    folded = fold(contexts, children, weights, own)
    if (folded.contexts.length <= rows) break
  }
  return folded
}

/** Contexts that become one row, and where it hangs. */
interface Row {
  readonly of: readonly number[]
  readonly parent: number | null
}

function fold(
  contexts: readonly MemoryContext[],
  children: readonly (readonly number[])[],
  weights: readonly number[],
  own: number,
): FoldedTree {
  const out: MemoryContext[] = []
  const rowOf = contexts.map(() => 0)
  const open: Row[] = contexts.length === 0 ? [] : [{ of: [0], parent: null }]
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    const { of, parent } = row
    const members = of.flatMap((index) => contexts[index] ?? [])
    const place = out.push(summed(members, parent, out)) - 1
    for (const index of of) rowOf[index] = place
    const below = of.flatMap((index) => children[index] ?? [])
    for (const group of groupsOf(contexts, below)) {
      const sorted = group.toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))
      // What hangs below a folded row is folded too: whose it was is not told any more.
      const kept = of.length === 1 ? own : 0
      const rest = sorted.slice(kept)
      if (rest.length > 0) open.push({ of: rest, parent: place })
      for (const index of sorted.slice(0, kept).reverse()) open.push({ of: [index], parent: place })
    }
  }
  return { contexts: out, rowOf }
}

function summed(
  members: readonly MemoryContext[],
  parent: number | null,
  rows: readonly MemoryContext[],
): MemoryContext {
  const [first] = members
  if (first === undefined) throw new Error('a row of no context')
  if (members.length === 1) return { ...first, parent }
  const sum = (of: (one: MemoryContext) => number | null): number | null =>
    members.reduce<number | null>((all, one) => {
      const more = of(one)
      return all === null || more === null ? null : all + more
    }, 0)
  return {
    ...first,
    ident: null,
    parent,
    level: parent === null ? 0 : (rows[parent]?.level ?? 0) + 1,
    totalBytes: sum(({ totalBytes }) => totalBytes) ?? 0,
    blocks: sum(({ blocks }) => blocks),
    freeBytes: sum(({ freeBytes }) => freeBytes),
    freeChunks: sum(({ freeChunks }) => freeChunks),
    contexts: sum((one) => one.contexts) ?? members.length,
  }
}

function childrenOf(contexts: readonly MemoryContext[]): readonly (readonly number[])[] {
  const children: number[][] = contexts.map(() => [])
  contexts.forEach(({ parent }, index) => {
    if (parent !== null) children[parent]?.push(index)
  })
  return children
}

/** Bytes of each context and all below it; a parent stands before its children. */
function weightsOf(contexts: readonly MemoryContext[]): readonly number[] {
  const weights = contexts.map(({ totalBytes }) => totalBytes)
  for (let index = contexts.length - 1; index > 0; index -= 1) {
    const parent = contexts[index]?.parent ?? null
    if (parent !== null) weights[parent] = (weights[parent] ?? 0) + (weights[index] ?? 0)
  }
  return weights
}

/** By name and kind, in the order of the tree. */
function groupsOf(
  contexts: readonly MemoryContext[],
  of: readonly number[],
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  for (const index of of) {
    const key = `${contexts[index]?.kind} ${contexts[index]?.name}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [index])
    else group.push(index)
  }
  return [...groups.values()].reverse()
}
