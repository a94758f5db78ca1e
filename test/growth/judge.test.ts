import { expect, test } from 'vitest'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { NOW_MS, row, rows } from './rows.ts'

const judge = (
  of: readonly ReturnType<typeof row>[],
  limit: { bytes: number; name: string } | null = null,
  caps: readonly { bytes: number; name: string }[] = [],
) =>
  judgeGrowth({
    rows: of,
    incarnation: 'life-1',
    metric: 'anonAndSwapBytes',
    limit,
    caps,
    nowMs: NOW_MS,
  })

const codes = (of: ReturnType<typeof judge>) => of?.notes.map((note) => note.code)

test('no sample of the present life gives no verdict at all', () => {
  expect(judge([])).toBeNull()
  expect(judge([row(NOW_MS, GIB, { life: 'another' })])).toBeNull()
  expect(judge([row(NOW_MS, null)])).toBeNull()
})

test('one point neither proves nor clears', () => {
  const growth = judge(rows(1, HOUR_MS, () => GIB))
  expect(growth).toMatchObject({
    verdict: 'insufficient-data',
    points: 1,
    slopeBytesPerDay: null,
    risenBytes: null,
    eta: null,
    needs: { moreSamples: 5 },
  })
  expect(codes(growth)).toEqual(['one-point'])
})

test('two points are a difference and a rate', () => {
  const growth = judge(rows(2, HOUR_MS, (i) => GIB + i * 100 * MIB))
  expect(growth).toMatchObject({ verdict: 'insufficient-data', risenBytes: 100 * MIB })
  expect(growth?.slopeBytesPerDay).toBeCloseTo(2400 * MIB, 0)
  expect(codes(growth)).toEqual(['two-points'])
})

test('two points within a second give no rate', () => {
  const growth = judge(rows(2, 400, (i) => GIB + i * MIB))
  expect(growth).toMatchObject({ risenBytes: MIB, slopeBytesPerDay: null })
})

test.each([
  ['always up', [1, 2, 3, 4], 'monotone'],
  ['up and down', [1, 3, 2, 4], 'not-monotone'],
  ['up with a pause', [1, 2, 2, 3], null],
  ['flat', [2, 2, 2], null],
  ['always down', [4, 3, 2, 1], null],
])('three to five points %s', (_, gib, code) => {
  const growth = judge(rows(gib.length, HOUR_MS, (i) => (gib[i] ?? 0) * GIB))
  expect(growth).toMatchObject({
    verdict: 'insufficient-data',
    needs: { moreSamples: 6 - gib.length },
  })
  expect(codes(growth)).toEqual(code === null ? ['few-points'] : ['few-points', code])
})

test('six rising points without noise leak, with the time to the limit and what looks alike', () => {
  const limit = { bytes: 2 * GIB, name: 'memory.max /app' }
  const growth = judge(
    rows(6, HOUR_MS, (i) => GIB + i * 100 * MIB),
    limit,
  )
  expect(growth).toMatchObject({ verdict: 'leaking', needs: null, points: 6 })
  expect((growth?.slopeBytesPerDay ?? 0) / MIB / 2400).toBeCloseTo(1, 1)
  expect(growth?.eta).toMatchObject({ limitName: 'memory.max /app', limitBytes: 2 * GIB })
  // 1024 MiB less 500 MiB risen, less 5 MiB that the 95 % quantile of two points lies below the last one.
  expect((growth?.eta?.seconds ?? 0) / 3600).toBeGreaterThan(4.9)
  expect((growth?.eta?.seconds ?? 0) / 3600).toBeLessThan(5.5)
  expect(codes(growth)).toEqual(['fill-looks-alike', 'short-span'])
})

test('at the limit nothing is left', () => {
  const growth = judge(
    rows(6, HOUR_MS, (i) => GIB + i * 100 * MIB),
    { bytes: GIB, name: 'x' },
  )
  expect(growth?.eta).toMatchObject({ seconds: 0, lo: 0, hi: 0 })
})

