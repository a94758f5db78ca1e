/** A history whose older part is floors: readings beside them must not look like a step. */
import { expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import type { SampleRow } from '../../src/domain/sample.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { evenPoints } from '../../src/growth/even.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { NOW_MS, row, rows } from './rows.ts'

const END_MS = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS

/** One hour's row: the floor of both metrics' sum is not the sum of their floors. */
function hour(hoursAgo: number, floorBytes: number, anonBytes = floorBytes): SampleRow {
  const at = END_MS - hoursAgo * HOUR_MS
  return {
    ...row(at + 30 * MINUTE_MS, anonBytes),
    floor: {
      partMs: HOUR_MS,
      readings: 60,
      firstAtMs: at,
      lastAtMs: at + HOUR_MS - MINUTE_MS,
      judged: { floorBytes, leastBytes: floorBytes, mostBytes: 2 * floorBytes },
    },
  }
}

test('readings alone stay as they are', () => {
  const readings = rows(30, MINUTE_MS, (i) => 100 + i)
  expect(evenPoints(readings, 'anonAndSwapBytes', NOW_MS)).toHaveLength(30)
})

test('readings beside floors become floors of the same hours', () => {
  const readings = Array.from({ length: 90 }, (_, i) =>
    row(END_MS + i * MINUTE_MS, i % 2 === 0 ? 100 : 300),
  )
  const points = evenPoints([hour(1, 100), ...readings], 'anonAndSwapBytes', END_MS + 2 * HOUR_MS)
  expect(points).toEqual([
    [END_MS - 30 * MINUTE_MS, 100],
    [END_MS + 29.5 * MINUTE_MS, 100],
    [END_MS + 74.5 * MINUTE_MS, 100],
  ])
})

test('what is judged is the floor of the sum, and where that was never read the floor of what was', () => {
  const swapped = hour(2, 1000, 400)
  expect(evenPoints([swapped], 'anonAndSwapBytes', NOW_MS)[0]?.[1]).toBe(1000)
  const old = { ...swapped, floor: { ...swapped.floor, judged: null } } as SampleRow
  expect(evenPoints([old], 'anonAndSwapBytes', NOW_MS)).toEqual([])
  expect(evenPoints([old], 'anonBytes', NOW_MS)[0]?.[1]).toBe(400)
})

test('a level that swings by the minute is as calm at its end, where readings are, as before', () => {
  const swing = (i: number): number => 200 * MIB + ((i * 7919) % 100) * MIB
  const floors = Array.from({ length: 60 * 24 }, (_, i) => hour(60 * 24 - i, 224 * MIB))
  const readings = Array.from({ length: 25 * 60 }, (_, i) => row(END_MS + i * MINUTE_MS, swing(i)))
  const growth = judgeGrowth({
    rows: [...floors, ...readings],
    incarnation: 'life-1',
    metric: 'anonAndSwapBytes',
    limit: null,
    caps: [],
    nowMs: END_MS + 25 * HOUR_MS,
  })
  expect(growth).toMatchObject({ verdict: 'stable', points: 60 * 24 + 25 })
})
