import { expect, test } from 'vitest'
import { cgroupLimit } from '../../src/analyzers/cgroup-limit/index.ts'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import { contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

const V2 = '/sys/fs/cgroup/app'
const V1 = '/sys/fs/cgroup/memory/app'

function v2(of: {
  usage?: number
  max?: number | 'max'
  anon?: number
  file?: number
  inactiveFile?: number
  kernel?: number
  slab?: number
  swap?: number
  swapMax?: number
  events?: string
}): string {
  return [
    `${V2}/memory.current:${Math.round(of.usage ?? 0)}`,
    `${V2}/memory.max:${of.max ?? 'max'}`,
    `${V2}/memory.high:max`,
    `${V2}/memory.swap.current:${of.swap ?? 0}`,
    `${V2}/memory.swap.max:${of.swapMax ?? 'max'}`,
    ...(of.events ?? 'max 0\noom_kill 0').split('\n').map((line) => `${V2}/memory.events:${line}`),
    `${V2}/memory.stat:anon ${Math.round(of.anon ?? 0)}`,
    `${V2}/memory.stat:file ${Math.round(of.file ?? 0)}`,
    `${V2}/memory.stat:shmem 0`,
    `${V2}/memory.stat:inactive_file ${Math.round(of.inactiveFile ?? 0)}`,
    `${V2}/memory.stat:kernel ${Math.round(of.kernel ?? 0)}`,
    `${V2}/memory.stat:slab_reclaimable ${Math.round(of.slab ?? 0)}`,
  ].join('\n')
}

const check = (first: string, second: string | null = null) =>
  contextOf('db1', {
    frames: [
      frame('cgroup/memory', first),
      ...(second === null ? [] : [frame('cgroup/memory', second, 2)]),
    ],
  })

test.each<[string, Parameters<typeof v2>[0], readonly string[]]>([
  ['no limit', { usage: GIB, anon: GIB }, []],
  ['half full', { usage: GIB, max: 2 * GIB, anon: GIB }, []],
  [
    'full of cache',
    { usage: 2 * GIB, max: 2 * GIB, anon: 0.5 * GIB, file: 1.5 * GIB, inactiveFile: GIB },
    ['info cgroup.charged-reclaimable'],
  ],
  [
    'nine tenths anonymous',
    { usage: 1.9 * GIB, max: 2 * GIB, anon: 1.85 * GIB },
    ['warning cgroup.unreclaimable-high'],
  ],
  [
    'at the very limit',
    { usage: 2 * GIB, max: 2 * GIB, anon: 1.99 * GIB },
    ['critical cgroup.unreclaimable-critical'],
  ],
  [
    'at the very limit, with much in swap and room there: idle pages are out, no kill is near',
    { usage: 2 * GIB, max: 2 * GIB, anon: 1.99 * GIB, swap: GIB },
    ['info cgroup.full-swapped'],
  ],
  [
    'at the very limit, and its own swap is used up',
    { usage: 2 * GIB, max: 2 * GIB, anon: 1.99 * GIB, swap: GIB, swapMax: GIB },
    ['critical cgroup.unreclaimable-critical'],
  ],
  [
    'full of cache, and what is idle is in swap',
    { usage: 2 * GIB, max: 2 * GIB, anon: 0.5 * GIB, file: 1.5 * GIB, swap: GIB },
    ['info cgroup.charged-reclaimable'],
  ],
  ['nine tenths of much is ample room', { usage: 95 * GIB, max: 100 * GIB, anon: 95 * GIB }, []],
  [
    'full of dentries',
    { usage: 1.95 * GIB, max: 2 * GIB, anon: 0.1 * GIB, kernel: 1.8 * GIB, slab: 1.8 * GIB },
    ['info cgroup.charged-reclaimable'],
  ],
  [
    'killed at some time before',
    { usage: 0, max: GIB, events: 'max 3\noom_kill 2' },
    ['info cgroup.oom-kills-before'],
  ],
])('%s', (_, of, expected) => {
  expect(said(cgroupLimit, check(v2(of)))).toEqual(expected)
})

test('seed 002: 89 % charged is not "close to the limit": 42 % cannot be reclaimed', () => {
  const stat = { rss: 2389835776, cache: 3224702976, shmem: 237514752, inactive_file: 2374103040 }
  const lines = [
    `${V1}/memory.usage_in_bytes:5614538752`,
    `${V1}/memory.limit_in_bytes:6291456000`,
    ...Object.entries(stat).map(([name, bytes]) => `${V1}/memory.stat:total_${name} ${bytes}`),
  ]
  expect(said(cgroupLimit, check(lines.join('\n')))).toEqual([])
})

test('a full group with the host’s swap used up is near its end', () => {
  const group = v2({ usage: 2 * GIB, max: 2 * GIB, anon: 1.99 * GIB, swap: GIB })
  const mem = 'MemTotal: 8388608 kB\nSwapTotal: 2097152 kB\nSwapFree: 1024 kB'
  const frames = [frame('cgroup/memory', group), frame('proc/meminfo', mem)]
  expect(said(cgroupLimit, contextOf('db1', { frames }))).toEqual([
    'critical cgroup.unreclaimable-critical',
  ])
})

test('a v1 group full of slab: kernel memory, of which is not known how much can go', () => {
  const lines = (failcnt: number) =>
    [
      `${V1}/memory.usage_in_bytes:${44 * MIB}`,
      `${V1}/memory.limit_in_bytes:${48 * MIB}`,
      `${V1}/memory.failcnt:${failcnt}`,
      `${V1}/memory.kmem.usage_in_bytes:${30 * MIB}`,
      ...['rss', 'cache', 'shmem', 'inactive_file'].map(
        (name) => `${V1}/memory.stat:total_${name} 0`,
      ),
    ].join('\n')
  expect(said(cgroupLimit, check(lines(0)))).toEqual(['info cgroup.charged-kernel'])
  expect(said(cgroupLimit, check(lines(0), lines(500)))).toContain('warning cgroup.charged-kernel')
})

test('hits at the limit are ordinary with room in the working set, and a fault without', () => {
  const hits = { max: GIB, events: 'max 5000\noom_kill 0' }
  const cache = { usage: GIB, anon: 0.1 * GIB, file: 0.9 * GIB, inactiveFile: 0.8 * GIB }
  const active = { usage: GIB, anon: 0.5 * GIB, file: 0.5 * GIB, inactiveFile: 0.01 * GIB }
  const at = (of: object) =>
    check(v2({ max: GIB, ...of }), v2({ ...hits, ...of, events: hits.events }))
  expect(said(cgroupLimit, at(cache))).toContain('info cgroup.limit-hits')
  expect(said(cgroupLimit, at(active))).toContain('warning cgroup.reclaiming-at-limit')
})

test('a kill between the readings is quoted with what the counter rose to', () => {
  const before = v2({ usage: 0, max: GIB })
  const after = v2({ usage: 0, max: GIB, events: 'max 40\noom_kill 3' })
  const [finding, ...others] = findingsOf(cgroupLimit, check(before, after))
  expect(others).toEqual([])
  expect(finding).toMatchObject({ code: 'cgroup.oom-kills', severity: 'critical' })
  expect(finding?.numbers).toMatchObject({ kills: 3, group: '/app' })
  expect(finding?.evidence[0]?.line).toBe(`${V2}/memory.events:oom_kill 0 -> 3`)
})

test('a group that hangs with its OOM killer off is told, although no kernel message exists', () => {
  const lines = [
    `${V1}/memory.usage_in_bytes:${64 * MIB}`,
    `${V1}/memory.limit_in_bytes:${64 * MIB}`,
    `${V1}/memory.oom_control:oom_kill_disable 1`,
    `${V1}/memory.oom_control:under_oom 1`,
    `${V1}/memory.oom_control:oom_kill 0`,
  ]
  expect(said(cgroupLimit, check(lines.join('\n')))).toEqual(['critical cgroup.oom-hung'])
})

test('the limit of an ancestor is the one that binds, by its name', () => {
  const parent = [
    '/sys/fs/cgroup/memory.current:0',
    '/sys/fs/cgroup/a/memory.current:1000000000',
    '/sys/fs/cgroup/a/memory.max:1010000000',
    '/sys/fs/cgroup/a/memory.stat:anon 1000000000',
    '/sys/fs/cgroup/a/memory.stat:file 0',
    '/sys/fs/cgroup/a/memory.stat:shmem 0',
    '/sys/fs/cgroup/a/memory.stat:inactive_file 0',
    '/sys/fs/cgroup/a/b/memory.current:1000',
    '/sys/fs/cgroup/a/b/memory.max:4000000000',
  ]
  const [finding] = findingsOf(cgroupLimit, check(parent.join('\n')))
  expect(finding?.numbers.limitName).toBe('memory.max /a')
  expect(finding?.evidence[0]?.line).toBe('/sys/fs/cgroup/a/memory.max:1010000000')
})
