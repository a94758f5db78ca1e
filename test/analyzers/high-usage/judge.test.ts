import { describe, expect, test } from 'vitest'
import { highUsage } from '../../../src/analyzers/high-usage/index.ts'
import { asked, contextOf } from '../../hosts/load.ts'
import { findingsOf, frame, said } from '../frames.ts'

const MIB_KB = 1024
const GIB_KB = 1024 * MIB_KB
const TAIL = '0 0 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 3 0 777 4096 10 18446744073709551615 0 0'

interface Process {
  readonly title: string
  readonly comm?: string
  readonly mib: number
  readonly swapMib?: number
  readonly cgroup?: string
  /** Before 4.5. */
  readonly noAnon?: boolean
}

interface Host {
  readonly totalGib?: number
  readonly availableGib?: number
  readonly processes: readonly Process[]
}

function check({ totalGib = 64, availableGib = 32, processes }: Host) {
  const lines = processes.flatMap(({ comm, title, mib, swapMib = 0, cgroup, noAnon }, i) => {
    const pid = 100 + i
    return [
      `${pid}/stat:${pid} (${comm ?? title.split(/[ :]/)[0]}) S 1 ${TAIL}`,
      `${pid}/status:VmRSS:\t${(mib + 100) * MIB_KB} kB`,
      ...(noAnon === true ? [] : [`${pid}/status:RssAnon:\t${mib * MIB_KB} kB`]),
      `${pid}/status:VmSwap:\t${swapMib * MIB_KB} kB`,
      ...(cgroup === undefined ? [] : [`${pid}/cgroup:0::${cgroup}`]),
    ]
  })
  const args = processes.map(({ title }, i) => `${100 + i}/cmdline:${title}\0`).join('')
  return contextOf('db1', {
    frames: [
      frame(
        'proc/meminfo',
        `MemTotal: ${totalGib * GIB_KB} kB\nMemAvailable: ${availableGib * GIB_KB} kB`,
      ),
      frame('proc/processes', lines.join('\n')),
      { ...frame('proc/first-args', ''), raw: { kind: 'ok', text: args, cut: null } },
    ],
  })
}

const many = (count: number, title: string, mib: number): readonly Process[] =>
  Array.from({ length: count }, () => ({ title, mib }))

const STARTUP = 'postgres: startup recovering 00000001000000A2000000F1'
const BACKEND = 'postgres: shop shop 10.0.0.9(40112) idle'

describe.each<[string, Host, readonly string[]]>([
  ['small processes', { processes: many(30, BACKEND, 12) }, []],
  [
    'a startup process at 12 GiB',
    { processes: [{ title: STARTUP, mib: 12 * 1024 }, ...many(30, BACKEND, 500)] },
    ['warning usage.above-role'],
  ],
  [
    'a startup process at 12 GiB on a very large host',
    {
      totalGib: 1024,
      availableGib: 700,
      processes: [{ title: STARTUP, mib: 12 * 1024 }, ...many(30, BACKEND, 500)],
    },
    ['info usage.above-role'],
  ],
  ['a startup process that is large, not very', { processes: [{ title: STARTUP, mib: 900 }] }, []],
  [
    'its RSS holds the shared buffers, and anonymous memory is not told',
    { processes: [{ title: 'postgres: checkpointer', mib: 16 * 1024, noAnon: true }] },
    [],
  ],
  [
    'a swapped-out journal',
    { processes: [{ title: 'systemd-journald', mib: 100, swapMib: 3000 }] },
    ['info usage.above-role'],
  ],
  [
    'one backend above thirty others',
    { processes: [{ title: BACKEND, mib: 2048 }, ...many(30, BACKEND, 12)] },
    ['info usage.above-peers'],
  ],
  [
    'one backend above the others on a host that is short',
    {
      totalGib: 16,
      availableGib: 1,
      processes: [{ title: BACKEND, mib: 2048 }, ...many(30, BACKEND, 12)],
    },
    ['warning usage.above-peers'],
  ],
  ['below the floor', { processes: [{ title: BACKEND, mib: 300 }, ...many(30, BACKEND, 12)] }, []],
  [
    'five times the median',
    { processes: [{ title: BACKEND, mib: 1000 }, ...many(30, BACKEND, 200)] },
    [],
  ],
  ['two are no crowd', { processes: [{ title: BACKEND, mib: 2048 }, ...many(2, BACKEND, 12)] }, []],
  [
    'programs of one interpreter are no peers',
    {
      processes: [
        { title: '/usr/bin/python3', comm: 'python3', mib: 2048 },
        ...many(30, 'python3', 12),
      ],
    },
    [],
  ],
  [
    'a java at its -Xmx',
    { processes: [{ title: 'java', mib: 40 * 1024 }, ...many(9, 'app', 100)] },
    [],
  ],
  [
    'a java at its -Xmx on a host that is short',
    { availableGib: 2, processes: [{ title: 'java', mib: 55 * 1024 }, ...many(9, 'app', 100)] },
    ['warning usage.dominant-short'],
  ],
  [
    'an unknown program with most of a calm host',
    { processes: [{ title: 'app', mib: 40 * 1024 }, ...many(9, 'java', 100)] },
    ['info usage.dominant'],
  ],
  ['much, but not half of the host', { processes: [{ title: 'app', mib: 20 * 1024 }] }, []],
  [
    'many small ones on a host that is short',
    { availableGib: 1, processes: many(100, BACKEND, 500) },
    [],
  ],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(highUsage, check(of))).toEqual(expected)
  })
})

