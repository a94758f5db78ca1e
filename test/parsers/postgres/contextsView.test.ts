/** The view's table in every form that psql gives it, of PostgreSQL 15 where not said otherwise. */
import { expect, test } from 'vitest'
import { contextsView } from '../../../src/parsers/postgres/contextsView.ts'
import { fixture, read } from '../helpers.ts'

test.each([
  ['plain', 114, 1812496, 'CacheMemoryContext', []],
  ['sorted', 117, 1861704, 'CacheMemoryContext', []],
  ['unicode', 113, 1775832, 'CacheMemoryContext', []],
  ['csv', 115, 1789968, 'CacheMemoryContext', []],
  ['border2', 10, 1538064, 'CacheMemoryContext', ['unsure']],
  ['expanded', 4, 179600, 'TopMemoryContext', []],
])('%s', (form, contexts, totalBytes, largest, lacks) => {
  const { value, losses } = read(contextsView, fixture(`postgres/contexts-view-15-${form}.txt`))
  expect(losses).toEqual([])
  expect(value.dumps).toMatchObject([
    { contexts, totalBytes, largest: { name: largest }, lacks, tree: { grand: null } },
  ])
})

test('parents are found by order, and by name where rows are sorted', () => {
  for (const form of ['plain', 'sorted', 'unicode', 'csv']) {
    const { value } = read(contextsView, fixture(`postgres/contexts-view-15-${form}.txt`))
    const rows = value.dumps[0]?.tree.contexts ?? []
    expect(rows.filter(({ parent }) => parent === null)).toHaveLength(1)
    for (const { parent, level } of rows)
      if (parent !== null) expect(rows[parent]?.level).toBe(level - 1)
  }
})

test('18: paths tell the parents, whatever the order; levels begin at 1', () => {
  const { value, losses } = read(
    contextsView,
    `        name        | ident |   type   | level | path  | total_bytes | total_nblocks | free_bytes | free_chunks | used_bytes
--------------------+-------+----------+-------+-------+-------------+---------------+------------+-------------+------------
 TopMemoryContext   |       | AllocSet |     1 | {1}   |       97680 |             5 |      10960 |          13 |      86720
 CacheMemoryContext |       | AllocSet |     2 | {1,2} |      524288 |             7 |      60488 |           1 |     463800
 TopPortalContext   |       | AllocSet |     2 | {1,3} |        8192 |             1 |       7664 |           0 |        528
 index info         | x_idx | AllocSet |     3 | {1,2,4} |      2048 |             2 |        600 |           1 |       1448
 Caller tuples      |       | Bump     |     3 | {1,3,5} |      8192 |             1 |       6616 |           0 |       1576
(5 rows)
`,
  )
  expect(losses).toEqual([])
  expect(
    value.dumps[0]?.tree.contexts.map(({ level, parent, kind }) => [level, parent, kind]),
  ).toEqual([
    [0, null, 'AllocSet'],
    [1, 0, 'AllocSet'],
    [1, 0, 'AllocSet'],
    [2, 1, 'AllocSet'],
    [2, 2, 'Bump'],
  ])
})

test('rows that are not there are said to be missing', () => {
  const lines = fixture('postgres/contexts-view-15-plain.txt').split('\n')
  const { value, losses } = read(contextsView, lines.toSpliced(2, 4).join('\n'))
  expect(value.dumps[0]?.lacks).toEqual(['top', 'rows'])
  expect(losses).toMatchObject([{ code: 'missing-field', sample: '110 of 114 rows' }])
})

test('cells that psql wraps go on in the next line (plv8#585)', () => {
  const { value, losses } = read(
    contextsView,
    `        name        │ ident │       parent       │ level │ total_bytes │ total_nblocks │ free_bytes │ free_chunks │ used_bytes
────────────────────┼───────┼────────────────────┼───────┼─────────────┼───────────────┼────────────┼─────────────┼────────────
 TopMemoryContext   │       │                    │     0 │       97680 │             5 │      10960 │          13 │      86720
 WAL record construc…│      │ TopMemoryContext   │     1 │       50208 │             2 │       6360 │           0 │      43848
…tion               │       │                    │       │             │               │            │             │
(2 rows)
`,
  )
  expect(losses).toEqual([])
  expect(value.dumps[0]?.tree.contexts.map(({ name }) => name)).toEqual([
    'TopMemoryContext',
    'WAL record construction',
  ])
})
