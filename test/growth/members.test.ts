import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { acrossMembers, type Member } from '../../src/growth/members.ts'

/** `count` members an hour apart. */
const pool = (count: number, bytesAt: (hours: number, i: number) => number): readonly Member[] =>
  Array.from({ length: count }, (_, i) => ({ ageMs: i * HOUR_MS, bytes: bytesAt(i, i) }))
const wobble = (i: number) => (((i * 7919) % 21) - 10) * MIB

describe('forty members judged at one instant', () => {
  test('each leaks 3 MiB an hour: told with an interval about it', () => {
    const of = acrossMembers(pool(40, (hours, i) => 60 * MIB + 3 * MIB * hours + wobble(i)))
    expect(of).toMatchObject({ count: 40, youngestMs: 0, oldestMs: 39 * HOUR_MS })
    expect((of?.slopeBytesPerDay ?? 0) / (72 * MIB)).toBeCloseTo(1, 0)
    expect(of?.slopeLo).toBeLessThan(72 * MIB)
    expect(of?.slopeHi).toBeGreaterThan(72 * MIB)
  })

  test.each([
    ['members that differ by their work alone', (_: number, i: number) => 60 * MIB + wobble(i)],
    [
      'a warm-up of the young',
      (hours: number, i: number) => 60 * MIB + Math.min(hours, 8) * 10 * MIB + wobble(i),
    ],
    ['older ones hold less', (hours: number) => 400 * MIB - 5 * MIB * hours],
    ['a difference that is nobody’s', (hours: number) => 60 * MIB + 0.1 * MIB * hours],
  ])('%s: nothing', (_, bytesAt) => {
    expect(acrossMembers(pool(40, bytesAt))).toBeNull()
  })

  test('seven are too few; members that began together have no ages', () => {
    const leaking = (hours: number) => 60 * MIB + 30 * MIB * hours
    expect(acrossMembers(pool(7, leaking))).toBeNull()
    expect(acrossMembers(pool(8, leaking))).not.toBeNull()
    const together = pool(40, leaking).map((of) => ({
      ...of,
      ageMs: (of.ageMs / HOUR_MS) * (MINUTE_MS / 10),
    }))
    expect(acrossMembers(together)).toBeNull()
  })
})

/** Evenly spread numbers of 0 to 1, the same each time (Numerical Recipes' generator). */
function* even(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

test('simulated pools of 40: leaks are found, pools without are left in peace', () => {
  const random = even(1)
  const next = () => random.next().value
  const drawn = () => ({ hours: next() * 48, luck: next() * 2 - 1 })
  let [hits, alarms] = [0, 0]
  for (let round = 0; round < 200; round += 1) {
    const members = Array.from({ length: 40 }, drawn)
    const of = (leak: number) =>
      members.map(({ hours, luck }) => ({
        ageMs: hours * HOUR_MS,
        bytes: (80 + leak * hours + luck * 25) * MIB,
      }))
    if (acrossMembers(of(2)) !== null) hits += 1
    if (acrossMembers(of(0)) !== null) alarms += 1
  }
  expect(hits).toBeGreaterThan(190)
  expect(alarms).toBeLessThan(6)
})

test('anything gives numbers or nothing', () => {
  const any = fc.record({ ageMs: fc.double(), bytes: fc.double() })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 300 }), (members) => {
      const of = acrossMembers(members)
      expect(Object.values(of ?? {}).every(Number.isFinite)).toBe(true)
    }),
  )
})