test('the finding names role, pid and group, and quotes what it rests on', () => {
  const cgroup = '/system.slice/system-postgresql.slice/postgresql@15-main.service'
  const [finding] = findingsOf(
    highUsage,
    check({ processes: [{ title: STARTUP, mib: 12 * 1024, swapMib: 10, cgroup }] }),
  )
  expect(finding?.numbers).toMatchObject({
    who: 'postgres: startup (100, postgresql@15-main.service)',
    usualBytes: 256 * 1024 ** 2,
    checkCommand: 'memcheck db1 100',
  })
  expect(finding?.evidence.map(({ line }) => line)).toEqual([
    '100/status:RssAnon:\t12582912 kB',
    '100/status:VmSwap:\t10240 kB',
  ])
})

test('top tells role, rank among alike and whose group, and sums each role up', () => {
  const ctx = check({
    processes: [
      { title: BACKEND, mib: 10 },
      { title: BACKEND, mib: 30, cgroup: '/system.slice/db.service' },
      { title: BACKEND, mib: 20 },
      { title: 'app', mib: 15 },
    ],
  })
  const [top] = highUsage.drilldowns
  const [table, roles] = top?.answer(asked(ctx, 'en')) ?? []
  expect(table?.kind === 'table' ? table.rows : []).toEqual([
    ['101', 'postgres: backend', '30 MiB', '130 MiB', '1/3', 'db.service'],
    ['102', 'postgres: backend', '20 MiB', '120 MiB', '2/3', ''],
    ['103', 'app', '15 MiB', '115 MiB', '', ''],
    ['100', 'postgres: backend', '10 MiB', '110 MiB', '3/3', ''],
  ])
  expect(roles?.kind === 'table' ? roles.rows : []).toEqual([
    ['postgres: backend', '3', '60 MiB', '15 MiB', '30 MiB (101)'],
  ])
})

describe.each<[string, number, readonly string[], readonly string[]]>([
  ['at its -Xmx', 8.5, ['java', '-Xmx8g'], []],
  ['with direct buffers as large as the heap', 16.5, ['java', '-Xmx8192m'], []],
  ['far above its -Xmx', 20, ['java', '-Xmx2g', '-Xmx8G'], ['warning usage.above-heap']],
  ['the last of two holds', 20, ['java', '-Xmx8g', '-XX:MaxHeapSize=17179869184'], []],
  ['without -Xmx', 30, ['java', '-jar', 'app.jar'], []],
])('a checked JVM %s', (_, gib, args, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    const kb = Math.round(gib * GIB_KB)
    const ctx = contextOf('db1', {
      frames: [
        frame('proc/meminfo', `MemTotal: ${64 * GIB_KB} kB\nMemAvailable: ${32 * GIB_KB} kB`),
        frame(
          'proc/processes',
          `1/stat:1 (java) S 1 ${TAIL}\n1/status:RssAnon:\t${kb} kB\n2/stat:2 (app) S 1 ${TAIL}\n2/status:RssAnon:\t${30 * GIB_KB} kB`,
        ),
        {
          ...frame('proc/first-args', ''),
          raw: { kind: 'ok', text: '1/cmdline:java\0', cut: null },
        },
        frame('proc/PID/status', `Name:\tjava\nState:\tS\nTgid:\t1\nPid:\t1\nPPid:\t0`),
        frame('proc/PID/stat', `1 (java) S 1 ${TAIL}`),
        {
          ...frame('proc/PID/cmdline', ''),
          raw: { kind: 'ok', text: `${args.join('\0')}\0`, cut: null },
        },
      ],
    })
    expect(ctx.subject.kind).toBe('process')
    expect(said(highUsage, ctx)).toEqual(expected)
  })
})

test('ten thousand workers are measured at once', () => {
  expect(said(highUsage, check({ processes: many(10_000, 'php-fpm: pool www', 4) }))).toEqual([])
})
