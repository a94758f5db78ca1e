/** The price that a person is told before he agrees. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  coreFilePath,
  expectedPauseMs,
  GCORE_KIB_PER_SECOND,
  INTRUSIVE_KINDS,
} from '../../src/domain/intrusive.ts'

test('more memory is never told to take less time, and no time is nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...INTRUSIVE_KINDS),
      fc.maxSafeNat(),
      fc.maxSafeNat(),
      (kind, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        expect(expectedPauseMs(kind, less)).toBeLessThanOrEqual(expectedPauseMs(kind, more))
        expect(expectedPauseMs(kind, less)).toBeGreaterThan(0)
        expect(Number.isSafeInteger(expectedPauseMs(kind, less))).toBe(true)
      },
    ),
  )
})

test('what was measured is what is told', () => {
  expect(expectedPauseMs('gdb', 1e9)).toBe(800)
  expect(expectedPauseMs('gcore', 1e9)).toBe(7300)
  // The host reckons at the same rate.
  expect(GCORE_KIB_PER_SECOND * 1024 * 6.5).toBeCloseTo(1e9, -5)
})

test('a file has one place, however its folder is written', () => {
  const of = { pid: 7, nonce: 'f00d' }
  expect(coreFilePath({ ...of, dumpDir: '/a/' })).toBe('/a/memcheck-core.7.f00d')
  expect(coreFilePath({ ...of, dumpDir: '/a' })).toBe('/a/memcheck-core.7.f00d')
})
