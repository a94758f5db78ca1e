import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spread } from '../../src/charts/spread.ts'

const rows = (...wants: readonly number[]) => wants.map((want) => ({ want, height: 18 }))

test.each([
  ['apart already', rows(50, 100), [50, 100]],
  ['the same place is shared around it', rows(100, 100), [91, 109]],
  ['the order of the input is kept', rows(101, 100), [109.5, 91.5]],
  ['at the lower edge', rows(200, 198), [191, 173]],
  ['at the upper edge', rows(-30, 0), [9, 27]],
  [
    'a push goes on to the neighbour',
    rows(100, 102, 118),
    [87 + 5 / 3 + 0, 105 + 5 / 3, 123 + 5 / 3],
  ],
])('%s', (_, given, expected) => {
  const places = spread(given, 0, 200)
  places.forEach((place, at) => {
    expect(place).toBeCloseTo(expected[at] ?? Number.NaN, 6)
  })
})

test('rows never overlap, stay inside and keep their order', () => {
  const row = fc.record({
    want: fc.double({ min: -500, max: 700, noNaN: true }),
    height: fc.double({ min: 1, max: 40, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (given) => {
      const placed = spread(given, 0, 200)
        .map((middle, at) => ({ middle, ...(given[at] ?? { want: 0, height: 0 }) }))
        .sort((a, b) => a.middle - b.middle)
      let below = 0
      let want = Number.NEGATIVE_INFINITY
      for (const { middle, height, ...one } of placed) {
        expect(middle - height / 2).toBeGreaterThanOrEqual(below - 1e-9)
        expect(one.want).toBeGreaterThanOrEqual(want)
        below = middle + height / 2
        want = one.want
      }
      expect(below).toBeLessThanOrEqual(200 + 1e-9)
    }),
  )
})
