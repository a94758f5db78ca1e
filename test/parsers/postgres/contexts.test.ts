/** Dumps on stderr and in logs: trees, sums, and what is missing of them. Texts are PostgreSQL 15's own where not said. */
import { expect, test } from 'vitest'
import type { ContextDump } from '../../../src/parsers/postgres/contextDumps.ts'
import { postgresContexts } from '../../../src/parsers/postgres/contexts.ts'
import { postgresLog } from '../../../src/parsers/postgres/log.ts'
import { faultOf, fixture, read } from '../helpers.ts'

function dumps(text: string): readonly ContextDump[] {
  return read(postgresContexts, text).value.dumps
}

function only(text: string): ContextDump {
  const all = dumps(text)
  expect(all).toHaveLength(1)
  return all[0] as ContextDump
}

test('MemoryContextStats of a backend with 250 prepared statements: all that it sums is there', () => {
  const dump = only(fixture('postgres/contexts-stderr-15.txt'))
  expect(dump).toMatchObject({
    form: 'stderr',
    totalBytes: 5775376,
    rowsBytes: 5775376,
    freeBytes: 1152272,
    freeChunks: 106,
    usedBytes: 4623104,
    largest: { name: 'Caller tuples' },
    lacks: ['folded'],
  })
  // 236 rows, one of which stands for 244 contexts.
  expect(dump.contexts).toBe(236 - 1 + 244)
  const folded = dump.tree.contexts.find(({ contexts }) => contexts > 1)
  expect(folded).toMatchObject({ contexts: 244, totalBytes: 1423360, level: 2 })
  expect(dump.tree.contexts[folded?.parent ?? -1]?.name).toBe('CacheMemoryContext')
})

test('the log form: the folded row bears its parent’s level and belongs below it', () => {
  const dump = only(fixture('postgres/contexts-log-15.txt'))
  expect(dump).toMatchObject({ form: 'log', pid: 3471, totalBytes: 5775376, lacks: ['folded'] })
  const folded = dump.tree.contexts.find(({ contexts }) => contexts > 1)
  expect(dump.tree.contexts[folded?.parent ?? -1]?.name).toBe('CacheMemoryContext')
  expect(dump.at?.atMs).toBe(Date.parse('2026-11-26T09:32:41.897Z'))
})

test('values in queries are masked', () => {
  const idents = only(fixture('postgres/contexts-log-15.txt')).tree.contexts.map(
    ({ ident }) => ident,
  )
  const queries = idents.filter((ident) => ident?.startsWith('prepare'))
  expect(queries.length).toBeGreaterThan(50)
  for (const query of queries) expect(query).toMatch(/a = \? and b = '••••'$/)
})

test('three processes in one log are three trees', () => {
  const all = dumps(fixture('postgres/contexts-log-three-15.txt'))
  expect(all.map(({ pid, totalBytes, lacks }) => [pid, totalBytes, lacks])).toEqual([
    [3568, 1686688, []],
    [3569, 1165472, []],
    [3570, 1165472, []],
  ])
})

const INTERLEAVED = `2026-11-21 01:07:07.885 UTC [7] LOG:  level: 0; TopMemoryContext: 4096 total in 1 blocks; 96 free (1 chunks); 4000 used
2026-11-21 01:07:07.885 UTC [8] LOG:  level: 0; TopMemoryContext: 8192 total in 1 blocks; 192 free (1 chunks); 8000 used
2026-11-21 01:07:07.886 UTC [7] LOG:  level: 1; ErrorContext: 1000 total in 1 blocks; 0 free (0 chunks); 1000 used
2026-11-21 01:07:07.886 UTC [8] LOG:  level: 1; ErrorContext: 2000 total in 1 blocks; 0 free (0 chunks); 2000 used
2026-11-21 01:07:07.886 UTC [8] LOG:  Grand total: 10192 bytes in 2 blocks; 192 free (1 chunks); 10000 used
2026-11-21 01:07:07.886 UTC [7] LOG:  Grand total: 5096 bytes in 2 blocks; 96 free (1 chunks); 5000 used
`

test('lines of two processes are told apart', () => {
  expect(dumps(INTERLEAVED)).toMatchObject([
    { pid: 7, totalBytes: 5096, lacks: [] },
    { pid: 8, totalBytes: 10192, lacks: [] },
  ])
})

