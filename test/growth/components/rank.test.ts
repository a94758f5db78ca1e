/** Which part grows, and how much may be said of it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MIB } from '../../../src/domain/bytes.ts'
import type { ComponentSnapshot } from '../../../src/domain/components.ts'
import { DAY_MS, HOUR_MS } from '../../../src/domain/time.ts'
import { rankComponents } from '../../../src/growth/components/rank.ts'

const T0 = Date.UTC(2026, 10, 1)

type Sizes = Readonly<Record<string, number>>

function snapshot(i: number, sizes: Sizes, of: Partial<ComponentSnapshot> = {}): ComponentSnapshot {
  return {
    atMs: T0 + i * HOUR_MS,
    complete: true,
    totalBytes: null,
    parts: Object.entries(sizes).map(([name, bytes]) => ({ path: [name], bytes, count: 1 })),
    ...of,
  }
}

function snapshots(count: number, sizesAt: (i: number) => Sizes): readonly ComponentSnapshot[] {
  return Array.from({ length: count }, (_, i) => snapshot(i, sizesAt(i)))
}

const names = (of: ReturnType<typeof rankComponents>) => of.candidates.map(({ path }) => path[0])

describe('how much is said', () => {
  const growing = (i: number): Sizes => ({
    big: 900 * MIB,
    cache: 300 * MIB + (i % 2) * 50 * MIB,
    leaker: (10 + i) * MIB,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`small${n}`, (n + 1 + i) * 1000])),
  })

  test.each([
    [0, 'none'],
    [1, 'none'],
    [2, 'difference'],
    [3, 'difference'],
    [4, 'trend'],
    [5, 'trend'],
    [6, 'verdict'],
  ] as const)('of %i snapshots: %s', (count, confidence) => {
    const ranking = rankComponents(snapshots(count, growing))
    expect(ranking).toMatchObject({ confidence, snapshots: count })
    expect(ranking.candidates).toHaveLength(count < 2 ? 0 : 5)
  })

  test('what rises steadily is before what is large and what jumps', () => {
    const ranking = rankComponents(snapshots(12, growing))
    expect(names(ranking)[0]).toBe('leaker')
    expect(ranking.candidates[0]?.slopeBytesPerDay).toBeCloseTo(24 * MIB, -4)
    expect(ranking.candidates[0]?.score).toBeGreaterThan(0.86)
  })
})

describe('what is missing', () => {
  test('from a whole snapshot is nothing; from a cut one it is not known', () => {
    const sizes = (i: number): Sizes => ({
      steady: 50 * MIB,
      ...(i < 4 ? {} : { other: i * MIB }),
    })
    const firstOf = (all: readonly ComponentSnapshot[]) => rankComponents(all).candidates[0]
    const whole = snapshots(9, sizes)
    expect(firstOf(whole)).toMatchObject({ path: ['other'], firstBytes: 0, lastBytes: 8 * MIB })
    const cut = whole.map((one) => ({ ...one, complete: false }))
    expect(firstOf(cut)).toMatchObject({ path: ['other'], firstBytes: 4 * MIB })
  })
})

describe('names', () => {
  test('that hold an address are one part, and many of one kind are counted', () => {
    const ranking = rankComponents(
      snapshots(8, (i) =>
        Object.fromEntries(
          Array.from({ length: i + 1 }, (_, n) => [`ExprContext 0x55d${i}${n}c8`, MIB]),
        ),
      ),
    )
    expect(ranking.candidates).toHaveLength(1)
    expect(ranking.candidates[0]?.count).toEqual({ first: 1, last: 8 })
  })

  test('that stay are parts of their own, whatever they hold', () => {
    const ranking = rankComponents(
      snapshots(8, (i) => ({ 'worker [12]': (i + 1) * MIB, 'worker [13]': (2 * i + 1) * MIB })),
    )
    expect(names(ranking)).toEqual(['worker [13]', 'worker [12]'])
  })
})

test('the share is of the growth of the total, and what no part explains is told', () => {
  const ranking = rankComponents(
    [0, 1, 2, 3].map((i) =>
      snapshot(i, { a: (10 + 3 * i) * MIB, b: 5 * MIB }, { totalBytes: (100 + 4 * i) * MIB }),
    ),
  )
  expect(ranking).toMatchObject({ totalRiseBytes: 12 * MIB, unexplainedBytes: 3 * MIB })
  expect(ranking.candidates[0]).toMatchObject({ path: ['a'], share: 0.75 })
})

test('whatever comes: at most five, each of which rose by its slope, with a share between nothing and all', () => {
  const sizes = fc.dictionary(fc.string({ maxLength: 12 }), fc.nat({ max: 2 ** 40 }), {
    maxKeys: 12,
  })
  const any = fc.record({
    sizes,
    atMs: fc.integer({ min: T0, max: T0 + 90 * DAY_MS }),
    complete: fc.boolean(),
    totalBytes: fc.option(fc.nat({ max: 2 ** 44 })),
  })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 10 }), (all) => {
      const given = all.map(({ sizes: of, ...rest }) => ({ ...snapshot(0, of), ...rest }))
      const ranking = rankComponents(given)
      expect(ranking.candidates.length).toBeLessThanOrEqual(5)
      for (const { share, slopeBytesPerDay, path } of ranking.candidates) {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(slopeBytesPerDay).toBeGreaterThan(0)
        expect(given.some(({ parts }) => parts.some((part) => part.path[0] === path[0]))).toBe(true)
      }
      // The order in which snapshots come changes nothing, where no two are of one instant.
      if (new Set(given.map(({ atMs }) => atMs)).size === given.length)
        expect(rankComponents(given.toReversed())).toEqual(ranking)
    }),
  )
})
