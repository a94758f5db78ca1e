import { expect, test } from 'vitest'
import type { WalkedContexts } from '../../../src/domain/contexts.ts'
import { instanceContexts } from '../../../src/parsers/postgres/instanceContexts.ts'
import { contextsText } from '../../../src/parsers/postgres/memoryContexts.ts'
import { treeOf } from '../../analyzers/walkedTree.ts'

const texts = (...trees: readonly WalkedContexts[]) => trees.map(contextsText).join('')

test('each process’s tree comes back as it was kept, idents with line feeds too', () => {
  const trees = [
    treeOf(4242, [
      ['TopMemoryContext', 5, null],
      ['CachedPlanSource', 7, 0, 'a\n{"kind":1}'],
    ]),
    treeOf(4243, [['TopMemoryContext', 3, null]]),
  ]
  const parsed = instanceContexts.parse(texts(...trees), { cut: false })
  expect(parsed).toMatchObject({ value: { trees }, losses: [] })
})

test('one that is broken, or cut, makes none of them sure', () => {
  const text = texts(treeOf(1, [['TopMemoryContext', 5, null]]))
  for (const [bad, cut] of [
    [`${text}{"kind":"memcheck-contexts"}`, false],
    [text, true],
    ['', false],
  ] as const)
    expect(instanceContexts.parse(bad, { cut })).toHaveProperty('error')
})
