import { describe, expect, test } from 'vitest'
import { hostMemory } from '../../src/analyzers/host-memory/index.ts'
import { contextOf } from '../hosts/load.ts'
import { frame, said } from './frames.ts'

const MIB_KB = 1024
const GIB_KB = 1024 * MIB_KB

interface Host {
  readonly totalKb?: number
  readonly availableKb?: number | null
  readonly some?: readonly [avg10: number, avg60: number]
  readonly full?: readonly [avg10: number, avg60: number]
  readonly swapIn?: number
}

function check(of: Host) {
  const total = of.totalKb ?? 32 * GIB_KB
  const available =
    of.availableKb === null ? '' : `MemAvailable: ${of.availableKb ?? 16 * GIB_KB} kB\n`
  const psi = (name: string, [avg10, avg60]: readonly [number, number]) =>
    `${name} avg10=${avg10.toFixed(2)} avg60=${avg60.toFixed(2)} avg300=0.00 total=0`
  const stalls =
    of.some === undefined
      ? []
      : [
          frame(
            'proc/pressure/memory',
            `${psi('some', of.some)}\n${psi('full', of.full ?? [0, 0])}`,
          ),
        ]
  const counters =
    of.swapIn === undefined
      ? []
      : [frame('proc/vmstat', 'pswpin 0'), frame('proc/vmstat', `pswpin ${of.swapIn * 2}`, 2)]
  const mem = `MemTotal: ${total} kB\nMemFree: 1024 kB\n${available}Active(file): ${GIB_KB} kB\nInactive(file): ${GIB_KB} kB\nSReclaimable: 1024 kB\nCached: ${9 * GIB_KB} kB`
  return contextOf('db1', { frames: [frame('proc/meminfo', mem), ...stalls, ...counters] })
}

const LOW_KB = 2 * GIB_KB
const VERY_LOW_KB = 256 * MIB_KB
const CALM = { some: [0, 0], full: [0, 0] } as const

describe.each<[string, Host, readonly string[]]>([
  ['plenty', {}, []],
  ['page cache takes all but what can be given back', { availableKb: 30 * GIB_KB }, []],
  [
    'a tenth of a terabyte is no shortage',
    { totalKb: 1024 * GIB_KB, availableKb: 50 * GIB_KB },
    [],
  ],
  [
    'low, and nobody waits',
    { availableKb: LOW_KB, ...CALM, swapIn: 0 },
    ['info host.available-low'],
  ],
  [
    'low, and whether anybody waits is not known',
    { availableKb: LOW_KB },
    ['warning host.available-low'],
  ],
  ['low, and tasks wait', { availableKb: LOW_KB, some: [8, 3] }, ['warning host.available-low']],
  ['very low, calm', { availableKb: VERY_LOW_KB, ...CALM }, ['warning host.available-low']],
  [
    'very low, and tasks wait',
    { availableKb: VERY_LOW_KB, some: [8, 3] },
    ['critical host.available-low'],
  ],
  ['before 3.14, enough by estimate', { availableKb: null, totalKb: 8 * GIB_KB, ...CALM }, []],
  [
    'before 3.14, low by estimate',
    { availableKb: null, ...CALM },
    ['info host.available-low-estimate'],
  ],
  ['a moment of stall', { some: [20, 1], full: [20, 1] }, []],
  ['a stall inside a group', { some: [20, 5], full: [15, 4] }, ['warning host.pressure-inside']],
  [
    'a stall of the host',
    { availableKb: LOW_KB, some: [20, 5], full: [15, 4] },
    ['warning host.available-low', 'warning host.pressure'],
  ],
  ['a standstill', { some: [90, 60], full: [80, 50] }, ['critical host.pressure-inside']],
  ['many wait, not all', { some: [70, 30], full: [2, 1] }, ['warning host.pressure-inside']],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(hostMemory, check(of))).toEqual(expected)
  })
})
