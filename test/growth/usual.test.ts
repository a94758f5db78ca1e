/** What is usual at this hour: from the same hour of other days, or nothing at all. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { usualOf } from '../../src/growth/usual.ts'
import { NOW_MS, row } from './rows.ts'

/** A Friday, 00:00 UTC. */
const NOW = NOW_MS

const usual = (rows: ReturnType<typeof row>[], zoneOffsetMs = 0) =>
  usualOf({ rows, incarnation: 'life-1', metric: 'anonAndSwapBytes', zoneOffsetMs, nowMs: NOW })

/** Readings `minutes` around this hour on each of so many days, and one now. */
function history(
  days: number,
  bytesAt: (daysAgo: number) => number,
  now = bytesAt(0),
  minutes: readonly number[] = [-30, 0, 30],
) {
  const past = Array.from({ length: days }, (_, i) => days - i).flatMap((daysAgo) =>
    minutes.map((minute) => row(NOW - daysAgo * DAY_MS + minute * MINUTE_MS, bytesAt(daysAgo))),
  )
  return [...past, row(NOW, now)]
}

test('the range of the same hour, by days and readings', () => {
  expect(usual(history(10, (day) => 3 * GIB + day * 50 * MIB))).toEqual({
    metric: 'anonAndSwapBytes',
    lowBytes: 3 * GIB + 95 * MIB,
    highBytes: 3 * GIB + 455 * MIB,
    nowBytes: 3 * GIB,
    above: false,
    days: 10,
    readings: 30,
    of: 'all-days',
  })
})

describe('no claim without enough of a history', () => {
  test.each<[string, ReturnType<typeof row>[]]>([
    ['nothing but now', [row(NOW, GIB)]],
    ['four days', history(4, () => GIB)],
    ['nine readings in nine days', history(9, () => GIB, GIB, [0])],
    ['other hours of the day only', history(20, () => GIB, GIB, [-360, 240])],
    [
      'today only, however many',
      Array.from({ length: 50 }, (_, i) => row(NOW - i * MINUTE_MS, GIB)),
    ],
    [
      'no reading of the present life',
      [...history(9, () => GIB).slice(0, -1)].map((one) => ({ ...one, incarnation: 'old' })),
    ],
    [
      'older than four weeks',
      history(9, () => GIB).map((one) =>
        one.atMs === NOW ? one : { ...one, atMs: one.atMs - 28 * DAY_MS },
      ),
    ],
  ])('%s', (_, rows) => expect(usual(rows)).toBeNull())
})

test('former lives of the subject count: a restart makes no other subject', () => {
  const rows = history(9, () => GIB).map((one) =>
    one.atMs === NOW ? one : { ...one, incarnation: `life-${one.atMs}` },
  )
  expect(usual(rows)).toMatchObject({ days: 9, lowBytes: GIB, highBytes: GIB })
})

test('one bad night is no part of what is usual', () => {
  const of = usual(history(10, (day) => (day === 3 ? 20 * GIB : 3 * GIB + day * MIB)))
  expect(of).toMatchObject({ days: 9, above: false })
  expect(of?.highBytes).toBeLessThan(3.1 * GIB)
})

test('a day that was watched closely counts for no more than any other', () => {
  const watched = Array.from({ length: 700 }, (_, i) =>
    row(NOW - 2 * DAY_MS + (i - 350) * 5000, 1.04 * GIB),
  )
  const rows = [
    ...history(9, () => GIB).filter((one) => one.atMs !== NOW),
    ...watched,
    row(NOW, GIB),
  ]
  expect(usual(rows)?.readings).toBeLessThanOrEqual(9 * 3 + 12)
})

test.each<[string, number, boolean]>([
  ['a quarter more', 4 * GIB * 1.26, true],
  ['a fifth more', 4 * GIB * 1.2, false],
  ['less', 2 * GIB, false],
])('above usual: %s', (_, now, above) => {
  expect(usual(history(8, () => 4 * GIB, now))?.above).toBe(above)
})

test('twice a small size is nobody’s', () => {
  expect(usual(history(8, () => 50 * MIB, 100 * MIB))?.above).toBe(false)
})

test('weekends are told apart after three weeks, by the clock of the host', () => {
  const busy = (offsetMs: number) => (daysAgo: number) =>
    [0, 6].includes(new Date(NOW - daysAgo * DAY_MS + offsetMs).getUTCDay()) ? GIB : 3 * GIB
  expect(usual(history(14, busy(0)))).toMatchObject({ of: 'all-days' })
  expect(usual(history(27, busy(0)))).toMatchObject({ of: 'working-days', lowBytes: 3 * GIB })
  // Friday midnight in UTC is Thursday in the west and still a working day; Saturday after 24 h.
  const late = 25 * HOUR_MS
  expect(usual(history(27, busy(late)), late)).toMatchObject({ of: 'weekends', highBytes: GIB })
})

test('any history: a range in order within what was seen, or none; the order of rows does not matter', () => {
  const anyRow = fc.record({
    daysAgo: fc.integer({ min: 0, max: 30 }),
    minute: fc.integer({ min: -90, max: 90 }),
    bytes: fc.oneof(fc.integer({ min: 1, max: 2 ** 40 }), fc.constantFrom(0, -1, null, Number.NaN)),
  })
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 80 }), (all) => {
      const rows = all.map((of) => row(NOW - of.daysAgo * DAY_MS + of.minute * MINUTE_MS, of.bytes))
      const of = usual(rows)
      expect(usual([...rows].reverse())).toEqual(of)
      if (of === null) return
      const seen = all.flatMap(({ bytes }) => (bytes !== null && bytes > 0 ? [bytes] : []))
      expect(of.lowBytes).toBeLessThanOrEqual(of.highBytes)
      expect(of.lowBytes).toBeGreaterThanOrEqual(Math.min(...seen))
      expect(of.highBytes).toBeLessThanOrEqual(Math.max(...seen))
      expect(of.days).toBeGreaterThanOrEqual(5)
      expect(of.readings).toBeGreaterThanOrEqual(10)
    }),
  )
})
