/** Logs of PostgreSQL and Greenplum servers in the forms that they are set to. */
import { describe, expect, test } from 'vitest'
import { postgresLog } from '../../../src/parsers/postgres/log.ts'
import { faultOf, read } from '../helpers.ts'

const AT = Date.UTC(2024, 10, 20, 3, 14, 5)

function log(text: string) {
  const { value, losses } = read(postgresLog, text)
  expect(losses).toEqual([])
  return value
}

describe('log_line_prefix', () => {
  test.each([
    [
      '%m [%p] ',
      '2024-11-20 03:14:05.120 UTC [4242] ',
      { pid: 4242, user: null, database: null, at: { atMs: AT + 120 } },
    ],
    [
      '%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ',
      '2024-11-20 03:14:05 UTC [4242]: [3-1] user=app,db=shop,app=web,client=10.0.0.1 ',
      { pid: 4242, user: 'app', database: 'shop', at: { atMs: AT } },
    ],
    [
      '%m [%p] %q%u@%d (Debian)',
      '2024-11-20 03:14:05.120 UTC [4242] app@shop ',
      { pid: 4242, user: 'app', database: 'shop' },
    ],
    [
      '%t:%r:%u@%d:[%p]: (RDS)',
      '2024-11-20 03:14:05 UTC:10.0.0.1(52544):app@shop:[4242]:',
      { pid: 4242, user: 'app', database: 'shop', at: { atMs: AT } },
    ],
    ['%n [%p] ', '1732072445.120 [4242] ', { pid: 4242, at: { atMs: AT + 120 } }],
    [
      'with a zone by its name',
      '2024-11-20 03:14:05.120 CET [4242] ',
      {
        pid: 4242,
        at: { atMs: null, wall: { year: 2024, month: 11, day: 20, secondOfDay: 11_645 } },
      },
    ],
    [
      'through syslog',
      'Nov 20 03:14:05 db1 postgres[4242]: [7-1] 2024-11-20 03:14:05 UTC [4242] ',
      { pid: 4242 },
    ],
    [
      '[unknown]',
      '2024-11-20 03:14:05.120 UTC [4242] [unknown]@[unknown] ',
      { pid: 4242, user: null, database: null },
    ],
  ])('%s', (_, prefix, entry) => {
    const { entries } = log(
      `${prefix}ERROR:  out of memory\n${prefix}DETAIL:  Failed on request of size 1024.\n`,
    )
    expect(entries).toMatchObject([
      {
        ...entry,
        level: 'ERROR',
        message: 'out of memory',
        detail: 'Failed on request of size 1024.',
      },
    ])
  })
})

test('details, hints and statements join the entry of their process, though others write in between', () => {
  const { entries } = log(`2024-11-20 03:14:05.120 UTC [1] a@x ERROR:  out of memory
2024-11-20 03:14:05.121 UTC [2] b@y LOG:  duration: 12 ms
2024-11-20 03:14:05.121 UTC [1] a@x DETAIL:  Failed on request of size 67108864 in memory context "ExecutorState".
2024-11-20 03:14:05.121 UTC [1] a@x STATEMENT:  SELECT *
	FROM t
	WHERE x
2024-11-20 03:14:06.000 UTC [2] b@y HINT:  none
`)
  expect(entries).toMatchObject([
    {
      pid: 1,
      detail: expect.stringContaining('67108864'),
      statement: 'SELECT *\nFROM t\nWHERE x',
      hint: null,
    },
    { pid: 2, detail: null, hint: 'none' },
  ])
})

describe('what tells of memory', () => {
  const P = '2024-11-20 03:14:05.120 UTC [812] '

  test.each([
    [
      'server process',
      'LOG:  server process (PID 4242) was terminated by signal 9: Killed',
      { what: 'killed', killedPid: 4242, killedKind: 'server process' },
    ],
    [
      'parallel worker',
      'LOG:  background worker "parallel worker" (PID 5) was terminated by signal 9: Killed',
      { what: 'killed', killedPid: 5, killedKind: 'background worker "parallel worker"' },
    ],
    [
      'startup process',
      'LOG:  startup process (PID 12) was terminated by signal 9: Killed',
      { what: 'killed', killedKind: 'startup process' },
    ],
    [
      'German',
      'LOG:  Serverprozess (PID 4242) wurde von Signal 9 beendet: Getötet',
      { what: 'killed', killedPid: 4242 },
    ],
    [
      'Chinese',
      'LOG:  服务器进程 (PID 4242) 被信号 9 终止: 已杀死',
      { what: 'killed', killedPid: 4242 },
    ],
    [
      'a fork refused',
      'LOG:  could not fork new process for connection: Cannot allocate memory',
      { what: 'refused' },
    ],
    [
      'a segment refused',
      'FATAL:  could not create shared memory segment: Cannot allocate memory',
      { what: 'refused' },
    ],
    ['palloc', 'ERROR:  out of memory', { what: 'out-of-memory' }],
    ['shared memory', 'ERROR:  out of shared memory', null],
    [
      'a crash',
      'LOG:  server process (PID 4242) was terminated by signal 11: Segmentation fault',
      null,
    ],
    ['PID 9', 'LOG:  server process (PID 9) was terminated by signal 6: Aborted', null],
  ] as const)('%s', (_, line, told) => {
    const { memory } = log(`${P}${line}\n`)
    expect(memory).toMatchObject(told === null ? [] : [told])
  })

  test('the size that was asked for, its context, and what was running', () => {
    const { memory } = log(`${P}ERROR:  out of memory
${P}DETAIL:  Failed on request of size 67108864 in memory context "ExecutorState".
${P}STATEMENT:  SELECT 1
${P}LOG:  server process (PID 4242) was terminated by signal 9: Killed
${P}DETAIL:  Failed process was running: SELECT *
	FROM orders
`)
    expect(memory).toMatchObject([
      { requestBytes: 67_108_864, context: 'ExecutorState', running: 'SELECT 1' },
      { killedPid: 4242, running: 'SELECT *\nFROM orders' },
    ])
  })
})

