import { describe, expect, test } from 'vitest'
import type { MemoryContext } from '../../src/domain/contexts.ts'
import { foldTree } from '../../src/memory/foldTree.ts'

const context = (
  name: string,
  parent: number | null,
  level: number,
  totalBytes: number,
): MemoryContext => ({
  name,
  ident: `${name} ${totalBytes}`,
  level,
  parent,
  kind: 'AllocSet',
  totalBytes,
  blocks: 1,
  freeBytes: 10,
  freeChunks: null,
  contexts: 1,
})

/** Plans that each have a query below them. */
function plans(count: number): readonly MemoryContext[] {
  const all = [context('TopMemoryContext', null, 0, 1000), context('CacheMemoryContext', 0, 1, 500)]
  for (let i = 0; i < count; i += 1) {
    all.push(context('CachedPlanSource', 1, 2, 100 + i))
    all.push(context('CachedPlanQuery', all.length - 1, 3, 50))
  }
  return all
}

describe('a tree of many contexts', () => {
  test('stays as it is while it is small', () => {
    const tree = plans(10)
    expect(foldTree(tree, 100).contexts).toBe(tree)
  })

  test('has the small ones of a name folded, whatever hangs below them too, and loses no byte', () => {
    const tree = plans(10_000)
    const { contexts, rowOf } = foldTree(tree, 300)
    expect(contexts.length).toBe(2 + 100 * 2 + 2)
    const sum = (of: readonly MemoryContext[]) => of.reduce((all, one) => all + one.totalBytes, 0)
    expect(sum(contexts)).toBe(sum(tree))
    const folded = contexts.filter((one) => one.contexts > 1)
    expect(folded).toMatchObject([
      {
        name: 'CachedPlanSource',
        ident: null,
        contexts: 9900,
        level: 2,
        parent: 1,
        freeChunks: null,
      },
      { name: 'CachedPlanQuery', ident: null, contexts: 9900, level: 3, totalBytes: 9900 * 50 },
    ])
    // The largest are the ones that are kept.
    expect(contexts[2]).toMatchObject({ name: 'CachedPlanSource', totalBytes: 10_099 })
    tree.forEach((one, index) => {
      expect(contexts[rowOf[index] ?? -1]?.name).toBe(one.name)
    })
    contexts.forEach((one, index) => {
      if (one.parent !== null) expect(one.parent).toBeLessThan(index)
    })
  })

  test('of any depth is folded without a deep stack', () => {
    const deep = Array.from({ length: 100_000 }, (_, i) =>
      context('x', i === 0 ? null : i - 1, i, 1),
    )
    expect(foldTree(deep, 10).contexts.length).toBe(100_000)
  })
})
