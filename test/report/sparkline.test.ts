import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideSparklines } from '../../src/blockkit/htmlSparkline.ts'
import { inParts, sparkline } from '../../src/report/sparkline.ts'

const HOUR = 3_600_000

test.each([
  ['a rise', [1, 2, 3, 4, 5, 6, 7, 8], 0, '▁▂▃▄▅▆▇█'],
  ['a fall', [8, 1], 0, '█▁'],
  ['a gap', [1, null, 8], 0, '▁·█'],
  ['nothing before the first', [null, null, 3, 3], 0, '··▄▄'],
  ['constant', [5, 5, 5], 0, '▄▄▄'],
  ['constant zero', [0, 0], 0, '▄▄'],
  ['one value', [5], 0, '▄'],
  ['noise below the least span', [0.5, 0.51, 0.5], 0.1, '▄▄▄'],
  ['a change of the least span', [0.5, 0.6], 0.1, '▁█'],
  ['nothing', [], 0, ''],
  ['nothing but gaps', [null, null], 0, ''],
])('%s', (_, parts, leastSpan, line) => {
  expect(sparkline(parts, leastSpan)).toBe(line)
})

test('parts are as fine as readings are dense: one a day is no row of gaps', () => {
  const daily = Array.from({ length: 8 }, (_, day) => [day * 24 * HOUR, day] as const)
  expect(inParts(daily, 0, 7 * 24 * HOUR, 14)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  const hourly = Array.from({ length: 169 }, (_, hour) => [hour * HOUR, hour] as const)
  expect(inParts(hourly, 0, 168 * HOUR, 14)).toHaveLength(14)
})

test('a burst of readings makes no gaps of the days before it', () => {
  const daily = Array.from({ length: 7 }, (_, day) => [day * 24 * HOUR, day] as const)
  const burst = Array.from({ length: 120 }, (_, i) => [7 * 24 * HOUR - i * 5000, 7] as const)
  expect(inParts([...daily, ...burst], 0, 7 * 24 * HOUR, 14)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

test('an outage is a gap, and what was before the first reading is told as empty', () => {
  const hours = Array.from({ length: 168 }, (_, hour) => hour)
  const known = hours.filter((hour) => hour >= 48 && !(hour >= 96 && hour < 120))
  const parts = inParts(
    known.map((hour) => [hour * HOUR, 1] as const),
    0,
    168 * HOUR,
    14,
  )
  expect(sparkline(parts)).toBe('····▄▄▄▄··▄▄▄▄')
})

test('what is outside of the time or no number is left out; each part holds its last', () => {
  const points = [
    [5, 5],
    [-1, 9],
    [1, 1],
    [2, Number.NaN],
    [9, null],
    [11, 9],
  ] as const
  expect(inParts(points, 0, 10, 1)).toEqual([5])
  expect(inParts([], 0, 10, 8)).toEqual([])
  expect(inParts([[4, 7]], 4, 4, 8)).toEqual([7])
})

const instants = fc.integer({ min: -10, max: 110 })
const values = fc.option(fc.double({ min: -(2 ** 64), max: 2 ** 64 }), { freq: 4, nil: null })

test('any series gives one sign a part, its ends at the ends of the scale', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(instants, values), { maxLength: 60 }),
      fc.integer({ min: 1, max: 30 }),
      (points, most) => {
        const parts = inParts(points, 0, 100, most)
        expect(parts.length).toBeLessThanOrEqual(most)
        const line = sparkline(parts)
        expect(line).toMatch(/^[▁▂▃▄▅▆▇█·]*$/)
        expect([...line]).toHaveLength(parts.length)
        const known = parts.filter((part) => part !== null)
        const [low, high] = [Math.min(...known), Math.max(...known)]
        if (known.length === 0 || !(high > low) || !Number.isFinite(high - low)) return
        expect(line[parts.indexOf(low)]).toBe('▁')
        expect(line[parts.indexOf(high)]).toBe('█')
      },
    ),
  )
})

test('a page takes the signs away from who listens, and nothing else', () => {
  expect(hideSparklines('62 % ▁▂·▃ in 7 d')).toBe(
    '62 % <span class="spark" aria-hidden="true">▁▂·▃</span> in 7 d',
  )
  expect(hideSparklines('a · b ··· ▁ &lt;█&gt;')).toBe('a · b ··· ▁ &lt;█&gt;')
})
