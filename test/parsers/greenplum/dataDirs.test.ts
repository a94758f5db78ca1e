import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dataDirs } from '../../../src/parsers/greenplum/dataDirs.ts'
import { memorySetting } from '../../../src/parsers/postgres/memorySetting.ts'
import { read } from '../helpers.ts'

/** Lines as guc.c takes them and gpconfig writes them; the first is of gpinitsystem's own template. */
test.each<[line: string, settings: object]>([
  [
    'gp_vmem_protect_limit=8192\t#resource queues: virtual memory limit (in MB).',
    { gp_vmem_protect_limit: '8192' },
  ],
  ['  statement_mem   125MB', { statement_mem: '125MB' }],
  ['Max_Statement_Mem = 2000MB # limit', { max_statement_mem: '2000MB' }],
  ['gp_resource_manager =', { gp_resource_manager: '' }],
  ['gp_vmem_protect_limit=1\n\t1/x.conf:gp_vmem_protect_limit=2', { gp_vmem_protect_limit: '2' }],
])('%s', (line, settings) => {
  const text = `# dir 1 9.4 /data\n# settings\n\t1/postgresql.conf:${line}\n# end\n`
  const { value, losses } = read(dataDirs, text)
  expect(losses).toEqual([])
  expect(value.dirs[0]?.settings).toEqual(settings)
})

describe('what could not be read', () => {
  test('a directory, a file of one, and one that is no data directory', () => {
    const text =
      '# dir 1 - \n# denied\n# dir 2 12 /data/x\n# unread postgresql.conf\n# dir 3 - /\n# absent\n# settings\n# end\n'
    const { value } = read(dataDirs, text)
    expect(
      value.dirs.map(({ pid, path, refused, deniedFiles }) => [pid, path, refused, deniedFiles]),
    ).toEqual([
      [1, null, 'denied', []],
      [2, '/data/x', null, ['postgresql.conf']],
      [3, '/', 'absent', []],
    ])
  })

  test('no segment at all is a value, nothing is none', () => {
    expect(read(dataDirs, '# end\n').value.dirs).toEqual([])
    expect(dataDirs.parse('', { cut: false })).toHaveProperty('error')
  })
})

test('any text gives a value or a fault', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '# dir 1 - /a',
      '# dir 1',
      '# settings',
      '# log 1 pg_log/gpdb-1.csv',
      '# denied',
      '# unread x',
      '# end',
      '\t1/a.conf:statement_mem = 1MB',
      '\t# x',
    ),
  )
  fc.assert(
    fc.property(fc.array(line), fc.boolean(), (lines, cut) => {
      const parsed = dataDirs.parse(lines.join('\n'), { cut })
      expect('value' in parsed || 'error' in parsed).toBe(true)
    }),
  )
})

test.each([
  ['8192', 1024 ** 2, 8 * 1024 ** 3],
  ['125MB', 1024, 125 * 1024 ** 2],
  ['128000', 1024, 128_000 * 1024],
  ['2 GB', 1024, 2 * 1024 ** 3],
  ['-1', 1024, null],
  ['', 1024, null],
  ['1.5GB', 1024, null],
  ['999999999999999TB', 1, null],
])('memorySetting %s', (text, unit, bytes) => {
  expect(memorySetting(text, unit)).toBe(bytes)
})
