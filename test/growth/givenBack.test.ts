/** A second rise within what was given back proves nothing; above it, or long enough, it does. */
import { expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { isWithinGivenBack } from '../../src/growth/givenBack.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { NOW_MS, rows } from './rows.ts'

const of = (...mib: readonly number[]) => Float64Array.from(mib, (one) => one * MIB)
const rising = (count: number, from = 6) => Array.from({ length: count }, (_, i) => from + i * 6)

test.each([
  ['the second tooth of a collector', of(...rising(5), ...rising(3)), true],
  ['as high as the first', of(...rising(5), ...rising(5)), true],
  ['higher than the first', of(...rising(5), ...rising(7)), false],
  ['a rise alone', of(...rising(10)), false],
  ['a dip of a third of the rise', of(...rising(8), ...rising(3, 36)), false],
  ['a long slow rise after a fall', of(90, 10, ...rising(21, 12).map((one) => one / 2)), false],
  ['nothing', of(), false],
])('%s', (_, values, expected) => {
  expect(isWithinGivenBack(values)).toBe(expected)
})

test('regression: the second tooth of a collector was called a leak for three readings', () => {
  const teeth = [...rising(5), ...rising(5), ...rising(5), ...rising(5)]
  for (let n = 6; n <= teeth.length; n += 1) {
    const growth = judgeGrowth({
      rows: rows(n, 8000, (i) => (teeth[i] ?? 0) * MIB),
      incarnation: 'life-1',
      metric: 'anonAndSwapBytes',
      limit: null,
      caps: [],
      imported: null,
      nowMs: NOW_MS,
    })
    expect([n, growth?.verdict]).not.toEqual([n, 'leaking'])
  }
})
