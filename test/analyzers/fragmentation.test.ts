import { describe, expect, test } from 'vitest'
import { extfragIndex, freePages } from '../../src/analyzers/fragmentation/extfrag.ts'
import { fragmentation } from '../../src/analyzers/fragmentation/index.ts'
import { contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

/** Seen on a long-running RHEL host: 1.2 GiB free, nothing above 128 KiB. */
const FRAGMENTED = [
  'Node 0, zone      DMA      0      1      1      2      3      0      1      0      1      1      3 ',
  'Node 0, zone   Normal 235635 106198  20708     50      0      0      0      0      0      0      0 ',
].join('\n')
const SHORT =
  'Node 0, zone   Normal    300     20      3      0      0      0      0      0      0      0      0 '
const IDLE_VM = [
  'Node 0, zone      DMA      0      0      0      1      1      1      1      1      0      1      3 ',
  'Node 0, zone    DMA32     78    114     82     52     38     25     13      9      3      0      0 ',
].join('\n')
const NO_HUGE =
  'Node 0, zone   Normal  35635  10619   2070   1050    500    250    100     60      0      0      0 '

interface Counters {
  readonly fails?: number
  readonly stalls?: number
  readonly fallbacks?: number
  readonly charge?: number
  readonly reclaims?: number
}

function vmstatOf(of: Counters): string {
  const { fails = 0, stalls = fails, fallbacks = 0, charge = 0, reclaims = 0 } = of
  return `nr_free_pages 1\ncompact_stall ${100 + stalls}\ncompact_fail ${50 + fails}\nthp_fault_fallback ${fallbacks}\nthp_fault_fallback_charge ${charge}\nallocstall_dma32 7\nallocstall_normal ${reclaims}`
}

function check(buddy: string, rise: Counters) {
  return contextOf('db1', {
    frames: [
      frame('proc/meminfo', 'MemTotal:        8043944 kB\nMemFree: 1800000 kB'),
      frame('proc/buddyinfo', buddy),
      frame('proc/vmstat', vmstatOf({})),
      frame('proc/vmstat', vmstatOf(rise), 2),
    ],
  })
}

describe.each<[string, string, Counters, readonly string[]]>([
  ['high orders empty and nothing fails', FRAGMENTED, {}, []],
  ['an idle machine with empty high orders', IDLE_VM, {}, []],
  ['one failure in two seconds', FRAGMENTED, { fails: 1 }, []],
  ['no order 4 and it fails', FRAGMENTED, { fails: 10 }, ['info fragmentation.compaction-failing']],
  [
    'no order 4 and tasks wait',
    FRAGMENTED,
    { fails: 90, stalls: 100 },
    ['warning fragmentation.compaction-failing'],
  ],
  [
    'not even order 2, which the kernel asks for all the time',
    'Node 0, zone   Normal 235635 106198      0      0      0      0      0      0      0      0      0 ',
    { fails: 10 },
    ['warning fragmentation.compaction-failing'],
  ],
  ['little is free: a shortage', SHORT, { fails: 100 }, ['info fragmentation.no-room']],
  [
    'a quarter of the memory is free and tasks reclaim',
    FRAGMENTED,
    { reclaims: 100 },
    ['info fragmentation.reclaiming'],
  ],
  [
    'not even order 2, and tasks reclaim',
    'Node 0, zone   Normal 235635 106198      0      0      0      0      0      0      0      0      0 ',
    { reclaims: 100 },
    ['warning fragmentation.reclaiming'],
  ],
  ['a few reclaims', FRAGMENTED, { reclaims: 10 }, []],
  [
    'reclaim with 3 % free is a shortage',
    'Node 0, zone   Normal  15635  10619   2070   1050    100     50     10      6      0      0      0 ',
    { reclaims: 100 },
    [],
  ],
  ['huge pages fall back', NO_HUGE, { fallbacks: 400 }, ['info fragmentation.huge-fallback']],
  ['huge pages that a group may not have', NO_HUGE, { fallbacks: 400, charge: 400 }, []],
  ['a few huge pages fall back', NO_HUGE, { fallbacks: 4 }, []],
  [
    'blocks of every size are free somewhere',
    `${NO_HUGE}\nNode 1, zone   Normal  35635  10619   2070   1050    500    250    100     60      3      2      1 `,
    { fails: 100, fallbacks: 400 },
    [],
  ],
])('%s', (_, buddy, rise, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(fragmentation, check(buddy, rise))).toEqual(expected)
  })
})

test('the finding names zone, block and both counters', () => {
  const [finding] = findingsOf(fragmentation, check(FRAGMENTED, { fails: 90, stalls: 100 }))
  expect(finding?.numbers).toMatchObject({
    order: 4,
    blockBytes: 65536,
    zone: 'Node 0 Normal',
    failsPerSec: 45,
    stallsPerSec: 50,
  })
  expect(finding?.numbers.freeBytes).toBe((235635 + 2 * 106198 + 4 * 20708 + 8 * 50) * 4096)
  expect(finding?.evidence.map(({ line }) => line)).toEqual([
    'compact_fail 50 -> 140',
    'compact_stall 100 -> 200',
    FRAGMENTED.split('\n')[1]?.trim(),
  ])
})

describe('one reading', () => {
  const once = (fails: number, stalls: number) =>
    contextOf('db1', {
      frames: [
        frame('proc/buddyinfo', FRAGMENTED),
        frame('proc/vmstat', vmstatOf({ fails, stalls })),
      ],
    })

  test('many failures since boot are told as such', () => {
    expect(said(fragmentation, once(90_000, 100_000))).toEqual([
      'info fragmentation.compaction-failed-before',
    ])
  })

  test.each([
    [100, 110],
    [90_000, 1_000_000],
  ])('%d of %d are not worth a word', (fails, stalls) => {
    expect(said(fragmentation, once(fails, stalls))).toEqual([])
  })
})

describe('the index of mm/vmstat.c', () => {
  // 4096 free pages in single pages: a request for order 9 sees nothing but fragments.
  test.each<[string, readonly number[], number, number]>([
    ['would succeed', [10, 0, 1], 1, -1],
    ['nothing is free', [0, 0, 0], 1, 0],
    ['all in single pages', [4096, 0, 0, 0], 3, 0.875],
    ['too little for it', [100, 0, 0, 0, 0, 0, 0, 0, 0, 0], 9, 0.989],
    ['two pages for a block of two', [2, 0], 1, 0],
  ])('%s', (_, blocks, order, index) => {
    expect(extfragIndex(blocks, order)).toBe(index)
  })

  test('free pages are the sum over orders', () => {
    expect(freePages([1, 1, 1, 1])).toBe(15)
  })
})