test.each([
  ['flat', () => GIB, 'stable'],
  ['falling', (i: number) => GIB - i * 10 * MIB, 'stable'],
  ['a rise below the floor', (i: number) => 8 * MIB + i * 0.03 * MIB, 'stable'],
  ['a rise below the ratio', (i: number) => 16 * GIB + i * 8 * MIB, 'stable'],
  ['noise around a level', (i: number) => GIB + ((i * 7919) % 11) * 20 * MIB, 'stable'],
  ['a start that warms up and stays', (i: number) => GIB + Math.min(i, 8) * 50 * MIB, 'plateaued'],
])('%s accuses nobody, and clears nothing', (_, bytesAt, verdict) => {
  const growth = judge(rows(20, HOUR_MS, bytesAt), { bytes: 64 * GIB, name: 'MemTotal' })
  expect(growth).toMatchObject({ verdict, eta: null })
  expect(codes(growth)).toContain('flat-clears-nothing')
})

test('a leak under noise is still seen', () => {
  const growth = judge(rows(60, HOUR_MS, (i) => GIB + i * 30 * MIB + ((i * 7919) % 13) * 15 * MIB))
  expect(growth?.verdict).toBe('leaking')
  const perHour = (growth?.slopeBytesPerDay ?? 0) / 24 / MIB
  expect(perHour).toBeGreaterThan(28)
  expect(perHour).toBeLessThan(32)
})

test('a span of days carries no note of a short span', () => {
  const growth = judge(rows(6, DAY_MS, (i) => GIB + i * 100 * MIB))
  expect(codes(growth)).toEqual(['fill-looks-alike'])
})

test('below a cap that the program is set to, growth is never proved', () => {
  const caps = [{ bytes: 4 * GIB, name: '-Xmx4g' }]
  const rising = rows(30, DAY_MS, (i) => GIB + i * 50 * MIB)
  const growth = judge(rising, null, caps)
  expect(growth).toMatchObject({ verdict: 'growing-not-yet-proved', cap: caps[0] })
  expect(codes(growth)).toEqual(['slope-not-proof', 'known-cap'])
  // Above it the cap explains nothing.
  expect(judge(rising, null, [{ bytes: GIB, name: '-Xmx1g' }])?.verdict).toBe('leaking')
})

test('a life that has just begun is doubted by what its one predecessor did', () => {
  const former = Array.from({ length: 10 }, (_, i) =>
    row(NOW_MS - (40 - i) * HOUR_MS, GIB + i * 200 * MIB, { life: 'life-0' }),
  )
  const growth = judge([...former, ...rows(3, HOUR_MS, () => GIB)])
  expect(growth).toMatchObject({ verdict: 'growing-not-yet-proved', points: 13, incarnations: 2 })
  expect(growth?.notes.at(-1)).toEqual({
    code: 'restarted',
    numbers: { restarts: 1, lastAtMs: NOW_MS - 2 * HOUR_MS },
  })
})

test('one sample at epoch 0 does not bend the line (it broke every detector tried)', () => {
  const honest = rows(8, HOUR_MS, (i) => GIB + i * 50 * MIB)
  expect(judge([row(0, 9 * GIB), ...honest])).toEqual(judge(honest))
  expect(judge([...honest, row(NOW_MS + 2 * HOUR_MS, 9 * GIB)])).toEqual(judge(honest))
})

test('a kernel without RssAnon is judged by RSS, by that name', () => {
  const old = rows(3, HOUR_MS, () => 0).map((of, i) =>
    row(of.atMs, null, { values: { rssBytes: GIB + i * MIB } }),
  )
  expect(judge(old)).toMatchObject({ metric: 'rssBytes', points: 3 })
})

test('memory that moves to swap is not memory given back', () => {
  const swapping = rows(6, HOUR_MS, () => 0).map((of, i) =>
    row(of.atMs, GIB - i * 50 * MIB, { values: { swapBytes: i * 100 * MIB } }),
  )
  expect(judge(swapping)?.verdict).toBe('leaking')
})

test('five thousand samples are thinned before they are judged', () => {
  const growth = judge(rows(5000, 60_000, (i) => GIB + i * MIB))
  expect(growth?.verdict).toBe('leaking')
  expect((growth?.slopeBytesPerDay ?? 0) / (1440 * MIB)).toBeCloseTo(1, 1)
})
