import { describe, expect, test } from 'vitest'
import { swapThrash } from '../../src/analyzers/swap-thrash/index.ts'
import { mostSwappedGroup } from '../../src/analyzers/swap-thrash/who.ts'
import { MIB } from '../../src/domain/bytes.ts'
import type { Frame } from '../../src/domain/capture.ts'
import { plain } from '../../src/domain/words.ts'
import { processes } from '../../src/parsers/proc/processes.ts'
import { asked, contextOf } from '../hosts/load.ts'
import { read } from '../parsers/helpers.ts'
import { findingsOf, frame, said } from './frames.ts'

const GIB_KB = 1024 * 1024

interface Host {
  readonly availableKb?: number
  readonly swapTotalKb?: number
  readonly swapFreeKb?: number
  /** Pages a second. */
  readonly in?: number
  readonly out?: number
  readonly some?: number
  readonly pids?: readonly (readonly [pid: number, swapKb: number, group: string])[]
}

const meminfoOf = (of: Host) =>
  `MemTotal: ${32 * GIB_KB} kB\nMemFree: 4096 kB\nMemAvailable: ${of.availableKb ?? 16 * GIB_KB} kB\nSwapCached: 64 kB\nSwapTotal: ${of.swapTotalKb ?? GIB_KB} kB\nSwapFree: ${of.swapFreeKb ?? GIB_KB} kB`

function processLines(pids: NonNullable<Host['pids']>): string {
  return pids
    .map(
      ([pid, kb, group]) =>
        `${pid}/stat:${pid} (p${pid}) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n${pid}/status:VmSwap:\t${kb} kB\n${pid}/cgroup:0::${group}`,
    )
    .join('\n')
}

function host(of: Host) {
  const frames: Frame[] = [frame('proc/meminfo', meminfoOf(of))]
  if (of.in !== undefined) {
    const second = `nr_free_pages 1024\npswpin ${of.in * 2}\npswpout ${(of.out ?? 0) * 2}`
    frames.push(frame('proc/vmstat', 'nr_free_pages 1024\npswpin 0\npswpout 0'))
    frames.push(frame('proc/vmstat', second, 2))
  }
  if (of.some !== undefined)
    frames.push(
      frame(
        'proc/pressure/memory',
        `some avg10=${of.some.toFixed(2)} avg60=0.00 avg300=0.00 total=0`,
      ),
    )
  if (of.pids !== undefined) frames.push(frame('proc/processes', processLines(of.pids)))
  return contextOf('db1', { frames })
}

const LOW_KB = 2 * GIB_KB

describe.each<[string, Host, readonly string[]]>([
  ['no swap at all', { swapTotalKb: 0, swapFreeKb: 0 }, []],
  ['swap full without traffic, on a host with room', { swapFreeKb: 0, in: 0, some: 0 }, []],
  ['pages go out and none come back', { in: 0, out: 5000, some: 20 }, []],
  ['a few pages', { in: 20, some: 8 }, []],
  ['read once: no rate, no verdict', { swapFreeKb: 0, some: 80 }, []],
  ['read back, and nobody waits', { in: 300, some: 0 }, ['info swap.in-some']],
  ['read back, and whether anybody waits is not known', { in: 300 }, ['info swap.in-some']],
  ['out and in again, pressure not known', { in: 300, out: 300 }, ['warning swap.in-and-out']],
  [
    'felt, on a host that is short',
    { in: 300, some: 8, availableKb: LOW_KB },
    ['warning swap.thrashing'],
  ],
  ['felt, on a host with room', { in: 300, some: 8 }, ['warning swap.thrashing-inside']],
  [
    'felt, and the root group has most: no group is blamed',
    {
      in: 300,
      some: 8,
      pids: [
        [7, 9000, '/'],
        [8, 10, '/a'],
      ],
    },
    ['warning swap.thrashing-inside'],
  ],
  [
    'felt, on a host with room, and a group has the pages',
    {
      in: 300,
      some: 8,
      pids: [
        [7, 9000, '/app'],
        [8, 10, '/'],
      ],
    },
    ['warning swap.thrashing-group'],
  ],
  ['swap full and memory low', { swapFreeKb: 1024, availableKb: LOW_KB }, ['warning swap.full']],
  ['a small swap is always full', { swapTotalKb: 1024, swapFreeKb: 0, availableKb: LOW_KB }, []],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(swapThrash, host(of))).toEqual(expected)
  })
})

test('a group is what its processes have in swap together, not its largest alone', () => {
  const { value } = read(
    processes,
    processLines([
      [5, 500, '/one'],
      [6, 300, '/two'],
      [7, 300, '/two'],
    ]),
  )
  const most = mostSwappedGroup(value.processes)
  expect(most).toMatchObject({ path: '/two', swapBytes: 600 * 1024, holder: { pid: 6 } })
})

