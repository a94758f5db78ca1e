/** Growth of the group that binds a process: told where the process does not explain it. */
import { expect, test } from 'vitest'
import { groupGrowth } from '../../src/analyzers/group-growth/index.ts'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { Growth } from '../../src/domain/growth.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { NOW_MS, rows } from '../growth/rows.ts'
import { contextOf } from '../hosts/load.ts'
import { findingsOf, said } from './frames.ts'

const ctx = contextOf('v2swap')

function grown(count: number, mibPerHour: number, limitBytes: number | null = null): Growth | null {
  return judgeGrowth({
    rows: rows(count, HOUR_MS, (i) => GIB + i * mibPerHour * MIB + (i % 3) * MIB),
    incarnation: 'life-1',
    metric: 'anonAndSwapBytes',
    limit: limitBytes === null ? null : { bytes: limitBytes, name: 'memory.max /app.slice' },
    caps: [],
    imported: null,
    nowMs: NOW_MS,
  })
}

test.each([
  ['no history', null, null, []],
  ['it stands', grown(60, 0), null, []],
  ['it grows, the process does not', grown(60, 40), grown(60, 0), ['warning growth.group']],
  ['the process grows by as much', grown(60, 40), grown(60, 38), []],
  ['the process grows by half of it', grown(60, 40), grown(60, 18), ['warning growth.group']],
  ['days from its limit', grown(60, 40, 8 * GIB), null, ['warning growth.group-to-limit']],
  ['hours from its limit', grown(60, 40, 3.7 * GIB), null, ['critical growth.group-to-limit']],
] as const)('%s', (_, group, own, expected) => {
  expect(said(groupGrowth, { ...ctx, groupGrowth: group, growth: own })).toEqual(expected)
})

test('it names the group and when its limit is met', () => {
  const [finding] = findingsOf(groupGrowth, {
    ...ctx,
    groupGrowth: grown(60, 40, 8 * GIB),
    growth: null,
  })
  expect(finding?.numbers).toMatchObject({ limitName: 'memory.max /app.slice' })
  expect(Number(finding?.numbers['etaSeconds']) / 86_400).toBeCloseTo(4.9, 0)
})
