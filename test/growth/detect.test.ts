/** The detector on shapes drawn by hand, on labelled series of the bench, and on anything. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { traceOf } from '../../bench/growth/trace.mjs'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { DetectInput } from '../../src/domain/detected.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { detectGrowth } from '../../src/growth/detect.ts'
import { NOW_MS } from './rows.ts'

function input(
  count: number,
  stepMs: number,
  at: (i: number) => number,
  of: Partial<DetectInput> = {},
): DetectInput {
  return {
    atMs: Array.from({ length: count }, (_, i) => NOW_MS - (count - 1 - i) * stepMs),
    values: Array.from({ length: count }, (_, i) => at(i)),
    lives: null,
    limitBytes: null,
    nowMs: NOW_MS,
    ...of,
  }
}

/** Noise of ±1 % that is the same each time. */
const noise = (i: number) => (((i * 7919) % 101) - 50) / 5000

describe('shapes', () => {
  test.each([
    ['a line', (i: number) => GIB + i * 8 * MIB, 'leaking'],
    ['a line that begins late', (i: number) => GIB + Math.max(0, i - 60) * 20 * MIB, 'leaking'],
    [
      'a warm-up, then a line',
      (i: number) => GIB + 400 * MIB * (1 - Math.exp(-i / 4)) + i * 8 * MIB,
      'leaking',
    ],
    ['a stair of events', (i: number) => GIB + Math.floor(i / 7) * 60 * MIB, 'leaking'],
    [
      'a line under a daily swing',
      (i: number) => GIB * (1 + 0.2 * Math.sin((i / 12) * Math.PI)) + i * 8 * MIB,
      'leaking',
    ],
    ['a warm-up alone', (i: number) => GIB + 800 * MIB * (1 - Math.exp(-i / 15)), 'plateaued'],
    ['a cache that filled long ago', (i: number) => GIB + Math.min(i, 40) * 20 * MIB, 'plateaued'],
    ['a deployment', (i: number) => GIB + (i < 70 ? 0 : 500 * MIB), 'plateaued'],
    ['a collector', (i: number) => GIB + (i % 9) * 90 * MIB, 'sawtooth-stable'],
    [
      'a daily swing alone',
      (i: number) => GIB * (1 + 0.2 * Math.sin((i / 12) * Math.PI)),
      'stable',
    ],
    ['nothing', () => GIB, 'stable'],
    ['a decline', (i: number) => 3 * GIB - i * 8 * MIB, 'stable'],
  ])('%s', (_, at, verdict) => {
    const of = detectGrowth(input(144, HOUR_MS, (i) => at(i) * (1 + noise(i))))
    expect(of.verdict).toBe(verdict)
  })

  test('a collector whose floor rises leaks', () => {
    const of = detectGrowth(input(200, HOUR_MS, (i) => GIB + i * 5 * MIB + (i % 9) * 60 * MIB))
    expect(of).toMatchObject({ verdict: 'leaking', basis: { cycles: 22 } })
    expect((of.slopePerDay ?? 0) / MIB).toBeCloseTo(120, -1)
  })

  test('it rose for ten days and is flat since: paused, with both ends', () => {
    const of = detectGrowth(
      input(14 * 24, HOUR_MS, (i) => GIB + Math.min(i, 250) * 4 * MIB * (1 + noise(i))),
    )
    expect(of).toMatchObject({ verdict: 'leaking', paused: true, eta: null })
    const stopped = ((of.untilMs ?? 0) - (of.sinceMs ?? 0)) / HOUR_MS
    expect(stopped).toBeGreaterThan(200)
    expect(stopped).toBeLessThan(300)
  })

  test('rate, since and the time to the limit of a late leak', () => {
    const of = detectGrowth(
      input(240, HOUR_MS, (i) => (GIB + Math.max(0, i - 120) * 10 * MIB) * (1 + noise(i)), {
        limitBytes: 4 * GIB,
      }),
    )
    expect((of.slopePerDay ?? 0) / (240 * MIB)).toBeCloseTo(1, 1)
    expect((NOW_MS - (of.sinceMs ?? 0)) / HOUR_MS).toBeGreaterThan(100)
    expect((NOW_MS - (of.sinceMs ?? 0)) / HOUR_MS).toBeLessThan(145)
    // 4096 less 2214 MiB, at 10 MiB an hour.
    expect((of.eta?.seconds ?? 0) / 3600).toBeGreaterThan(150)
    expect((of.eta?.seconds ?? 0) / 3600).toBeLessThan(230)
    expect(of.eta?.lo).toBeLessThan(of.eta?.seconds ?? 0)
  })
})

describe('lives', () => {
  const life = (i: number) => Math.floor(i / 30)
  const lives = Array.from({ length: 150 }, (_, i) => life(i))

  test('a leak that starts anew at each restart is proved by all of them', () => {
    const of = detectGrowth(
      input(150, HOUR_MS, (i) => GIB + (i % 30) * 20 * MIB * (1 + noise(i)), { lives }),
    )
    expect(of).toMatchObject({ verdict: 'leaking', basis: { lives: 5, judgedLives: 5 } })
  })

  test('a warm-up that starts anew at each restart is none', () => {
    const of = detectGrowth(
      input(150, HOUR_MS, (i) => GIB * (1 + 0.5 * (1 - Math.exp(-(i % 30) / 4))) * (1 + noise(i)), {
        lives,
      }),
    )
    expect(of.verdict).toBe('plateaued')
  })
})