test('18 counts levels from 1: its root is level 0 all the same', () => {
  const { tree, lacks } = only(
    `LOG:  level: 1; TopMemoryContext: 4096 total in 1 blocks; 96 free (1 chunks); 4000 used
LOG:  level: 2; CacheMemoryContext: 4096 total in 1 blocks; 96 free (1 chunks); 4000 used
LOG:  level: 3; index info: 2048 total in 2 blocks; 48 free (1 chunks); 2000 used: pg_class_oid_index
LOG:  level: 2; ErrorContext: 4096 total in 1 blocks; 96 free (1 chunks); 4000 used
LOG:  Grand total: 14336 bytes in 5 blocks; 336 free (4 chunks); 14000 used
`,
  )
  expect(lacks).toEqual([])
  expect(tree.contexts.map(({ level, parent }) => [level, parent])).toEqual([
    [0, null],
    [1, 0],
    [2, 1],
    [1, 0],
  ])
})

const ROW = 'total in 1 blocks; 96 free (1 chunks); 4000 used'

test.each([
  ['none', `TopMemoryContext: 4096 ${ROW}`, null],
  ['an empty one, its blank trimmed', `TopMemoryContext: 4096 ${ROW}:`, null],
  ['an empty one', `TopMemoryContext: 4096 ${ROW}: `, null],
  ['one with a colon', `TopMemoryContext: 4096 ${ROW}: a: b`, 'a: b'],
  [
    'one that looks like a row',
    `TopMemoryContext: 4096 ${ROW}: select 'x: 9 total in 9 blocks; 9 free (9 chunks); 0 used'`,
    "select '••••'",
  ],
])('an ident: %s', (_, line, ident) => {
  expect(only(`${line}\n`)).toMatchObject({
    totalBytes: 4096,
    tree: { contexts: [{ name: 'TopMemoryContext', ident, totalBytes: 4096 }] },
  })
})

test.each([
  ['AllocSet', 'A: 8192 total in 1 blocks; 96 free (2 chunks); 8096 used', null],
  [
    'Generation',
    'A: 8192 total in 1 blocks (9 chunks); 96 free (2 chunks); 8096 used',
    'Generation',
  ],
  [
    'Slab of 16',
    'A: 8192 total in 1 blocks; 3 empty blocks; 96 free (2 chunks); 8096 used',
    'Slab',
  ],
  ['Slab of 10', 'Slab: A: 8192 total in 1 blocks; 96 free (2 chunks); 8096 used', 'Slab'],
  ['Bump of 17', 'A: 8192 total in 1 blocks; 96 free; 8096 used', 'Bump'],
])('%s', (_, line, kind) => {
  expect(only(`${line}\n`).tree.contexts).toMatchObject([
    { name: 'A', kind, totalBytes: 8192, freeBytes: 96 },
  ])
})

test.each([
  ['grep -n', '123:  ExecutorState: 4096 ', 'ExecutorState'],
  ['grep -H', 'postgresql.log:  ExecutorState: 4096 ', 'ExecutorState'],
  ['docker compose', 'db-1  |   ExecutorState: 4096 ', 'ExecutorState'],
  ['containerd', '2026-11-21T01:07:07.885Z stderr F   ExecutorState: 4096 ', 'ExecutorState'],
  ['journald', 'Nov 21 01:07:07 db1 postgres[77]:   ExecutorState: 4096 ', 'ExecutorState'],
  ['a name with a colon', '  PL/Python: f: 4096 ', 'PL/Python: f'],
])('what %s puts in front is no part of a name', (_, head, name) => {
  const { tree } = only(`${head}${ROW}\n`)
  expect(tree.contexts).toMatchObject([{ name, level: 1 }])
})

test('a tree out of a container’s log keeps its depth', () => {
  const text = ['TopMemoryContext', '  TopPortalContext', '    PortalContext', '  ErrorContext']
    .map((name) => `db-1  | ${name}: 4096 ${ROW}\n`)
    .join('')
  const { tree, lacks } = only(text)
  expect(tree.contexts.map(({ level }) => level)).toEqual([0, 1, 2, 1])
  // Before 9.6 there is no sum: the tree ends with its last context.
  expect(lacks).toEqual([])
})

test('a cut tree says what is missing', () => {
  const lines = fixture('postgres/contexts-stderr-15.txt').split('\n')
  const head = read(postgresContexts, `${lines.slice(0, 100).join('\n')}\n`)
  expect(head.value.dumps).toMatchObject([{ lacks: ['end'] }])
  const tail = read(postgresContexts, lines.slice(20).join('\n'))
  expect(tail.value.dumps).toMatchObject([
    { lacks: ['top', 'folded', 'rows'], totalBytes: 5775376 },
  ])
  expect(tail.value.dumps[0]?.rowsBytes).toBeLessThan(5775376)
  expect(tail.losses).toMatchObject([{ code: 'missing-field', line: 1 }])
  const middle = read(postgresContexts, lines.toSpliced(50, 3).join('\n'))
  expect(middle.value.dumps[0]?.lacks).toContain('rows')
})

