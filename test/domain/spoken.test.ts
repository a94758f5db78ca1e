/** Who says which language is spoken, and what counts as an id of Slack's. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS } from '../../src/domain/limits.ts'
import { isChannelId, isSlackId, langPlace, spokenLang } from '../../src/domain/spoken.ts'

test.each([
  ['an order’s own word', 'en', 'zh', 'zh', 'zh', 'en', 'order'],
  ['what was typed, over the file', null, 'en', 'zh', 'zh', 'en', 'typed'],
  ['what was typed, alone', null, 'zh', null, 'en', 'zh', 'typed'],
  ['the file, over the asker', null, null, 'zh', 'en', 'zh', 'file'],
  ['the asker, or the bot for an order', null, null, null, 'zh', 'zh', 'own'],
] as const)('%s', (_, order, typed, file, own, lang, from) => {
  expect(spokenLang({ order, typed, file, own })).toEqual({ lang, from })
})

test.each([
  ['C0OPS', 'U0ANA', 'C0OPS'],
  ['G0123ABCD', 'U0ANA', 'G0123ABCD'],
  ['D0ANA', 'U0ANA', 'U0ANA'],
  // Typed between two others: of both persons only the one who typed it.
  ['D0LIANA', 'W0LI', 'W0LI'],
  ['U0ANA', 'memcheck.yaml', 'U0ANA'],
  ['#memory', 'memcheck.yaml', null],
  ['D0ANA', 'memcheck.yaml', null],
  ['', 'U0ANA', null],
])('what is said in %s to %s is in the language of %s', (channel, user, place) => {
  expect(langPlace(channel, user)).toBe(place)
})

test('an id is capitals and digits, of a bounded length; a channel’s begins with C or G', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (word) => {
      if (!isSlackId(word)) return !isChannelId(word)
      return /^[A-Z0-9]+$/.test(word) && word.length <= LIMITS.slackIdChars
    }),
  )
  for (const id of ['C0OPS', 'G01234567', 'C0123ABCD']) expect(isChannelId(id), id).toBe(true)
  for (const word of ['D0ANA', 'U0ANA', 'c0ops', '#ops', 'C', 'C0OPS\n', `C${'0'.repeat(40)}`])
    expect(isChannelId(word), word).toBe(false)
})
