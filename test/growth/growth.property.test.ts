import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { livesOf, restartsOf } from '../../src/growth/lives.ts'
import { type Point, seriesOf } from '../../src/growth/series.ts'
import { theilSen } from '../../src/growth/theilSen.ts'
import { NOW_MS, row } from './rows.ts'

const anyInstant = fc.oneof(
  fc.integer({ min: NOW_MS - 30 * DAY_MS, max: NOW_MS }),
  fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, NOW_MS + DAY_MS),
)
const anyBytes = fc.oneof(
  fc.double({ min: 0, max: 2 ** 44 }),
  fc.constantFrom(null, 0, -5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE),
)
const anyRow = fc
  .record({
    atMs: anyInstant,
    bytes: anyBytes,
    life: fc.constantFrom('life-1', 'life-2', 'life-3'),
    startedAtMs: fc.option(anyInstant),
  })
  .map((of) => row(of.atMs, of.bytes, of))
const anyRows = fc.array(anyRow, { maxLength: 60 })

const judge = (rows: Parameters<typeof judgeGrowth>[0]['rows']) =>
  judgeGrowth({
    rows,
    incarnation: 'life-1',
    metric: 'anonAndSwapBytes',
    limit: { bytes: 2 ** 34, name: 'MemTotal' },
    caps: [],
    nowMs: NOW_MS,
  })

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

test('any rows give a verdict or none, and every number is finite', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const growth = judge(rows)
      expect(numbersIn(growth).every(Number.isFinite)).toBe(true)
      const { slopeLo, slopeHi, slopeBytesPerDay } = growth ?? {}
      if (slopeLo != null && slopeHi != null && slopeBytesPerDay != null) {
        expect(slopeLo).toBeLessThanOrEqual(slopeBytesPerDay)
        expect(slopeBytesPerDay).toBeLessThanOrEqual(slopeHi)
      }
      expect(restartsOf(livesOf(rows, NOW_MS)).every(Number.isFinite)).toBe(true)
    }),
  )
})

test('the order of rows does not matter', () => {
  const shuffled = anyRows.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
  )
  fc.assert(
    fc.property(shuffled, ([rows, other]) => {
      expect(judge(other)).toEqual(judge(rows))
      const keys = (of: typeof rows) => livesOf(of, NOW_MS).map((life) => life.key)
      expect(keys(other)).toEqual(keys(rows))
    }),
  )
})

const spaced = fc.record({
  count: fc.integer({ min: 6, max: 300 }),
  stepMs: fc.integer({ min: MINUTE_MS, max: HOUR_MS }),
  perStep: fc.integer({ min: -100_000, max: 100_000 }),
})

test('the slope of an exact line is within 5 % of that line, and its sign is right', () => {
  fc.assert(
    fc.property(spaced, ({ count, stepMs, perStep }) => {
      const rows = Array.from({ length: count }, (_, i) =>
        row(NOW_MS - (count - 1 - i) * stepMs, 2 ** 33 + i * perStep),
      )
      const growth = judge(rows)
      const expected = (perStep / stepMs) * DAY_MS
      const off = Math.abs((growth?.slopeBytesPerDay ?? Number.NaN) - expected)
      expect(off).toBeLessThanOrEqual(Math.abs(expected) * 0.05)
      expect(Math.sign(growth?.slopeBytesPerDay ?? Number.NaN)).toBe(Math.sign(perStep))
    }),
  )
})

const anyPoints = fc
  .uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 2, maxLength: 60 })
  .chain((instants) =>
    fc
      .array(fc.integer({ min: 1, max: 1_000_000 }), {
        minLength: instants.length,
        maxLength: instants.length,
      })
      .map((values) =>
        instants
          .sort((a, b) => a - b)
          .map((atMs, i): Point => [NOW_MS - DAY_MS + atMs, values[i] ?? 1]),
      ),
  )

test('twice the bytes are twice the slope, at any unit', () => {
  fc.assert(
    fc.property(anyPoints, fc.constantFrom(2, 1024, MIB), (points, factor) => {
      const scaled = theilSen(points.map(([atMs, bytes]): Point => [atMs, bytes * factor]))
      const plain = theilSen(points)
      // Powers of two scale a float without rounding, so equal means equal.
      expect(scaled).toEqual({
        slope: (plain?.slope ?? 0) * factor,
        lo: (plain?.lo ?? 0) * factor,
        hi: (plain?.hi ?? 0) * factor,
      })
    }),
  )
})

test('a series holds one point an instant', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const { points } = seriesOf(rows, 'anonAndSwapBytes', NOW_MS)
      expect(new Set(points.map(([atMs]) => atMs)).size).toBe(points.length)
    }),
  )
})