test('a figure that lost a digit is a loss', () => {
  const { losses } = read(
    postgresContexts,
    'TopMemoryContext: 84812936 total in 13 blocks; 1640 free (5 chunks); 84796528 used\n',
  )
  expect(losses).toMatchObject([{ code: 'bad-number', line: 1 }])
})

test('contexts of nothing at all (10 and before)', () => {
  const { tree } = only(
    'TopMemoryContext: 8192 total in 1 blocks; 96 free (0 chunks); 8096 used\n  PLpgSQL cast info: 0 total in 0 blocks; 0 free (0 chunks); 0 used\n',
  )
  expect(tree.contexts[1]).toMatchObject({ totalBytes: 0, blocks: 0, level: 1 })
})

const OOM = `2024-11-20 03:14:04.120 UTC [1] LOG:  before
TopMemoryContext: 84812936 total in 13 blocks; 16408 free (5 chunks); 84796528 used
  pg_authid_rolname_index: 1024 total in 1 blocks; 16 free (0 chunks); 1008 used
  ErrorContext: 8192 total in 1 blocks; 7928 free (0 chunks); 264 used
Grand total: 84822152 bytes in 15 blocks; 24352 free (5 chunks); 84797800 used
2024-11-20 03:14:05.120 UTC [4242] app@shop ERROR:  out of memory
2024-11-20 03:14:05.120 UTC [4242] app@shop DETAIL:  Failed on request of size 8192 in memory context "ExecutorState".
`

test('a server’s log tells whose tree it printed when it got no memory', () => {
  const { value } = read(postgresLog, OOM)
  const dump = {
    pid: 4242,
    totalBytes: 84822152,
    lacks: [],
    failed: { requestBytes: 8192, context: 'ExecutorState' },
    at: { atMs: Date.parse('2024-11-20T03:14:05.120Z') },
  }
  expect(value.contexts?.dumps).toMatchObject([dump])
  expect(postgresLog.also?.(value)).toMatchObject([{ format: postgresContexts }])
  expect(dumps(OOM)).toMatchObject([dump])
})

test('one context grepped out of many dumps is a series (gpdb#17369)', () => {
  const all = dumps(
    `  GddContext: 82820726784 total in 9883 blocks; 110680 free (6 chunks); 82820616104 used
    GddContext: 82887835648 total in 9891 blocks; 110784 free (7 chunks); 82887724864 used
                GddContext: 82896224256 total in 9892 blocks; 110776 free (6 chunks); 82896113480 used
GddContext: 83047219200 total in 9910 blocks; 110968 free (6 chunks); 83047108232 used
`,
  )
  expect(all.map(({ form, totalBytes }) => [form, totalBytes])).toEqual([
    ['series', 82820726784],
    ['series', 82887835648],
    ['series', 82896224256],
    ['series', 83047219200],
  ])
})

test('siblings of one name are no series', () => {
  const { tree, form } = only(
    Array.from(
      { length: 5 },
      (_, i) =>
        `    index info: ${2048 + i} total in 2 blocks; ${i} free (0 chunks); 2048 used: i${i}\n`,
    ).join(''),
  )
  expect(form).toBe('stderr')
  expect(tree.contexts).toHaveLength(5)
})

test('a hundred thousand rows keep their sums, in bounded memory', () => {
  const rows = 100_000
  const text = `TopMemoryContext: 8192 total in 1 blocks; 0 free (0 chunks); 8192 used
${'  CachedPlanSource: 1024 total in 1 blocks; 24 free (1 chunks); 1000 used: select 1\n'.repeat(rows)}Grand total: ${8192 + rows * 1024} bytes in ${rows + 1} blocks; ${rows * 24} free (${rows} chunks); ${8192 + rows * 1000} used
`
  const { value, losses } = read(postgresContexts, text)
  expect(value.contexts).toBe(rows + 1)
  // Not the rows that stand together: each of them is small.
  expect(value.largest).toEqual({ name: 'TopMemoryContext', totalBytes: 8192 })
  expect(value.dumps).toMatchObject([{ rowsBytes: 8192 + rows * 1024, lacks: [] }])
  expect(value.dumps[0]?.tree.contexts.length).toBeLessThan(20_010)
  expect(losses).toMatchObject([{ code: 'too-many' }])
})

test('nesting without end is followed so far and no further', () => {
  const text = Array.from(
    { length: 3000 },
    (_, i) => `${' '.repeat(i)}A${i}: 8 total in 1 blocks; 0 free (0 chunks); 8 used\n`,
  ).join('')
  expect(only(text).totalBytes).toBe(24_000)
})

test('what is no dump is none', () => {
  expect(faultOf(postgresContexts, 'MemTotal: 1 kB\n')).toBe('not-this-format')
})
