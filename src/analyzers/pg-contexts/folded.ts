/** A tree with equal siblings as one: what a person can read of ten thousand rows. Pure, without recursion. */
import type { ContextDump } from '../../parsers/postgres/contextDumps.ts'
import { ownBytes } from '../../parsers/postgres/contextDumps.ts'

export interface TreeNode {
  readonly name: string
  readonly level: number
  count: number
  /** By themselves. */
  bytes: number
  /** With all below them. */
  wholeBytes: number
}

/** In the tree's order, the larger child first. */
export function foldedTree({ tree }: ContextDump): readonly TreeNode[] {
  const own = tree.inclusive === true ? ownBytes(tree.contexts) : null
  const nodes: (TreeNode & { readonly parent: number | null })[] = []
  const placeOf: number[] = []
  const byKey = new Map<string, number>()
  for (const [i, row] of tree.contexts.entries()) {
    const parent = row.parent === null ? null : (placeOf[row.parent] ?? null)
    const key = `${parent}\n${row.name}`
    const bytes = own?.[i] ?? row.totalBytes
    const known = byKey.get(key)
    const node = known === undefined ? undefined : nodes[known]
    if (known !== undefined && node !== undefined) {
      node.count += row.contexts
      node.bytes += bytes
      placeOf[i] = known
      continue
    }
    const level = parent === null ? row.level : (nodes[parent]?.level ?? 0) + 1
    const at =
      nodes.push({ name: row.name, level, count: row.contexts, bytes, wholeBytes: 0, parent }) - 1
    byKey.set(key, at)
    placeOf[i] = at
  }
  // Children stand behind their parents: from the end up, each is whole when it is added to its own.
  for (let at = nodes.length - 1; at >= 0; at -= 1) {
    const node = nodes[at]
    if (node === undefined) continue
    node.wholeBytes += node.bytes
    const above = node.parent === null ? undefined : nodes[node.parent]
    if (above !== undefined) above.wholeBytes += node.wholeBytes
  }
  return inOrder(nodes)
}

function inOrder(
  nodes: readonly (TreeNode & { readonly parent: number | null })[],
): readonly TreeNode[] {
  const children = new Map<number | null, number[]>()
  for (const [at, { parent }] of nodes.entries()) {
    const list = children.get(parent)
    if (list === undefined) children.set(parent, [at])
    else list.push(at)
  }
  const bySize = (list: readonly number[]): number[] =>
    list.toSorted((a, b) => (nodes[a]?.wholeBytes ?? 0) - (nodes[b]?.wholeBytes ?? 0))
  const open = bySize(children.get(null) ?? [])
  const out: TreeNode[] = []
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const node = nodes[at]
    if (node !== undefined) out.push(node)
    open.push(...bySize(children.get(at) ?? []))
  }
  return out
}
