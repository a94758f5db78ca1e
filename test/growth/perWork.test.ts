import { expect, test } from 'vitest'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { perWork } from '../../src/growth/perWork.ts'
import { NOW_MS, row } from './rows.ts'

/** Work comes in bursts: 40 CPU seconds an hour by day, 2 by night. */
const cpuAt = (hour: number) =>
  Array.from({ length: hour }, (_, i) => (i % 24 < 10 ? 40 : 2)).reduce((sum, one) => sum + one, 0)

const rowsOf = (hours: number, bytesAt: (hour: number, cpu: number) => number) =>
  Array.from({ length: hours }, (_, hour) =>
    row(NOW_MS - (hours - 1 - hour) * HOUR_MS, bytesAt(hour, cpuAt(hour)), {
      values: { cpuSeconds: cpuAt(hour) },
    }),
  )

test('memory that follows work is told by the unit of work', () => {
  const rows = rowsOf(96, (hour, cpu) => GIB + cpu * 0.5 * MIB + ((hour * 7919) % 7) * 0.2 * MIB)
  expect((perWork(rows, 'anonAndSwapBytes')?.bytes ?? 0) / (0.5 * MIB)).toBeCloseTo(1, 1)
  const growth = judgeGrowth({
    rows,
    incarnation: 'life-1',
    metric: 'anonAndSwapBytes',
    limit: null,
    caps: [],
    imported: null,
    nowMs: NOW_MS,
  })
  expect(growth?.notes.map(({ code }) => code)).toContain('per-cpu-second')
})

test.each([
  ['memory that follows the clock', (hour: number) => GIB + hour * 5 * MIB],
  ['memory that stands', () => GIB],
])('%s is not', (_, bytesAt) => {
  expect(perWork(rowsOf(96, bytesAt), 'anonAndSwapBytes')).toBeNull()
})

test('few readings, or no CPU time, say nothing', () => {
  expect(
    perWork(
      rowsOf(7, (_, cpu) => GIB + cpu * MIB),
      'anonAndSwapBytes',
    ),
  ).toBeNull()
  const idle = rowsOf(40, (hour) => GIB + hour * MIB).map((of) =>
    row(of.atMs, GIB, { values: { cpuSeconds: 3 } }),
  )
  expect(perWork(idle, 'anonAndSwapBytes')).toBeNull()
})

test('where it follows how often it woke up, that is its unit: CPU time of other work does not hide it', () => {
  const statements = (hour: number) => cpuAt(hour) * 900
  const rows = Array.from({ length: 48 }, (_, hour) =>
    row(NOW_MS - (47 - hour) * HOUR_MS, GIB + statements(hour) * 4096, {
      values: { cpuSeconds: cpuAt(hour) * 0.01 + hour * hour, wakeUps: statements(hour) },
    }),
  )
  const found = perWork(rows, 'anonAndSwapBytes')
  expect(found?.unit).toBe('wake-up')
  expect((found?.bytes ?? 0) / 4096).toBeCloseTo(1, 2)
})

test('a startup process that leaks by what it replays is told by the segment', () => {
  const replayed = (hour: number) => Math.floor(cpuAt(hour) / 8)
  const rows = Array.from({ length: 48 }, (_, hour) =>
    row(NOW_MS - (47 - hour) * HOUR_MS, GIB + replayed(hour) * MIB, {
      values: { walSegments: replayed(hour) },
    }),
  )
  const found = perWork(rows, 'anonAndSwapBytes')
  expect(found).toMatchObject({ unit: 'wal-segment' })
  expect((found?.bytes ?? 0) / MIB).toBeCloseTo(1, 2)
})
