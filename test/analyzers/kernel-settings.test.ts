import { describe, expect, test } from 'vitest'
import { kernelSettings } from '../../src/analyzers/kernel-settings/index.ts'
import { contextOf, framesOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

const GIB_KB = 1024 * 1024

interface Host {
  /** As `sysctl -a` prints them. */
  readonly settings: string
  readonly availableGib?: number
  readonly swapGib?: number
  readonly swapFreeGib?: number
  readonly slabGib?: number
  readonly dirtyGib?: number
  readonly some?: number
  /** Counters of vmstat at both readings. */
  readonly counters?: readonly [first: string, second: string]
  readonly log?: string
}

/** A host of 64 GiB. */
function check(of: Host) {
  const kb = (gib: number): string => `${Math.round(gib * GIB_KB)} kB`
  const { swapGib = 8, availableGib = 32, slabGib = 1, dirtyGib = 0 } = of
  const mem = [
    `MemTotal: ${kb(64)}`,
    `MemFree: ${kb(4)}`,
    `MemAvailable: ${kb(availableGib)}`,
    `Active(anon): ${kb(30)}`,
    `Inactive(anon): ${kb(10)}`,
    `SwapTotal: ${kb(swapGib)}`,
    `SwapFree: ${kb(of.swapFreeGib ?? swapGib)}`,
    `Dirty: ${kb(dirtyGib)}`,
    `Writeback: 0 kB`,
    `SReclaimable: ${kb(slabGib)}`,
  ].join('\n')
  const { some, counters, log } = of
  return contextOf('db1', {
    frames: [
      frame('host/settings', of.settings),
      frame('proc/meminfo', mem),
      ...(some === undefined
        ? []
        : [
            frame(
              'proc/pressure/memory',
              `some avg10=${some.toFixed(2)} avg60=${some.toFixed(2)} avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0`,
            ),
          ]),
      ...(counters === undefined
        ? []
        : [frame('proc/vmstat', counters[0]), frame('proc/vmstat', counters[1], 2)]),
      ...(log === undefined ? [] : [frame('kernel/log', log)]),
    ],
  })
}

const DEFAULTS = [
  'vm.panic_on_oom = 0',
  'kernel.panic = 0',
  'vm.oom_kill_allocating_task = 0',
  'vm.swappiness = 60',
  'vm.zone_reclaim_mode = 0',
  'vm.vfs_cache_pressure = 100',
  'vm.dirty_ratio = 20',
  'vm.dirty_bytes = 0',
  'vm.min_free_kbytes = 67584',
].join('\n')
const set = (line: string): string => `${DEFAULTS}\n${line}`
const NUMA = 'zone_reclaim_success 0\nzone_reclaim_failed 100'
const FAILURE =
  '[ 100.000000] nginx: page allocation failure: order:0, mode:0x1080020(GFP_ATOMIC), nodemask=(null),cpuset=/,mems_allowed=0'

describe.each<[string, Host, readonly string[]]>([
  ['defaults on a calm host', { settings: DEFAULTS, some: 0 }, []],
  [
    'defaults on a host that is short and waits',
    { settings: DEFAULTS, availableGib: 1, some: 20 },
    [],
  ],
  ['defaults without swap on a calm host', { settings: DEFAULTS, swapGib: 0, some: 0 }, []],
  ['panic', { settings: set('vm.panic_on_oom = 1') }, ['info settings.panic-stays-down']],
  [
    'panic and reboot, near',
    { settings: set('vm.panic_on_oom = 1\nkernel.panic = 10'), availableGib: 1 },
    ['warning settings.panic-on-oom'],
  ],
  ['kills the allocator, never happened', { settings: set('vm.oom_kill_allocating_task = 1') }, []],
  [
    'kills the allocator, happened',
    { settings: set('vm.oom_kill_allocating_task = 1'), counters: ['oom_kill 3', 'oom_kill 3'] },
    ['info settings.kills-allocator'],
  ],
  ['swappiness 1 on a calm host', { settings: set('vm.swappiness = 1'), some: 0 }, []],
  [
    'swappiness 1, short, nobody waits',
    { settings: set('vm.swappiness = 1'), availableGib: 1, some: 0 },
    [],
  ],
  ['swappiness 1, waits inside a group', { settings: set('vm.swappiness = 1'), some: 40 }, []],
  [
    'swappiness 0, short, waits',
    { settings: set('vm.swappiness = 0'), availableGib: 1, some: 20 },
    ['warning settings.swappiness-zero'],
  ],
  [
    'swappiness 0, and the swap is used',
    { settings: set('vm.swappiness = 0'), availableGib: 1, some: 20, swapFreeGib: 1 },
    [],
  ],
  [
    'no swap, short, waits',
    { settings: DEFAULTS, swapGib: 0, availableGib: 1, some: 20 },
    ['info settings.no-swap'],
  ],
  [
    'node reclaim that never ran',
    { settings: set('vm.zone_reclaim_mode = 1'), counters: ['oom_kill 0', 'oom_kill 0'] },
    [],
  ],
  ['node reclaim off, counters from before', { settings: DEFAULTS, counters: [NUMA, NUMA] }, []],
  [
    'node reclaim before',
    { settings: set('vm.zone_reclaim_mode = 1'), counters: [NUMA, NUMA], some: 20 },
    ['info settings.zone-reclaim'],
  ],
  [
    'node reclaim now, and felt',
    {
      settings: set('vm.zone_reclaim_mode = 1'),
      counters: [NUMA, 'zone_reclaim_success 40\nzone_reclaim_failed 160'],
      some: 20,
    },
    ['warning settings.zone-reclaim'],
  ],
  ['dentries kept, few', { settings: set('vm.vfs_cache_pressure = 0') }, []],
  [
    'dentries kept, many',
    { settings: set('vm.vfs_cache_pressure = 0'), slabGib: 12 },
    ['info settings.keeps-dentries'],
  ],
  ['dirty pages, nobody waits', { settings: DEFAULTS, dirtyGib: 3, some: 0 }, []],
  [
    'dirty pages with a small limit',
    { settings: set('vm.dirty_bytes = 268435456'), dirtyGib: 3, some: 20 },
    [],
  ],
  [
    'dirty pages, felt',
    { settings: DEFAULTS, dirtyGib: 3, some: 20 },
    ['info settings.dirty-large'],
  ],
  ['four GiB kept free on a calm host', { settings: set('vm.min_free_kbytes = 4194304') }, []],
  [
    'eight GiB kept free on a calm host',
    { settings: set('vm.min_free_kbytes = 8388608') },
    ['info settings.min-free-large'],
  ],
  [
    'four GiB kept free on a short host',
    { settings: set('vm.min_free_kbytes = 4194304'), availableGib: 1 },
    ['warning settings.min-free-large'],
  ],
  ['a single page failed', { settings: DEFAULTS, log: FAILURE }, ['info settings.min-free-small']],
  ['a large block failed', { settings: DEFAULTS, log: FAILURE.replace('order:0', 'order:4') }, []],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(kernelSettings, check(of))).toEqual(expected)
  })
})

test('a pasted list alone says what needs nothing else, and quotes its line', () => {
  const ctx = contextOf('file', { frames: [frame('host/settings', 'vm.panic_on_oom=2')] })
  const [finding] = findingsOf(kernelSettings, ctx)
  expect(finding).toMatchObject({
    code: 'settings.panic-stays-down',
    severity: 'info',
    evidence: [{ source: 'host/settings', line: 'vm.panic_on_oom=2' }],
  })
})

test('the settings of the real host behind the captures are no finding', () => {
  const frames = [
    ...framesOf('rlimit'),
    ...framesOf('healthy').filter(({ source }) => !source.includes('PID')),
  ]
  expect(said(kernelSettings, contextOf('rlimit', { frames }))).toEqual([])
})