test('the captured thrash is told by its group, with what moved', () => {
  const [finding] = findingsOf(swapThrash, contextOf('swap'))
  expect(finding?.numbers).toMatchObject({
    group: '/app-swap',
    holder: 'retouch[3836]',
    holderSwapBytes: 77_260 * 1024,
    cgroupCommand: 'memcheck swap 3836 cgroup',
  })
  expect(finding?.evidence.map(({ line }) => line)).toEqual([
    'pswpin 0 -> 275702',
    'pswpout 0 -> 293588',
    'workingset_refault_anon 0 -> 275649',
    'some avg10=14.13 avg60=3.00 avg300=0.64 total=2326615',
    '3836/status:VmSwap:\t   77260 kB',
  ])
})

const answer = (ctx: ReturnType<typeof host>): readonly string[] =>
  (swapThrash.drilldowns[0]?.answer(asked(ctx, 'en')) ?? []).map((block) =>
    block.kind === 'table'
      ? block.rows.map((row) => row.join(' | ')).join('\n')
      : block.kind === 'text'
        ? plain(block.text)
        : block.kind,
  )

test('swap tells use without traffic as no fault, and whose the pages are', () => {
  const ctx = host({
    swapFreeKb: GIB_KB / 2,
    in: 0,
    pids: [
      [7, 256 * 1024, '/app'],
      [8, 0, '/'],
    ],
  })
  expect(answer(ctx)).toEqual([
    '512 MiB of 1 GiB are in use; 64 KiB of it are in memory as well (swap cache).',
    expect.stringContaining('Nothing moves now'),
    '7 | p7 | 256 MiB | – | app',
    'The other 256 MiB belong to no process: tmpfs and shared memory, which VmSwap does not count.',
  ])
})

test('swap shows where it is, and says what zram means', () => {
  const areas = frame(
    'proc/swaps',
    'Filename Type Size Used Priority\n/dev/zram0 partition 4194304 1048576 100\n/swap.img file 8388608 0 -2',
  )
  const frames = [frame('proc/meminfo', meminfoOf({})), areas]
  const said = answer(contextOf('db1', { frames }))
  expect(said).toContain(
    '/dev/zram0 | partition | 1 GiB | 4 GiB | 100\n/swap.img | file | 0 B | 8 GiB | -2',
  )
  expect(said.join()).toContain('zram is swap in memory')
})

test('swap tells rates as bytes by the page size that free memory shows', () => {
  // 4096 kB in 64 pages: this kernel has pages of 64 KiB.
  const big = (text: string, reading: 1 | 2) => frame('proc/vmstat', text, reading)
  const ctx = contextOf('arm', {
    frames: [
      frame('proc/meminfo', meminfoOf({})),
      big('nr_free_pages 64\npswpin 0\npswpout 0', 1),
      big('nr_free_pages 66\npswpin 32\npswpout 0', 2),
    ],
  })
  expect(answer(ctx)[1]).toContain(`in 1 MiB/s, out 0 B/s`)
  expect(32 * 64 * 1024).toBe(2 * MIB)
})

test('a host without swap says so, and one that was read once claims no traffic', () => {
  expect(answer(host({ swapTotalKb: 0, swapFreeKb: 0 }))).toEqual(['This host has no swap.'])
  expect(answer(host({}))[1]).toContain('not known')
})

describe('a pasted vmstat', () => {
  const HEAD =
    'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st'
  const row = (si: number, so: number) =>
    ` 1  1  89380 23979772   2052 480512 ${si} ${so}  1419  2338  907 2561 46 13 41  0  0`
  const paste = (...rows: readonly string[]) =>
    contextOf('vmstat.txt', { frames: [frame('vmstat', [HEAD, ...rows].join('\n'))] })

  test('tells thrashing by the rows after the first, and quotes one', () => {
    const [finding] = findingsOf(
      swapThrash,
      paste(row(41, 57), row(158796, 140552), row(137000, 120000), row(171000, 130000)),
    )
    expect(finding).toMatchObject({ code: 'swap.in-and-out', severity: 'warning' })
    expect(finding?.numbers).toMatchObject({ inBytesPerSec: 158796 * 1024 })
    expect(finding?.evidence[0]?.line).toContain('171000 130000')
  })

  test.each<[string, readonly string[]]>([
    ['the average since boot alone', [row(158796, 140552)]],
    ['one busy second of five', [row(1, 1), row(0, 0), row(99999, 9), row(0, 0), row(0, 0)]],
    ['swap in use without traffic', [row(1, 1), row(0, 0), row(0, 0)]],
  ])('says nothing of %s', (_, rows) => {
    expect(said(swapThrash, paste(...rows))).toEqual([])
  })
})
