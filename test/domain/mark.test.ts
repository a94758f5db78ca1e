import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { markText, parseMarkId } from '../../src/domain/mark.ts'

test.each([
  [' deploy \t 1.2\n', 'deploy 1.2'],
  ['发布 1.2 🚀', '发布 1.2 🚀'],
  ['a\u0000b\u001b[31m\u202ec\u2028d', 'a b [31m c d'],
  ['--token abc123', '--token ••••'],
  ['🚀'.repeat(LIMITS.markChars), '🚀'.repeat(LIMITS.markChars)],
])('%j is kept as %j', (typed, kept) => {
  expect(markText(typed)).toBe(kept)
})

test.each([
  ['', 0],
  [' \u0007 ', 0],
  ['x'.repeat(LIMITS.markChars + 1), LIMITS.markChars + 1],
])('%j is refused', (typed, chars) => {
  expect(() => markText(typed)).toThrow(
    new UserError('bad-mark', { chars, most: LIMITS.markChars }).message,
  )
})

test('whatever is typed: one short line without a control character, or a clear refusal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (typed) => {
      try {
        const text = markText(typed)
        expect(text).toMatch(/^[^\p{Cc}\p{Cs}\u2028-\u202e]+$/u)
        expect([...text].length).toBeLessThanOrEqual(LIMITS.markChars)
      } catch (cause) {
        expect(cause).toBeInstanceOf(UserError)
      }
    }),
  )
})

test.each([
  ['1', 1],
  ['#12', 12],
  ['0', null],
  ['-1', null],
  ['1e3', null],
  ['9'.repeat(16), null],
  ['', null],
])('number %j is %j', (word, id) => {
  expect(parseMarkId(word)).toBe(id)
})
