/** The counter of transactions out of the code that counts: found where load and store agree, refused elsewhere. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counterIn } from '../../src/memory/transactions.ts'

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'))
const AT = 0x461720

// Disassembled: Debian's 15, and builds of 13 and 18.
const DEBIAN_15 =
  '8b0522a04300 8d5001 85c0 750a ba02000000 b801000000 89150ba04300 c3 6690 55 ba05000000'
const OTHER_13 = '8b0550925600 85c0 8d5001 7507 b801000000 ebf2 89153c925600 c3 4883ec28'

test.each([
  ['15 of Debian', DEBIAN_15, AT, 0x89b748],
  ['13', OTHER_13, 0x336b12, 0x89fd68],
  ['behind endbr64', `f30f1efa ${DEBIAN_15}`, AT - 4, 0x89b748],
  ['a store elsewhere', DEBIAN_15.replace('89150ba04300', '89150ca04300'), AT, null],
  ['no load at its beginning', `90 ${DEBIAN_15}`, AT, null],
  ['nothing', '', AT, null],
])('%s', (_, hex, at, expected) => {
  expect(counterIn(bytes(hex), at)).toBe(expected)
})

test('any code gives an address or nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (code) => {
      const found = counterIn(code, AT)
      expect(found === null || Number.isSafeInteger(found)).toBe(true)
    }),
  )
})
