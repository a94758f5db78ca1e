import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteTicks } from '../../src/charts/byteTicks.ts'
import { formatBytes, GIB } from '../../src/domain/bytes.ts'

test.each([
  [8.6, [0, 2, 4, 6, 8]],
  [5.4, [0, 1, 2, 3, 4, 5]],
  [1, [0, 0.25, 0.5, 0.75, 1]],
])('%s GiB', (top, expected) => {
  expect(byteTicks(top * GIB)).toEqual(expected.map((gib) => gib * GIB))
})

test('few ticks, each of which reads exactly', () => {
  fc.assert(
    fc.property(fc.double({ min: 4, max: 2 ** 60, noNaN: true }), (top) => {
      const ticks = byteTicks(top)
      expect(ticks.length).toBeGreaterThanOrEqual(4)
      expect(ticks.length).toBeLessThanOrEqual(7)
      for (const tick of ticks) {
        const [size = '', unit = ''] = formatBytes(tick).split(' ')
        const power = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'].indexOf(unit)
        expect(Number(size) * 1024 ** power).toBe(tick)
      }
    }),
  )
})
