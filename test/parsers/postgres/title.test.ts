/**
 * Titles of 13 to 18 were read from /proc of such servers; those of 9.4 to 12 and of Greenplum are written by their
 * ps_status.c and as people show them, with no such server at hand.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isIdle, readTitle } from '../../../src/parsers/postgres/title.ts'

type Told = Readonly<Record<string, unknown>>

/** What a title tells, without what it leaves open. */
function told(title: string): Told | null {
  const read = readTitle(title)
  if (read === null) return null
  const { greenplum, ...rest } = read
  return Object.fromEntries(
    Object.entries({ ...rest, ...greenplum }).filter(([, value]) => value !== null),
  )
}

const BACKEND = { role: 'backend', client: '[local]' }

describe('processes of the server, 13 to 18', () => {
  test.each<[title: string, told: Told]>([
    ['postgres: checkpointer ', { role: 'checkpointer' }],
    ['postgres: my cluster: checkpointer ', { role: 'checkpointer', cluster: 'my cluster' }],
    ['postgres: background writer ', { role: 'background writer' }],
    ['postgres: walwriter ', { role: 'walwriter' }],
    ['postgres: autovacuum launcher ', { role: 'autovacuum launcher' }],
    ['postgres: stats collector ', { role: 'stats collector' }],
    ['postgres: logical replication launcher ', { role: 'logical replication launcher' }],
    ['postgres: io worker 2', { role: 'io worker', activity: '2' }],
    [
      'postgres: startup recovering 000000010000000000000003',
      { role: 'startup', activity: 'recovering 000000010000000000000003' },
    ],
    [
      'postgres: walreceiver streaming 0/3000148',
      { role: 'walreceiver', activity: 'streaming 0/3000148' },
    ],
    [
      'postgres: 15/main: autovacuum worker shop',
      { role: 'autovacuum worker', cluster: '15/main', database: 'shop', activity: 'shop' },
    ],
    [
      'postgres: archiver last was 000000010000000000000002',
      { role: 'archiver', activity: 'last was 000000010000000000000002' },
    ],
    ['postgres: logger ', { role: 'logger' }],
    ['postgres: walsummarizer ', { role: 'walsummarizer' }],
    ['postgres: slotsync worker ', { role: 'slotsync worker' }],
    [
      'postgres: parallel worker for PID 4242',
      { role: 'parallel worker', activity: 'for PID 4242', leaderPid: 4242 },
    ],
    [
      'postgres: logical replication apply worker for subscription 16394 ',
      { role: 'logical replication worker', activity: 'for subscription 16394' },
    ],
    ['postgres: pg_cron launcher ', { role: 'background worker', worker: 'pg_cron launcher' }],
    [
      'postgres: main: pg_cron launcher ',
      { role: 'background worker', cluster: 'main', worker: 'pg_cron launcher' },
    ],
  ])('%s', (title, expected) => {
    expect(told(title)).toEqual(expected)
  })
})

describe('sessions', () => {
  test.each<[title: string, told: Told]>([
    [
      'postgres: postgres postgres [local] idle in transaction',
      { ...BACKEND, user: 'postgres', database: 'postgres', activity: 'idle in transaction' },
    ],
    [
      'postgres: my cluster: ana shop 10.0.0.7(43512) SELECT waiting',
      {
        role: 'backend',
        cluster: 'my cluster',
        user: 'ana',
        database: 'shop',
        client: '10.0.0.7(43512)',
        activity: 'SELECT waiting',
      },
    ],
    [
      'postgres: ana shop ::1(43512) idle',
      { role: 'backend', user: 'ana', database: 'shop', client: '::1(43512)', activity: 'idle' },
    ],
    [
      'postgres: a b my shop [local] SELECT',
      { ...BACKEND, names: 'a b my shop', activity: 'SELECT' },
    ],
    [
      'postgres: startup checkpointer [local] idle',
      { ...BACKEND, user: 'startup', database: 'checkpointer', activity: 'idle' },
    ],
    [
      'postgres: ana [local] 1.2.3.4(5) idle',
      { role: 'backend', user: 'ana', database: '[local]', client: '1.2.3.4(5)', activity: 'idle' },
    ],
    [
      'postgres: <!channel> `rm` [local] idle',
      { ...BACKEND, user: '<!channel>', database: '`rm`', activity: 'idle' },
    ],
    ['postgres: ana shop [local] ', { ...BACKEND, user: 'ana', database: 'shop' }],
    [
      'postgres: walsender postgres [local] START_REPLICATION',
      { role: 'walsender', client: '[local]', user: 'postgres', activity: 'START_REPLICATION' },
    ],
    [
      'postgres: walsender postgres shop [local] START_REPLICATION',
      {
        role: 'walsender',
        client: '[local]',
        user: 'postgres',
        database: 'shop',
        activity: 'START_REPLICATION',
      },
    ],
    [
      'postgres: walsender repl [local] sending backup "from [local] to 1.2.3.4(5)"',
      {
        role: 'walsender',
        client: '[local]',
        user: 'repl',
        activity: 'sending backup "from [local] to 1.2.3.4(5)"',
      },
    ],
  ])('%s', (title, expected) => {
    expect(told(title)).toEqual(expected)
  })
})

