/** Very regular series, in which the grid of shapes must not be what decides. */
import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { detectGrowth } from '../../src/growth/detect.ts'
import { NOW_MS } from './rows.ts'

const BASE_BYTES = 2e9
/** Even noise of 1 %, the same in each run. */
const noiseOf = (i: number): number => 1 + 0.02 * (((i * i * 0.618_034) % 1) - 0.5)

function judged(count: number, stepMs: number, levelAt: (i: number) => number) {
  const at = Array.from({ length: count }, (_, i) => i)
  return detectGrowth({
    atMs: at.map((i) => NOW_MS - (count - 1 - i) * stepMs),
    values: at.map((i) => Math.round(BASE_BYTES * levelAt(i) * noiseOf(i))),
    lives: null,
    limitBytes: null,
    nowMs: NOW_MS,
  })
}

test.each([8, 10, 12, 13, 14, 15, 18, 25])(
  'regression: a cache that fills with a time constant of %i of 120 hours was called a leak',
  (tau) => {
    const { verdict } = judged(120, HOUR_MS, (i) => 2 - Math.exp(-i / tau))
    expect(verdict).toBe('plateaued')
  },
)

test.each([0.05, 0.12, 0.21])('a leak behind a cache that is full after %f of the time', (full) => {
  const { verdict } = judged(120, HOUR_MS, (i) => 1 + 0.6 * Math.min(1, i / 120 / full) + i / 300)
  expect(verdict).toBe('leaking')
})

test('a cache that fills straight to its cap, with nothing behind it', () => {
  const { verdict } = judged(120, HOUR_MS, (i) => 1 + Math.min(1, i / 25))
  expect(verdict).toBe('plateaued')
})

test.each([12, 14, 16, 18, 20])(
  'regression: one high reading, the last of %i, was a leak of .99',
  (count) => {
    const { verdict, score } = judged(count, HOUR_MS, (i) => (i === count - 1 ? 1.1 : 1))
    expect(verdict).not.toBe('leaking')
    expect(score).toBeLessThanOrEqual(0.5)
  },
)

/** Each collection takes three days to come: a day's floor would stand anywhere in its slope. */
const heapAt = (leakedADay: number) => (i: number) =>
  1 + ((i / 72) % 1) * 0.6 + (leakedADay * i) / 24

test('a leak under collections that are days apart', () => {
  const { verdict, slopePerDay } = judged(1800, DAY_MS / 24, heapAt(0.002))
  expect(verdict).toBe('leaking')
  expect((slopePerDay ?? 0) / BASE_BYTES).toBeCloseTo(0.002, 3)
})

test('the same heap without a leak', () => {
  const { verdict, score } = judged(1800, DAY_MS / 24, heapAt(0))
  expect(['stable', 'sawtooth-stable']).toContain(verdict)
  expect(score).toBeLessThan(0.2)
})

test.each([30, 60, 100, 200])('a plain line of %i readings', (count) => {
  expect(judged(count, HOUR_MS, (i) => 1 + (0.3 * i) / count).verdict).toBe('leaking')
  expect(judged(count, HOUR_MS, () => 1).verdict).toBe('stable')
})

test('regression: load that grew for weeks and went away was a leak', () => {
  const daily = (i: number): number => 0.1 * Math.sin((2 * Math.PI * i) / 24)
  const of = (left: number) => (i: number) => 1.2 + daily(i) + (i < 180 ? (0.6 * i) / 180 : left)
  for (const left of [0, 0.1, 0.2])
    expect([left, judged(240, HOUR_MS, of(left)).verdict]).not.toEqual([left, 'leaking'])
})
