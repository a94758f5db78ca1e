/** Which parts are drawn, and that bands and rest together are the whole. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ComponentSnapshot } from '../../../src/domain/components.ts'
import { HOUR_MS } from '../../../src/domain/time.ts'
import { growthBands } from '../../../src/growth/components/bands.ts'
import { rankComponents } from '../../../src/growth/components/rank.ts'

type Parts = Readonly<Record<string, number>>

function look(at: number, parts: Parts, complete = true): ComponentSnapshot {
  const all = Object.entries(parts).map(([name, bytes]) => ({ path: [name], bytes, count: 1 }))
  return {
    atMs: at * HOUR_MS,
    complete,
    totalBytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    parts: all,
  }
}

const wholeOf = ({ totalBytes }: ComponentSnapshot): number => totalBytes ?? 0
const bandsOf = (looks: readonly ComponentSnapshot[]) =>
  growthBands(looks, rankComponents(looks), wholeOf)

test('what grows has bands, the rest is one', () => {
  const looks = [1, 2, 3, 4, 5, 6].map((i) =>
    look(i, { leak: 100 * i, second: 20 * i, still: 5000, tiny: i }),
  )
  const bands = bandsOf(looks)
  expect(bands?.named.map(({ path, risenBytes }) => [path[0], risenBytes])).toEqual([
    ['leak', 500],
    ['second', 100],
  ])
  expect(bands?.named[0]?.share).toBeCloseTo(500 / 605)
  expect(bands?.rest).toMatchObject({ count: 2, risenBytes: 5 })
})

test('a torn look among whole ones is no memory given back', () => {
  const looks = [1, 2, 3, 4].map((i) => look(i, { leak: 100 * i, still: 900 }))
  const bands = bandsOf([...looks, look(5, { still: 900 }, false)])
  expect(bands?.atMs).toHaveLength(4)
})

test('where all looks are cut, a part is nothing before it was seen and unknown when it is missing later', () => {
  const bands = bandsOf([
    look(1, { still: 900 }, false),
    look(2, { leak: 100, still: 900 }, false),
    look(3, { still: 900 }, false),
    look(4, { leak: 400, still: 900 }, false),
  ])
  expect(bands?.named[0]?.bytes).toEqual([0, 100, null, 400])
  expect(bands?.rest?.bytes).toEqual([900, 900, null, 900])
})

test('bands and rest add up to the whole in every look', () => {
  const size = fc.integer({ min: 0, max: 1e9 })
  const parts = fc.record({ a: size, b: size, c: size, d: size, e: size })
  fc.assert(
    fc.property(fc.array(parts, { minLength: 2, maxLength: 12 }), (all) => {
      const looks = all.map((one, i) => look(i + 1, one))
      const bands = bandsOf(looks)
      if (bands === null) return
      looks.forEach((one, i) => {
        const drawn = [...bands.named, ...(bands.rest === null ? [] : [bands.rest])]
        const sum = drawn.reduce((total, band) => total + (band.bytes[i] ?? Number.NaN), 0)
        expect(sum).toBe(one.totalBytes)
      })
    }),
  )
})

test('nothing that grew, or one look alone, gives no bands', () => {
  expect(bandsOf([look(1, { still: 900 })])).toBe(null)
  expect(bandsOf([1, 2, 3].map((i) => look(i, { still: 900 })))).toBe(null)
})
