import { describe, expect, test } from 'vitest'
import { hugePages } from '../../src/analyzers/hugepages/index.ts'
import { transparentHugePages } from '../../src/analyzers/thp/index.ts'
import { MIB } from '../../src/domain/bytes.ts'
import { contextOf, framesOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

const GIB_KB = 1024 * 1024

interface Host {
  readonly total: number
  readonly free: number
  readonly resv?: number
  readonly surplus?: number
  readonly availableKb?: number
  /** Pools of /sys, each line behind its folder. */
  readonly sys?: readonly string[]
  readonly failed?: number
}

function check(of: Host) {
  const mem = `MemTotal: ${32 * GIB_KB} kB\nMemFree: 1024 kB\nMemAvailable: ${of.availableKb ?? 16 * GIB_KB} kB\nHugePages_Total: ${of.total}\nHugePages_Free: ${of.free}\nHugePages_Rsvd: ${of.resv ?? 0}\nHugePages_Surp: ${of.surplus ?? 0}\nHugepagesize: 2048 kB`
  const sys = of.sys?.map((line) => `/sys/kernel/mm/hugepages/${line}`).join('\n')
  return contextOf('db1', {
    frames: [
      frame('proc/meminfo', mem),
      ...(sys === undefined ? [] : [frame('sys/hugepages', sys)]),
      ...(of.failed === undefined
        ? []
        : [
            frame('proc/vmstat', 'nr_free_pages 1\nhtlb_buddy_alloc_fail 3'),
            frame('proc/vmstat', `nr_free_pages 1\nhtlb_buddy_alloc_fail ${3 + of.failed}`, 2),
          ]),
    ],
  })
}

const GIGANTIC = [
  'hugepages-2048kB/nr_hugepages:0',
  'hugepages-2048kB/free_hugepages:0',
  'hugepages-1048576kB/nr_hugepages:8',
  'hugepages-1048576kB/free_hugepages:8',
  'hugepages-1048576kB/resv_hugepages:0',
]

describe.each<[string, Host, readonly string[]]>([
  ['no pool', { total: 0, free: 0 }, []],
  ['a pool that its program uses', { total: 4096, free: 64 }, []],
  ['a pool that is promised to a mapping', { total: 4096, free: 4000, resv: 3990 }, []],
  [
    'a quarter of the memory and nobody uses it',
    { total: 4096, free: 4096 },
    ['warning hugepages.unused'],
  ],
  ['1 GiB and nobody uses it', { total: 512, free: 512 }, ['info hugepages.unused']],
  ['half of it idle', { total: 4096, free: 2048 }, ['info hugepages.idle']],
  [
    'half of it idle while memory is short',
    { total: 4096, free: 2048, availableKb: GIB_KB },
    ['warning hugepages.idle'],
  ],
  ['all in use', { total: 4096, free: 0 }, ['info hugepages.full']],
  ['all promised', { total: 4096, free: 100, resv: 100 }, ['info hugepages.full']],
  [
    'all in use and more were refused',
    { total: 64, free: 0, failed: 2 },
    ['warning hugepages.failing'],
  ],
  [
    'pages of 1 GiB, which meminfo does not show',
    { total: 0, free: 0, sys: GIGANTIC },
    ['warning hugepages.unused'],
  ],
  [
    'in use, and more may be made',
    {
      total: 4,
      free: 0,
      sys: [
        'hugepages-2048kB/nr_hugepages:4',
        'hugepages-2048kB/free_hugepages:0',
        'hugepages-2048kB/surplus_hugepages:4',
        'hugepages-2048kB/nr_overcommit_hugepages:64',
      ],
    },
    [],
  ],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(hugePages, check(of))).toEqual(expected)
  })
})

test('idle is told in bytes, with the lines that say so', () => {
  const [idle] = findingsOf(hugePages, check({ total: 4096, free: 2048, resv: 48 }))
  expect(idle?.numbers).toMatchObject({
    idleBytes: 2000 * 2 * MIB,
    usedBytes: 4096 * MIB,
    promisedBytes: 96 * MIB,
  })
  expect(idle?.evidence.map(({ line }) => line)).toEqual([
    'HugePages_Total: 4096',
    'HugePages_Free: 2048',
    'HugePages_Rsvd: 48',
  ])
})

describe('transparent huge pages', () => {
  test('the capture: 256 MiB that the program asked for, and no word on what is used', () => {
    const [finding] = findingsOf(transparentHugePages, contextOf('thp'))
    expect(finding).toMatchObject({
      code: 'thp.held-asked',
      severity: 'info',
      numbers: { hugeBytes: 256 * MIB, askedBytes: 256 * MIB },
    })
    expect(finding?.evidence.map(({ line }) => line)).toEqual([
      'AnonHugePages:    262144 kB',
      'Anonymous:        262244 kB',
      '/sys/kernel/mm/transparent_hugepage/enabled:always [madvise] never',
    ])
  })

  test('smaps alone is enough', () => {
    const frames = framesOf('thp').filter(({ source }) => source === 'proc/PID/smaps')
    expect(said(transparentHugePages, contextOf('thp', { frames }))).toEqual([
      'info thp.held-asked',
    ])
  })

  const rollup = (hugeKb: number, anonKb: number) =>
    frame(
      'proc/PID/smaps_rollup',
      `5612d8902000-7fffa6542000 ---p 00000000 00:00 0                          [rollup]\nRss: ${anonKb} kB\nPss: ${anonKb} kB\nAnonymous: ${anonKb} kB\nAnonHugePages: ${hugeKb} kB`,
    )
  const setting = (enabled: string) =>
    frame('sys/thp', `/sys/kernel/mm/transparent_hugepage/enabled:${enabled}`)

  test.each([
    ['given unasked', '[always] madvise never', 200_000, 262_244, ['info thp.held-always']],
    [
      'asked for, as the host has it',
      'always [madvise] never',
      200_000,
      262_244,
      ['info thp.held'],
    ],
    ['a small part', '[always] madvise never', 100_000, 262_244, []],
    ['a small process', '[always] madvise never', 40_000, 50_000, []],
  ])('%s', (_, enabled, hugeKb, anonKb, expected) => {
    const frames = [rollup(hugeKb, anonKb), setting(enabled)]
    expect(said(transparentHugePages, contextOf('db1', { frames }))).toEqual(expected)
  })
})
