import { describe, expect, test } from 'vitest'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { Imported } from '../../src/domain/imported.ts'
import { HOST_METRICS, type SampleRow, type Values } from '../../src/domain/sample.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { hostWithImported, joined } from '../../src/growth/imported.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { metricValue } from '../../src/growth/metric.ts'

const NOW_MS = Date.UTC(2026, 10, 20)
const TOTAL = 16 * GIB
const SCALE = { memTotalBytes: TOTAL, beyondCacheBytes: 300 * MIB }
const NONE = Object.fromEntries(HOST_METRICS.map((name) => [name, null])) as Values<'host'>

function own(
  atMs: number,
  inUseBytes: number,
  life = 'boot:b',
  startedAtMs = NOW_MS - 20 * DAY_MS,
): SampleRow {
  return {
    kind: 'host',
    subject: 'db1',
    incarnation: life,
    atMs,
    hostUptimeSec: null,
    startedAtMs,
    pid: null,
    values: { ...NONE, memTotalBytes: TOTAL, memAvailableBytes: TOTAL - inUseBytes },
  }
}

function past(
  points: readonly (readonly [atMs: number, value: number])[],
  of: Partial<Imported> & { readonly life?: string } = {},
): Imported {
  const { life = 'boot:b', ...rest } = of
  return {
    subject: 'db1',
    source: 'sysstat',
    metric: 'unavailableBytes',
    points: points.map(([atMs, value]) => ({ atMs, value, life })),
    ...rest,
  }
}

/** A fortnight that grows by 300 MiB a day to now. */
const FORTNIGHT = Array.from({ length: 14 * 24 }, (_, i) => {
  const atMs = NOW_MS - (14 * 24 - i) * HOUR_MS
  return [atMs, 8 * GIB + ((atMs - NOW_MS) / DAY_MS) * 300 * MIB + (i % 5) * MIB] as const
})

function judged(
  imported: readonly Imported[],
  rows: readonly SampleRow[] = [own(NOW_MS, 8 * GIB)],
) {
  const with1 = hostWithImported(rows, imported, SCALE, NOW_MS)
  return judgeGrowth({
    rows: with1.rows,
    incarnation: 'boot:b',
    metric: 'unavailableBytes',
    limit: { bytes: TOTAL, name: 'MemTotal' },
    caps: [],
    imported: with1.share,
    nowMs: NOW_MS,
  })
}

describe('a first look', () => {
  test('without a past says that it has one point', () => {
    expect(judged([])).toMatchObject({ verdict: 'insufficient-data', imported: null })
  })

  test('with a fortnight of it says since when, how fast and whose figures they are', () => {
    const growth = judged([past(FORTNIGHT)])
    expect(growth).toMatchObject({
      verdict: 'leaking',
      imported: { source: 'sysstat', points: FORTNIGHT.length, approximate: false },
    })
    expect((growth?.slopeBytesPerDay ?? 0) / MIB).toBeCloseTo(300, -1)
    expect(growth?.notes).toContainEqual({
      code: 'from-sysstat',
      numbers: { points: FORTNIGHT.length, spanSeconds: 14 * 86_400 - 3600 },
    })
  })

  test('with figures that only stand in for it proves nothing', () => {
    const growth = judged([
      past(
        FORTNIGHT.map(([at, value]) => [at, value - 300 * MIB]),
        { metric: 'withoutCacheBytes' },
      ),
    ])
    expect(growth?.verdict).toBe('growing-not-yet-proved')
    expect(growth?.notes.map(({ code }) => code)).toContain('without-available')
    // On the scale of our own readings: no step at the end.
    expect((growth?.slopeBytesPerDay ?? 0) / MIB).toBeCloseTo(300, -1)
  })
})

describe('beside own readings', () => {
  test('a point near to one is left out, others fill what was not watched', () => {
    const rows = [own(NOW_MS - DAY_MS, 7 * GIB), own(NOW_MS, 8 * GIB)]
    const near = NOW_MS - DAY_MS + 4 * MINUTE_MS
    const of = past([
      [NOW_MS - 2 * DAY_MS, 6 * GIB],
      [near, 7 * GIB],
      [NOW_MS - HOUR_MS, 7.5 * GIB],
      [NOW_MS - MINUTE_MS, 8 * GIB],
    ])
    const all = hostWithImported(rows, [of], SCALE, NOW_MS)
    expect(all.rows.map((row) => (row.atMs - NOW_MS) / HOUR_MS)).toEqual([-48, -24, -1, 0])
    expect(all.rows.map((row) => metricValue(row, 'unavailableBytes'))).toEqual(
      [6, 7, 7.5, 8].map((gib) => gib * GIB),
    )
    expect(all.share).toMatchObject({ points: 2 })
  })

  test('a life that was seen by both is one', () => {
    const boot = NOW_MS - 10 * DAY_MS
    const rows = [
      own(NOW_MS - 9 * DAY_MS, GIB, 'boot:a', boot),
      own(NOW_MS - 6 * DAY_MS, GIB, 'boot:a', boot),
      own(NOW_MS, GIB, 'boot:b', NOW_MS - DAY_MS),
    ]
    const of = past(
      [NOW_MS - 8 * DAY_MS, NOW_MS - 2 * DAY_MS].map((at) => [at, GIB]),
      { life: 'until:1' },
    )
    const older = past([[NOW_MS - 12 * DAY_MS, GIB]], { life: 'until:0' })
    const both = { ...of, points: [...older.points, ...of.points] }
    const { rows: all } = hostWithImported(rows, [both], SCALE, NOW_MS)
    expect(all.map((row) => row.incarnation)).toEqual([
      'until:0',
      'boot:a',
      'boot:a',
      'boot:a',
      'boot:a',
      'boot:b',
    ])
  })

  test('of two sources the one that reaches further back is used', () => {
    const short = past([[NOW_MS - DAY_MS, GIB]])
    const long = past([[NOW_MS - 9 * DAY_MS, 2 * GIB]], { source: 'prometheus' })
    const { share, rows } = hostWithImported([own(NOW_MS, GIB)], [short, long], SCALE, NOW_MS)
    expect([share?.source, rows.length]).toEqual(['prometheus', 2])
  })

  test('a host whose memory was not read has no scale', () => {
    const rows = [own(NOW_MS, GIB)]
    expect(hostWithImported(rows, [past(FORTNIGHT)], null, NOW_MS)).toEqual({ rows, share: null })
  })
})

test('what is told anew takes the place of what was kept of its span', () => {
  const kept = past([
    [1, 10],
    [2, 20],
    [3, 30],
  ])
  const other = past([[2, 5]], { source: 'prometheus' })
  const now = past([
    [2, 21],
    [4, 41],
  ])
  expect(joined([kept, other], [now])).toEqual([
    past([
      [1, 10],
      [2, 21],
      [4, 41],
    ]),
    other,
  ])
  expect(joined([], [now])).toEqual([now])
  expect(joined([kept], [])).toEqual([kept])
})
