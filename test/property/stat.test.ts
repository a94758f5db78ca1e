/** A record of stat is read by hand where it has the kernel's plain form, by a pattern otherwise: both say the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { processStat } from '../../src/parsers/proc/stat.ts'

/** Too many digits for the way by hand, and still exact. */
const SIXTEEN_DIGITS = '1000000000000000'
const MINFLT = 6

const name = fc.string({ unit: fc.constantFrom('a', ')', '(', ' ', '\n', '1', 'S', '\u0085') })
const numbers = fc.array(
  fc.oneof(
    { arbitrary: fc.nat(), weight: 20 },
    { arbitrary: fc.maxSafeNat(), weight: 5 },
    fc.constantFrom(-1, '18446744073709551615', '', 'x', '99999999999999999999', '-'),
  ),
  { minLength: 20, maxLength: 30 },
)

const record = fc
  .tuple(fc.nat(9_999_999), name, fc.constantFrom('S', 'R', 'Z', 'é', '1'), numbers)
  .map(([pid, comm, state, rest]) => ({
    text: (minflt: string) =>
      `${pid} (${comm}) ${state} ${rest.map(String).with(MINFLT, minflt).join(' ')}\n`,
  }))

test('the same of every record but for the number that made the difference', () => {
  fc.assert(
    fc.property(record, ({ text }) => {
      const byHand = processStat.parse(text('7'), { cut: false })
      const byPattern = processStat.parse(text(SIXTEEN_DIGITS), { cut: false })
      if ('error' in byHand || 'error' in byPattern) {
        expect('error' in byHand).toBe('error' in byPattern)
        return
      }
      expect({ ...byHand.value, minflt: 0 }).toEqual({ ...byPattern.value, minflt: 0 })
      expect(byHand.losses).toEqual(byPattern.losses)
      expect([byHand.value.minflt, byPattern.value.minflt]).toEqual([7, Number(SIXTEEN_DIGITS)])
    }),
    { numRuns: 2000 },
  )
})
