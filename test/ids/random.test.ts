import { expect, test } from 'vitest'
import { randomIds } from '../../src/ids/random.ts'

test('ids are short, safe in URLs and file names, and each is another', () => {
  const ids = randomIds()
  const many = Array.from({ length: 5000 }, () => ids.id())
  expect(many.every((id) => /^[0-9a-hjkmnp-tv-z]{10}$/.test(id))).toBe(true)
  expect(new Set(many).size).toBe(5000)
  // Each letter stands at each end: none is cut off by the arithmetic.
  expect(new Set(many.map((id) => id[0])).size).toBe(32)
  expect(new Set(many.map((id) => id[9])).size).toBe(32)
})

test('nonces are 16 hex digits, each another', () => {
  const ids = randomIds()
  const many = Array.from({ length: 1000 }, () => ids.nonce())
  expect(many.every((nonce) => /^[0-9a-f]{16}$/.test(nonce))).toBe(true)
  expect(new Set(many).size).toBe(1000)
})