describe('points that are no points', () => {
  const at = (i: number) => GIB + i * 8 * MIB
  const plain = detectGrowth(input(100, HOUR_MS, at))

  test.each([
    ['the epoch in the first row', 0, 9 * GIB],
    ['a clock that was two years behind', NOW_MS - 730 * DAY_MS, 9 * GIB],
    ['tomorrow', NOW_MS + DAY_MS, 9 * GIB],
    ['a process that gave up its memory at its end', NOW_MS - 5.5 * HOUR_MS, 0],
    ['no number', NOW_MS - 5.5 * HOUR_MS, Number.NaN],
    ['below zero', NOW_MS - 5.5 * HOUR_MS, -GIB],
  ])('%s changes nothing', (_, instant, value) => {
    const { atMs, values } = input(100, HOUR_MS, at)
    const of = detectGrowth({
      ...input(0, HOUR_MS, at),
      atMs: [instant, ...atMs],
      values: [value, ...values],
    })
    expect({ ...of, basis: null }).toEqual({ ...plain, basis: null })
    expect(of.basis.dropped).toBe(1)
  })

  test('a level of zero is a level where there is much of it', () => {
    const of = detectGrowth(input(100, HOUR_MS, (i) => Math.max(0, i - 50) * 8 * MIB))
    expect(of).toMatchObject({ verdict: 'leaking', basis: { dropped: 0 } })
  })

  test('a watch of seconds in between weighs no more than quiet times', () => {
    const quiet = input(336, HOUR_MS, () => GIB)
    const burst = Array.from({ length: 600 }, (_, i) => NOW_MS - 100 * HOUR_MS + i * 1000)
    const of = detectGrowth({
      ...quiet,
      atMs: [...quiet.atMs, ...burst],
      values: [...quiet.values, ...burst.map((_, i) => GIB + i * MIB)],
    })
    expect(of.verdict).toBe('stable')
    expect(of.basis.points).toBeLessThan(345)
  })

  test('five points are too few, six are not', () => {
    expect(detectGrowth(input(5, HOUR_MS, at)).verdict).toBe('insufficient-data')
    expect(detectGrowth(input(6, HOUR_MS, at)).verdict).toBe('leaking')
  })

  test('all at one instant are no series', () => {
    expect(detectGrowth(input(40, 0, at)).verdict).toBe('insufficient-data')
  })
})

test('labelled series: right about nearly all that can be decided', () => {
  const seen = { hits: 0, misses: 0, alarms: 0, calm: 0 }
  for (let index = 0; index < 240; index += 1) {
    const trace = traceOf({ seed: 'detect.test', index })
    if (!trace.decidable) continue
    const leaking = detectGrowth(trace.input).verdict === 'leaking'
    if (trace.leaks) seen[leaking ? 'hits' : 'misses'] += 1
    else seen[leaking ? 'alarms' : 'calm'] += 1
  }
  const f1 = (2 * seen.hits) / (2 * seen.hits + seen.misses + seen.alarms)
  expect(f1).toBeGreaterThan(0.92)
  expect(seen.alarms / (seen.alarms + seen.calm)).toBeLessThan(0.04)
})

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer({ min: 0, max: 2 ** 40 }),
  fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE),
)
const anyInput: fc.Arbitrary<DetectInput> = fc
  .array(
    fc.record({
      at: fc.oneof(fc.integer({ min: NOW_MS - 200 * DAY_MS, max: NOW_MS }), anyNumber),
      value: anyNumber,
      life: fc.constantFrom('a', 'b', 1),
    }),
    { maxLength: 150 },
  )
  .map((points) => ({
    atMs: points.map(({ at }) => at),
    values: points.map(({ value }) => value),
    lives: points.map(({ life }) => life),
    limitBytes: 2 ** 40,
    nowMs: NOW_MS,
  }))

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

test('anything gives a verdict of finite numbers, a score within 0 and 1, and an interval about its rate', () => {
  fc.assert(
    fc.property(anyInput, (of) => {
      const found = detectGrowth(of)
      expect(numbersIn(found).filter((number) => !Number.isFinite(number))).toEqual([])
      expect(found.score).toBeGreaterThanOrEqual(0)
      expect(found.score).toBeLessThanOrEqual(1)
      const { slopePerDay, slopeLo, slopeHi } = found
      if (slopePerDay === null || slopeLo === null || slopeHi === null) return
      expect(slopeLo).toBeLessThanOrEqual(slopePerDay)
      expect(slopeHi).toBeGreaterThanOrEqual(slopePerDay)
    }),
    { numRuns: 300 },
  )
})

test('twice the bytes are the same verdict, at twice the rate', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), (index) => {
      const { input: of } = traceOf({ seed: 'scale', index })
      const once = detectGrowth(of)
      const twice = detectGrowth({ ...of, values: of.values.map((value: number) => value * 2) })
      expect(twice.verdict).toBe(once.verdict)
      expect(twice.score).toBeCloseTo(once.score, 6)
      expect(twice.slopePerDay ?? 0).toBeCloseTo(2 * (once.slopePerDay ?? 0), 0)
    }),
    { numRuns: 60 },
  )
})
