import { describe, expect, test } from 'vitest'
import { overcommit } from '../../src/analyzers/overcommit/index.ts'
import { contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

const GIB_KB = 1024 * 1024

interface Host {
  readonly mode?: 0 | 1 | 2
  readonly committedGib?: number
  readonly limitGib?: number
  readonly reserveKb?: number
}

function check({ mode, committedGib = 10, limitGib = 40, reserveKb = 8192 }: Host) {
  const mem = `MemTotal: ${64 * GIB_KB} kB\nMemAvailable: ${30 * GIB_KB} kB\nSwapTotal: ${8 * GIB_KB} kB\nCommitLimit: ${limitGib * GIB_KB} kB\nCommitted_AS: ${Math.round(committedGib * GIB_KB)} kB`
  const settings =
    mode === undefined
      ? []
      : [
          frame(
            'host/settings',
            `vm.overcommit_memory = ${mode}\nvm.admin_reserve_kbytes = ${reserveKb}`,
          ),
        ]
  return contextOf('db1', { frames: [frame('proc/meminfo', mem), ...settings] })
}

describe.each<[string, Host, readonly string[]]>([
  ['mode 0 far above the limit, as on most hosts', { mode: 0, committedGib: 120 }, []],
  ['the mode is not known', { committedGib: 40 }, []],
  ['mode 2 with room', { mode: 2, committedGib: 30 }, []],
  [
    'mode 2, nine tenths of a limit that leaves much',
    { mode: 2, committedGib: 190, limitGib: 200 },
    [],
  ],
  ['mode 2, near', { mode: 2, committedGib: 39.5 }, ['warning overcommit.limit-near']],
  ['mode 2, reached', { mode: 2, committedGib: 39.99 }, ['critical overcommit.limit-reached']],
  [
    'mode 2, what is left is kept for root',
    { mode: 2, committedGib: 39.5, reserveKb: GIB_KB },
    ['critical overcommit.limit-reached'],
  ],
  ['mode 1 with ordinary promises', { mode: 1, committedGib: 90 }, []],
  ['mode 1, twice what there is', { mode: 1, committedGib: 150 }, ['info overcommit.promised']],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(overcommit, check(of))).toEqual(expected)
  })
})

test('the finding tells that memory is there, and rests on the mode', () => {
  const [finding] = findingsOf(overcommit, check({ mode: 2, committedGib: 39.99 }))
  expect(finding?.numbers.availableBytes).toBe(30 * GIB_KB * 1024)
  expect(finding?.evidence.map(({ line }) => line.split(/[ :]/)[0])).toEqual([
    'vm.overcommit_memory',
    'Committed_AS',
    'CommitLimit',
  ])
})