describe('9.4 to 12', () => {
  test.each<[title: string, told: Told]>([
    ['postgres: checkpointer process   ', { role: 'checkpointer' }],
    ['postgres: checkpointer   ', { role: 'checkpointer' }],
    ['postgres: writer process   ', { role: 'background writer' }],
    ['postgres: wal writer process   ', { role: 'walwriter' }],
    ['postgres: stats collector process   ', { role: 'stats collector' }],
    ['postgres: autovacuum launcher process   ', { role: 'autovacuum launcher' }],
    [
      'postgres: autovacuum worker process   shop',
      { role: 'autovacuum worker', database: 'shop', activity: 'shop' },
    ],
    [
      'postgres: startup process   recovering 00000001000000000000004C',
      { role: 'startup', activity: 'recovering 00000001000000000000004C' },
    ],
    [
      'postgres: wal receiver process   streaming 0/3000148',
      { role: 'walreceiver', activity: 'streaming 0/3000148' },
    ],
    [
      'postgres: 9.6/main: wal sender process repl 10.0.0.8(51234) streaming 0/3000148',
      {
        role: 'walsender',
        cluster: '9.6/main',
        user: 'repl',
        client: '10.0.0.8(51234)',
        activity: 'streaming 0/3000148',
      },
    ],
    [
      'postgres: bgworker: logical replication launcher   ',
      { role: 'logical replication launcher' },
    ],
    [
      'postgres: bgworker: parallel worker for PID 812   ',
      { role: 'parallel worker', activity: 'for PID 812', leaderPid: 812 },
    ],
    ['postgres: bgworker: my job   ', { role: 'background worker', worker: 'my job' }],
  ])('%s', (title, expected) => {
    expect(told(title)).toEqual(expected)
  })
})

describe('Greenplum', () => {
  const QE = { role: 'backend', user: 'gpadmin', database: 'dev' }
  test.each<[title: string, told: Told]>([
    [
      'postgres:  6000, gpadmin dev [local] con12 seg0 cmd3 slice1 MPPEXEC SELECT',
      {
        ...QE,
        client: '[local]',
        port: 6000,
        session: 12,
        content: 0,
        command: 3,
        slice: 1,
        activity: 'MPPEXEC SELECT',
      },
    ],
    [
      'postgres:  5432, gpadmin dev 127.0.0.1(33326) con21 cmd237786 idle',
      {
        ...QE,
        client: '127.0.0.1(33326)',
        port: 5432,
        session: 21,
        command: 237786,
        activity: 'idle',
      },
    ],
    [
      'postgres: 12345, gpadmin dev [local] con3 seg-1 idle in transaction',
      {
        ...QE,
        client: '[local]',
        port: 12345,
        session: 3,
        content: -1,
        activity: 'idle in transaction',
      },
    ],
    [
      'postgres: port 40000, gpadmin dev 127.0.0.1(51217) con649 seg1 idle',
      {
        ...QE,
        client: '127.0.0.1(51217)',
        port: 40000,
        session: 649,
        content: 1,
        activity: 'idle',
      },
    ],
    [
      'postgres: port  5432, gpadmin dev 127.0.0.1(34512) con202 127.0.0.1(34512) cmd1 SELECT',
      {
        ...QE,
        client: '127.0.0.1(34512)',
        port: 5432,
        session: 202,
        command: 1,
        activity: 'SELECT',
      },
    ],
    [
      'postgres:  6000, startup process   recovering 000000010000000000000011',
      { role: 'startup', port: 6000, activity: 'recovering 000000010000000000000011' },
    ],
    [
      'postgres:  6000, wal sender process gpadmin 10.0.0.2(33326) con10 streaming 0/C000148',
      {
        role: 'walsender',
        user: 'gpadmin',
        client: '10.0.0.2(33326)',
        port: 6000,
        session: 10,
        activity: 'streaming 0/C000148',
      },
    ],
    ['postgres:  5432, master logger process   ', { role: 'logger', port: 5432 }],
    ['postgres:  5432, checkpointer process   ', { role: 'checkpointer', port: 5432 }],
    [
      'postgres:  5432, sweeper process   ',
      { role: 'background worker', worker: 'sweeper process', port: 5432 },
    ],
    [
      'postgres:  5432, bgworker: ftsprobe process   ',
      { role: 'background worker', worker: 'ftsprobe process', port: 5432 },
    ],
    [
      'postgres: seg0:  6000, gpadmin dev [local] con12 idle',
      { ...QE, cluster: 'seg0', client: '[local]', port: 6000, session: 12, activity: 'idle' },
    ],
  ])('%s', (title, expected) => {
    expect(told(title)).toEqual(expected)
  })
})

test.each([
  '/usr/lib/postgresql/15/bin/postgres',
  'postgres',
  'postgres_exporter: x',
  'my postgres: checkpointer',
  '',
])('%s is no title', (title) => {
  expect(readTitle(title)).toBeNull()
})

test('a session that waits for its client is idle, whatever its names are', () => {
  const idle = (title: string): boolean => isIdle({ activity: readTitle(title)?.activity ?? null })
  expect(idle('postgres: ana shop [local] idle in transaction (aborted)')).toBe(true)
  expect(idle('postgres: idle idle [local] SELECT')).toBe(false)
  expect(idle('postgres: checkpointer ')).toBe(false)
})

const name = fc.string({ minLength: 1, maxLength: 63, unit: 'grapheme' })

test('names without blanks come back as they stand', () => {
  const word = name.filter((one) => !/[\s:]/.test(one) && !/^wal/.test(one))
  fc.assert(
    fc.property(word, word, (user, database) => {
      expect(told(`postgres: ${user} ${database} [local] idle`)).toEqual({
        ...BACKEND,
        user,
        database,
        activity: 'idle',
      })
    }),
  )
})

test('any names and any rest give a title, and no name is put together with another', () => {
  fc.assert(
    fc.property(name, name, fc.string(), (user, database, rest) => {
      const title = `postgres: ${user} ${database} ${rest}`
      const read = readTitle(title)
      expect(read).not.toBeNull()
      for (const text of [read?.user, read?.database, read?.names, read?.client])
        if (text !== null) expect(title).toContain(text)
    }),
  )
})
