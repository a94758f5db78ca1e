/** Tables made after the process tables of real servers (PostgreSQL 15 and 18); sizes are chosen per case. */
import { describe, expect, test } from 'vitest'
import { pgContexts } from '../../src/analyzers/pg-contexts/index.ts'
import { pgInstance } from '../../src/analyzers/pg-instance/index.ts'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { WalkedContexts } from '../../src/domain/contexts.ts'
import { isInstance } from '../../src/domain/subject.ts'
import { FORMATS } from '../../src/parsers/index.ts'
import { contextsText } from '../../src/parsers/postgres/memoryContexts.ts'
import { matchProcess } from '../../src/pipeline/match.ts'
import { parseFrames } from '../../src/pipeline/parse.ts'
import { asked, contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'
import { treeOf } from './walkedTree.ts'

interface Process {
  readonly pid: number
  readonly ppid: number
  readonly title: string
  readonly anonBytes?: number
  readonly shmemBytes?: number
  readonly comm?: string
  readonly state?: string
}

const POSTMASTER = '/usr/lib/postgresql/15/bin/postgres'

function row({ pid, ppid, title, anonBytes = 2 * MIB, shmemBytes = 0, ...of }: Process): string {
  const { comm = 'postgres', state = 'S' } = of
  const kb = (bytes: number) => `${Math.round(bytes / 1024)} kB`
  return [
    `${pid}/stat:${pid} (${comm}) ${state} ${ppid} ${pid} ${pid} 0 -1 4194560 4010 0 3 0 12 8 0 0 20 0 1 0 ${pid} 221184000 3300 18446744073709551615 1 1 0 0`,
    ...(title === ''
      ? []
      : [
          `${pid}/status:VmRSS:\t${kb(anonBytes + shmemBytes)}`,
          `${pid}/status:RssAnon:\t${kb(anonBytes)}`,
          `${pid}/status:RssShmem:\t${kb(shmemBytes)}`,
          `${pid}/status:VmSwap:\t0 kB`,
        ]),
  ].join('\n')
}

const SERVER: readonly Process[] = [
  { pid: 800, ppid: 1, title: POSTMASTER, shmemBytes: 11 * MIB },
  { pid: 801, ppid: 800, title: 'postgres: 15/main: checkpointer ', shmemBytes: 35 * MIB },
  { pid: 802, ppid: 800, title: 'postgres: 15/main: background writer ' },
  { pid: 803, ppid: 800, title: 'postgres: 15/main: logical replication launcher ' },
]

function session(pid: number, doing: string, anonBytes: number): Process {
  return { pid, ppid: 800, title: `postgres: 15/main: ana shop [local] ${doing}`, anonBytes }
}

function tables(of: readonly Process[]) {
  const titles = of.filter(({ title }) => title !== '')
  return [
    frame('proc/processes', of.map(row).join('\n')),
    frame('proc/first-args', titles.map(({ pid, title }) => `${pid}/cmdline:${title}`).join('\0')),
  ]
}

/** A check of `pid` with such a table on a host of 16 GiB. */
function checked(of: readonly Process[], pid = 800, walked: readonly WalkedContexts[] = []) {
  const own = row(of.find((one) => one.pid === pid) ?? { pid, ppid: 1, title: 'x' })
  const stat = own.split('\n')[0]?.replace(/^\d+\/stat:/, '') ?? ''
  return contextOf('db1', {
    frames: [
      ...tables(of),
      frame('proc/PID/stat', stat),
      frame('proc/PID/cmdline', `${POSTMASTER}\0-D\0/var/lib/postgresql/15/main\0-c\0port=5433\0`),
      ...(walked.length === 0
        ? []
        : [frame('memory/instance-contexts', walked.map(contextsText).join('').trimEnd())]),
      frame('proc/meminfo', `MemTotal: ${16 * 1024 * 1024} kB\nMemAvailable: 9000000 kB`),
    ],
  })
}

describe('who is an instance', () => {
  test('a postmaster is its instance: named by its data directory, with the sums of all its processes', () => {
    const ctx = checked([...SERVER, session(810, 'idle', 40 * MIB)])
    expect(ctx.subject).toEqual({
      kind: 'process',
      host: 'db1',
      name: 'PostgreSQL instance /var/lib/postgresql/15/main',
    })
    expect(isInstance(ctx.subject)).toBe(true)
    expect(ctx.incarnation?.pid).toBe(800)
    const [now] = ctx.growth === null ? [] : [ctx.growth]
    expect(now?.verdict).toBe('insufficient-data')
    expect(findingsOf(pgInstance, ctx)[0]?.numbers).toMatchObject({
      processes: 5,
      privateBytes: 48 * MIB,
      sharedBytes: 35 * MIB,
      sharedPid: '801',
      sessions: 1,
      idleSessions: 1,
      largest: 'backend ana@shop (PID 810)',
      largestBytes: 40 * MIB,
    })
  })

  test('a backend, a lone postmaster and another program are themselves', () => {
    expect(isInstance(checked([...SERVER, session(810, 'idle', MIB)], 810).subject)).toBe(false)
    expect(isInstance(checked(SERVER.slice(0, 1)).subject)).toBe(false)
    const forged = SERVER.map((one) => (one.pid === 800 ? { ...one, title: '/bin/sh' } : one))
    expect(isInstance(checked(forged).subject)).toBe(false)
  })

  test('what its processes run besides is not counted, nor what has ended', () => {
    const ctx = checked([
      ...SERVER,
      { pid: 820, ppid: 803, title: 'cp pg_wal/0001 /backup', comm: 'cp', anonBytes: GIB },
      { pid: 821, ppid: 800, title: '', state: 'Z' },
    ])
    expect(findingsOf(pgInstance, ctx)[0]?.numbers).toMatchObject({
      processes: 4,
      privateBytes: 8 * MIB,
    })
  })

  test('parents that name each other end', () => {
    const circle = SERVER.map((one) => ({ ...one, ppid: one.pid === 800 ? 803 : one.ppid }))
    expect(isInstance(checked(circle).subject)).toBe(false)
  })
})

describe('what is said of it', () => {
  const many = (count: number, doing: string, anonBytes: number) =>
    Array.from({ length: count }, (_, i) => session(810 + i, doing, anonBytes))
  const SPREAD = many(30, 'SELECT', 200 * MIB)
  test.each<[string, readonly Process[], readonly string[]]>([
    ['a small one', [], []],
    ['one holds most, below the floor', [session(810, 'SELECT', 511 * MIB)], []],
    ['one holds most', [session(810, 'SELECT', 520 * MIB)], ['info instance.one-holds-most']],
    [
      'one holds most, a quarter of the host',
      [session(810, 'SELECT', 4.1 * GIB)],
      ['warning instance.one-holds-most'],
    ],
    ['large, and less than half', [...SPREAD, session(900, 'SELECT', 3 * GIB)], []],
    ['sessions that work', many(10, 'SELECT', 100 * MIB), []],
    ['few idle sessions', many(3, 'idle', 200 * MIB), []],
    ['many small idle sessions', many(40, 'idle', 60 * MIB), []],
    ['idle sessions', many(9, 'idle in transaction', 65 * MIB), ['info instance.idle-hold']],
    ['many idle sessions', many(26, 'idle', 64 * MIB), ['warning instance.idle-hold']],
    ['under 80 % of the host', many(60, 'SELECT', 217 * MIB), []],
    ['near the host’s memory', many(60, 'SELECT', 219 * MIB), ['warning instance.near-limit']],
  ])('%s', (_, sessions, expected) => {
    expect(said(pgInstance, checked([...SERVER, ...sessions]))).toEqual([
      'info instance.holds',
      ...expected,
    ])
  })

  test('contexts of the largest, and what of idle sessions lies in their caches', () => {
    const walked = [810, 811].map((pid) =>
      treeOf(pid, [
        ['TopMemoryContext', 2 * MIB, null],
        ['CacheMemoryContext', 30 * MIB, 0],
        ['index info', MIB, 1],
        ['MessageContext', 5 * MIB, 0],
      ]),
    )
    const ctx = checked([...SERVER, ...many(9, 'idle', 65 * MIB)], 800, walked)
    const [, idle, contexts] = findingsOf(pgInstance, ctx)
    expect(idle).toMatchObject({
      code: 'instance.idle-hold',
      numbers: { looked: 2, cacheBytes: 62 * MIB },
    })
    expect(contexts).toMatchObject({
      code: 'instance.contexts',
      numbers: {
        process: 'backend ana@shop (PID 810)',
        looked: 2,
        totalBytes: 38 * MIB,
        heldBytes: 65 * MIB,
        largest: 'CacheMemoryContext',
        largestBytes: 30 * MIB,
      },
      evidence: [{ line: expect.stringContaining('TopMemoryContext') }],
    })
    const drilldown = pgContexts.drilldowns.find(({ name }) => name === 'contexts')
    expect(drilldown?.answer(asked(ctx, 'en'))[0]).toMatchObject({
      rows: [
        ['810', 'backend ana@shop', '38 MiB', 'CacheMemoryContext', '30 MiB'],
        ['811', 'backend ana@shop', '38 MiB', 'CacheMemoryContext', '30 MiB'],
      ],
    })
  })

  test('a kernel that does not tell private memory gives no sums', () => {
    const ctx = checked(SERVER)
    const bare = tables(SERVER).map((one) =>
      one.raw.kind === 'ok'
        ? {
            ...one,
            raw: { ...one.raw, text: one.raw.text.replace(/.*Rss(?:Anon|Shmem).*\n/g, '') },
          }
        : one,
    )
    expect(said(pgInstance, { ...ctx, evidence: parseFrames(bare, FORMATS) })).toEqual([])
  })

  test.each(['en', 'zh'] as const)('backends lists the largest first, and roles (%s)', (lang) => {
    const ctx = checked([...SERVER, ...many(3, 'idle', 70 * MIB), session(850, 'SELECT', 99 * MIB)])
    const [backends] = pgInstance.drilldowns
    const blocks = backends?.answer({ ...asked(ctx, lang), args: ['2'] }) ?? []
    const [rows, , roles] = blocks
    expect(rows).toMatchObject({
      rows: [
        ['850', 'backend ana@shop', 'SELECT', '99 MiB'],
        ['810', 'backend ana@shop', 'idle', '70 MiB'],
      ],
    })
    expect(roles).toMatchObject({
      rows: [
        ['backend', '4', '309 MiB', '70 MiB', '99 MiB (850)'],
        ...Array(4).fill(expect.anything()),
      ],
    })
  })
})

describe('a name that several processes have', () => {
  const matched = (of: readonly Process[], name: string) =>
    matchProcess(parseFrames(tables(of), FORMATS), name)

  test('one postmaster and its own are one thing', () => {
    expect(matched([...SERVER, session(810, 'idle', GIB)], 'postgres')).toEqual({
      kind: 'one',
      pid: 800,
    })
  })

  test('two instances are a choice of instances, the larger first', () => {
    const second = SERVER.map((one) => ({
      ...one,
      pid: one.pid + 1000,
      ppid: one.ppid === 1 ? 1 : one.ppid + 1000,
      anonBytes: 50 * MIB,
    }))
    expect(matched([...SERVER, ...second], 'postgres')).toMatchObject({
      kind: 'instances',
      instances: [{ postmaster: { pid: 1800 } }, { postmaster: { pid: 800 } }],
    })
  })

  test('parts of one, or other programs beside it, are a choice of processes', () => {
    const sessions = [session(810, 'idle', MIB), session(811, 'idle', MIB)]
    expect(matched([...SERVER, ...sessions], 'shop').kind).toBe('several')
    const tool = { pid: 5, ppid: 1, title: '/opt/postgres-sync', comm: 'postgres' }
    expect(matched([...SERVER, tool], 'postgres').kind).toBe('several')
    const booting = { pid: 5, ppid: 4, title: POSTMASTER, comm: 'postgres' }
    expect(matched([booting, ...SERVER], 'postgres')).toEqual({ kind: 'one', pid: 800 })
  })
})
