import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rateOf } from '../../src/domain/counters.ts'

const at = (value: number, uptimeSec: number) => ({ value, uptimeSec })

test('a plain rate', () => {
  expect(rateOf(at(100, 10), at(300, 12), 'this-run')).toEqual({
    perSec: 100,
    increase: 200,
    overSec: 2,
    since: 'this-run',
  })
})
test('no earlier reading is a gap', () =>
  expect(rateOf(null, at(1, 1), 'last-run')).toEqual({ gap: 'no-second-reading' }))
test('too soon is a gap, not a number', () =>
  expect(rateOf(at(1, 10), at(900, 10.5), 'this-run')).toEqual({ gap: 'too-soon' }))
test('a fall is a reset', () =>
  expect(rateOf(at(500, 10), at(3, 20), 'last-run')).toEqual({ gap: 'reset' }))
test('a reboot is a reset', () =>
  expect(rateOf(at(5, 1000), at(9, 20), 'last-run')).toEqual({ gap: 'reset' }))
test('a fall from near 2^32 is a wrap', () => {
  expect(rateOf(at(2 ** 32 - 10, 10), at(10, 20), 'last-run')).toMatchObject({
    increase: 20,
    perSec: 2,
  })
})
test('never negative, never infinite', () => {
  const reading = fc.record({
    value: fc.nat(),
    uptimeSec: fc.double({ min: 0, max: 1e9, noNaN: true }),
  })
  fc.assert(
    fc.property(reading, reading, (a, b) => {
      const rate = rateOf(a, b, 'this-run')
      return 'gap' in rate || (rate.perSec >= 0 && Number.isFinite(rate.perSec))
    }),
  )
})
