/** Argument lines as people show them: gpdb#4939, Cloudberry's bootcamp (its section 15), Debian's pg_ctlcluster. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPostmaster } from '../../../src/parsers/postgres/postmaster.ts'

const NOTHING = { dataDir: null, port: null, gpRole: null, content: null }

test.each<[line: string, told: object | null]>([
  [
    '/usr/local/cloudberry-db/bin/postgres -D /data0/database/primary/gpseg0 -p 40000 -c gp_role=execute',
    { dataDir: '/data0/database/primary/gpseg0', port: 40_000, gpRole: 'execute', content: null },
  ],
  [
    '/Users/y/bin/postgres -D /w/dbfast_mirror3/demoDataDir2 -p 25437 --gp_dbid=5 --gp_num_contents_in_cluster=3 --silent-mode=true --gp_contentid=2 -c gp_role=utility',
    { dataDir: '/w/dbfast_mirror3/demoDataDir2', port: 25_437, gpRole: 'utility', content: 2 },
  ],
  [
    '/usr/local/greenplum-db/bin/postgres -D /data/master/gpseg-1 -p 5432 --gp_dbid=1 --gp_num_contents_in_cluster=0 --silent-mode=true -i -M master --gp_contentid=-1 -x 0 -E',
    { dataDir: '/data/master/gpseg-1', port: 5432, gpRole: null, content: -1 },
  ],
  [
    'postgres -D/srv/pg -p5433 -c gp-role=dispatch',
    { dataDir: '/srv/pg', port: 5433, gpRole: 'dispatch', content: null },
  ],
  ['postgres --port=5434 -c data_directory=/srv/x', { ...NOTHING, port: 5434, dataDir: '/srv/x' }],
  ['postgres', NOTHING],
  ['postgres -D', NOTHING],
  ['postgres -p x -c', NOTHING],
  ['postgres:  6000, logger process', null],
  ['/usr/bin/psql -p 6000', null],
  ['', null],
])('%s', (line, told) => {
  expect(readPostmaster(line.split(' '))).toEqual(told)
})

test('any arguments give a value or null', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('postgres', '-D', '-p', '-c', '--gp_contentid=', 'gp_role=', '-', '--', '=5'),
  )
  fc.assert(
    fc.property(fc.array(word), (args) => {
      const read = readPostmaster(['postgres', ...args])
      expect(read).not.toBeNull()
      for (const number of [read?.port ?? 0, read?.content ?? 0])
        expect(Number.isSafeInteger(number)).toBe(true)
      readPostmaster(args)
    }),
  )
})
