import { describe, expect, test } from 'vitest'
import { fragmentation } from '../../src/analyzers/fragmentation/index.ts'
import { contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

/** The form of 5.x; figures of a host that had 1.2 GiB free, nothing of it above 64 KiB. */
function report(of: {
  readonly order: number
  readonly mask?: string
  readonly freeKb?: number
  readonly blocks?: string
  readonly at?: string
}): string {
  const at = of.at ?? '[86554.227453]'
  const free = of.freeKb ?? 1_190_000
  const blocks =
    of.blocks ??
    '97500*4kB (UME) 60000*8kB (UME) 20000*16kB (UE) 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 0*1024kB 0*2048kB 0*4096kB'
  return [
    `kworker/u16:3: page allocation failure: order:${of.order}, mode:${of.mask ?? '0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO)'}, nodemask=(null),cpuset=/,mems_allowed=0`,
    'CPU: 1 PID: 1333536 Comm: kworker/u16:3 Not tainted 5.4.19-100.fc30.x86_64 #1',
    'Call Trace:',
    ' warn_alloc.cold+0x7b/0xdf',
    'Mem-Info:',
    'active_anon:1644062 inactive_anon:210965 isolated_anon:0',
    ' free:297500 free_pcp:1496 free_cma:0',
    `Node 0 Normal free:${free}kB min:65640kB low:129584kB high:193528kB active_anon:6576248kB present:65011712kB managed:63949432kB mlocked:0kB`,
    'lowmem_reserve[]: 0 0 0 0',
    `Node 0 Normal: ${blocks} = ${free}kB`,
    '0 pages reserved',
  ]
    .map((line) => `${at} ${line}`)
    .join('\n')
}

const check = (log: string) => contextOf('db1', { frames: [frame('kernel/log', log)] })

describe.each<[string, string, readonly string[]]>([
  [
    'free memory in pieces that are too small',
    report({ order: 4 }),
    ['warning fragmentation.allocation-failed'],
  ],
  [
    'a caller that is prepared to go without',
    report({
      order: 9,
      mask: '0x194dc2(GFP_HIGHUSER|__GFP_RETRY_MAYFAIL|__GFP_NORETRY|__GFP_ZERO)',
    }),
    ['info fragmentation.allocation-failed'],
  ],
  [
    'below the reserve: a shortage',
    report({ order: 2, freeKb: 24_148, blocks: '5000*4kB (U) 518*8kB (U) 0*16kB 0*32kB' }),
    ['warning fragmentation.allocation-short'],
  ],
  [
    'a single page is never fragmentation',
    report({ order: 0, mask: '0x820(GFP_ATOMIC)' }),
    ['warning fragmentation.allocation-short'],
  ],
  [
    'a block of the size is there, for another purpose',
    report({ order: 4, blocks: '97500*4kB (U) 0*8kB 0*16kB 0*32kB 40*64kB (C) 0*128kB' }),
    ['warning fragmentation.allocation-refused'],
  ],
  [
    'a request for DMA memory, whose zone the log does not show',
    report({ order: 5, mask: '0xcc1(GFP_KERNEL|GFP_DMA)' }),
    ['warning fragmentation.allocation-refused'],
  ],
  [
    'only the first line is left',
    '[1233.911539] node_exporter: page allocation failure. order:5, mode:0xd0',
    ['warning fragmentation.allocation-refused'],
  ],
  ['another log', '[1233.911539] usb 1-1: new high-speed USB device', []],
])('%s', (_, log, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(fragmentation, check(log))).toEqual(expected)
  })
})

test('failures of one kind are one finding with their number, the newest quoted', () => {
  const log = [report({ order: 4, at: '[86000.000001]' }), report({ order: 5 })].join('\n')
  const [finding, ...others] = findingsOf(fragmentation, check(log))
  expect(others).toEqual([])
  expect(finding?.numbers).toMatchObject({
    name: 'kworker/u16:3',
    order: 5,
    blockBytes: 131072,
    failures: 2,
    zone: 'Node 0 Normal',
    freeBytes: 1_190_000 * 1024,
  })
  expect(finding?.evidence[0]?.line).toContain('order:5')
})

test('what was long before the end of the log is information', () => {
  const log = `${report({ order: 4, at: '[1000.000001]' })}\n[186554.227453] usb 1-1: new high-speed USB device`
  expect(said(fragmentation, check(log))).toEqual(['info fragmentation.allocation-failed'])
})