test('csvlog: quoted cells with commas, quotes and line feeds', () => {
  const { entries, memory } =
    log(`2024-11-20 03:14:05.120 UTC,"app","shop",4242,"10.0.0.1:52544",673d.1,3,"SELECT",2024-11-20 03:00:00 UTC,4/12,0,ERROR,53200,"out of memory","Failed on request of size 1024 in memory context ""ExecutorState"".",,,,,"SELECT a, b
FROM t",,,"web","client backend",,0
2024-11-20 03:14:08.500 UTC,,,812,,673d.0,9,,2024-11-20 03:00:00 UTC,,0,LOG,00000,"server process (PID 4242) was terminated by signal 9: Killed","Failed process was running: SELECT 1",,,,,,,,"","postmaster",,0
`)
  expect(entries).toMatchObject([
    {
      pid: 4242,
      user: 'app',
      database: 'shop',
      level: 'ERROR',
      sqlState: '53200',
      statement: 'SELECT a, b\nFROM t',
      line: 1,
    },
    { pid: 812, user: null, level: 'LOG', line: 3 },
  ])
  expect(memory).toMatchObject([
    { requestBytes: 1024, context: 'ExecutorState' },
    { killedPid: 4242, running: 'SELECT 1' },
  ])
})

test('csv of a Greenplum segment', () => {
  const { entries, memory } =
    log(`2024-11-20 03:14:05.120123 UTC,"gpadmin","shop",p4242,th-1234,"10.0.0.1","52544",2024-11-20 03:00:00 UTC,0,con12,cmd3,seg5,slice1,dx9,x8,sx1,"ERROR","53200","Out of memory (seg5 10.0.0.3:6002 pid=4242)","VM Protect failed to allocate 8388608 bytes",,,,,"SELECT 1",0,,"vmem.c",123,
`)
  expect(entries).toMatchObject([
    { pid: 4242, user: 'gpadmin', level: 'ERROR', statement: 'SELECT 1', at: { atMs: AT + 120 } },
  ])
  expect(memory).toMatchObject([{ what: 'out-of-memory' }])
})

test('jsonlog', () => {
  const record = {
    timestamp: '2024-11-20 03:14:05.120 UTC',
    user: 'app',
    dbname: 'shop',
    pid: 4242,
    error_severity: 'ERROR',
    state_code: '53200',
    message: 'out of memory',
    detail: 'Failed on request of size 8192.',
    statement: 'SELECT 1',
  }
  const { entries, memory } = log(`${JSON.stringify(record)}\n`)
  expect(entries).toMatchObject([
    { pid: 4242, user: 'app', database: 'shop', at: { atMs: AT + 120 } },
  ])
  expect(memory).toMatchObject([{ requestBytes: 8192, running: 'SELECT 1' }])
})

test('a dump of memory contexts in between is no part of a message', () => {
  const { entries } = log(`2024-11-20 03:14:05.120 UTC [1] LOG:  before
TopMemoryContext: 84812936 total in 13 blocks; 16408 free (5 chunks); 84796528 used
  ExecutorState: 8192 total in 1 blocks; 7928 free (0 chunks); 264 used
Grand total: 84821128 bytes in 14 blocks; 24336 free (5 chunks); 84796792 used
2024-11-20 03:14:05.120 UTC [1] ERROR:  out of memory
`)
  expect(entries.map((entry) => entry.message)).toEqual([
    expect.stringMatching(/^before/),
    'out of memory',
  ])
})

test('a record that never ends is a loss, and what is no log of a server is none', () => {
  expect(
    read(
      postgresLog,
      '2024-11-20 03:14:05.120 UTC [1] LOG:  a\n2024-11-20 03:14:05.120 UTC,"app,\n',
    ).losses,
  ).toMatchObject([{ code: 'bad-line', line: 2 }])
  expect(faultOf(postgresLog, 'MemTotal: 1 kB\n')).toBe('not-this-format')
  expect(faultOf(postgresLog, 'ERROR:  something\n')).toBe('not-this-format')
})
