/**
 * Dumps of one backend of real servers, 13 to 18 (15's stand in contexts.test.ts): a prepared statement, an open
 * transaction and a cursor. stderr: MemoryContextStats called by gdb. log: pg_log_backend_memory_contexts. view: psql.
 */
import { expect, test } from 'vitest'
import type { ContextDump } from '../../../src/parsers/postgres/contextDumps.ts'
import { postgresContexts } from '../../../src/parsers/postgres/contexts.ts'
import { contextsView } from '../../../src/parsers/postgres/contextsView.ts'
import { fixture, read } from '../helpers.ts'

const FORMATS = { stderr: postgresContexts, log: postgresContexts, view: contextsView } as const

function dumpIn(form: keyof typeof FORMATS, file: string): ContextDump {
  const { value, losses } = read(FORMATS[form], fixture(`postgres/contexts-${file}.txt`))
  expect(losses).toEqual([])
  expect(value.dumps).toHaveLength(1)
  return value.dumps[0] as ContextDump
}

test.each([
  ['stderr', 'stderr-13', 119, 1_789_192, 6],
  ['stderr', 'stderr-16', 128, 1_883_680, 6],
  ['stderr', 'stderr-18', 131, 2_206_784, 6],
  ['log', 'log-14', 121, 1_791_000, 6],
  ['log', 'log-17', 129, 2_116_096, 6],
  ['log', 'log-18', 131, 2_206_784, 6],
  ['view', 'view-14-plain', 107, 1_208_760, 4],
  ['view', 'view-18-plain', 119, 1_456_304, 5],
] as const)('%s: %s is whole, below one top', (form, file, contexts, totalBytes, deepest) => {
  const dump = dumpIn(form, file)
  expect(dump).toMatchObject({ form, contexts, totalBytes, rowsBytes: totalBytes, lacks: [] })
  const rows = dump.tree.contexts
  expect(rows.filter(({ parent }) => parent === null)).toEqual([rows[0]])
  expect(rows[0]).toMatchObject({ name: 'TopMemoryContext', level: 0 })
  expect(Math.max(...rows.map(({ level }) => level))).toBe(deepest)
  for (const { level, parent } of rows.slice(1)) expect(rows[parent ?? -1]?.level).toBe(level - 1)
})

test.each([
  ['stderr', 'stderr-13', []],
  // What a sort keeps its tuples in: a Generation in 16, which tells its chunks, a Bump in 17, which tells no free ones.
  ['stderr', 'stderr-16', ['Generation']],
  ['log', 'log-17', ['Bump']],
  ['view', 'view-18-plain', ['AllocSet', 'Generation']],
] as const)('%s: %s tells the kinds that its rows do', (form, file, kinds) => {
  const told = dumpIn(form, file).tree.contexts.flatMap(({ kind }) => kind ?? [])
  expect([...new Set(told)].sort()).toEqual(kinds)
})

test('18 counts levels from 0 on stderr and from 1 in the log: the tree is the same', () => {
  const [logged, printed] = [dumpIn('log', 'log-18'), dumpIn('stderr', 'stderr-18')].map((dump) =>
    dump.tree.contexts.map(({ name, level, parent, totalBytes }) => [
      name,
      level,
      parent,
      totalBytes,
    ]),
  )
  expect(logged).toEqual(printed)
})

test.each(['stderr-13', 'stderr-18', 'log-14', 'log-17'] as const)(
  '%s: values are masked',
  (file) => {
    const form = file.startsWith('log') ? 'log' : 'stderr'
    const idents = dumpIn(form, file).tree.contexts.map(({ ident }) => ident ?? '')
    expect(idents.join('\n')).not.toMatch(/secret-value|4711/)
    expect(idents).toContain("prepare p as select * from t where b = '••••' and a = ?;")
  },
)
