import fc from 'fast-check'
import { expect, test } from 'vitest'
import { downsample } from '../../src/charts/downsample.ts'

const series = fc
  .array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 300 })
  .map((values) => values.map((bytes, at) => [at * 1000, bytes] as const))

test('gives at most so many points, all of them from the series, in order, both ends among them', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 2, max: 100 }), (points, count) => {
      const thin = downsample(points, count)
      expect(thin).toHaveLength(Math.min(points.length, count))
      expect(thin[0]).toBe(points[0])
      expect(thin.at(-1)).toBe(points.at(-1))
      const places = thin.map((point) => points.indexOf(point))
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
    }),
  )
})

test('a spike survives', () => {
  const points = Array.from({ length: 1000 }, (_, at) => [at, at === 501 ? 9 : 1] as const)
  expect(downsample(points, 20)).toContainEqual([501, 9])
})
