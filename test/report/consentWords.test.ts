/** Words of intrusive actions: whole in both languages, and a dialog that Slack shows uncut. */
import { describe, expect, test } from 'vitest'
import { demandedOn, USUAL_DEMAND } from '../../src/domain/demand.ts'
import { INTRUSIVE_KINDS } from '../../src/domain/intrusive.ts'
import { LANGS, type Phrase, plain } from '../../src/domain/words.ts'
import { requestMessage } from '../../src/report/consent/request.ts'
import { END_WORDS, REFUSAL_WORDS, RULE_WORDS } from '../../src/report/words/consent/refused.ts'
import { CONSENT_WORDS, KIND_WORDS } from '../../src/report/words/consent/request.ts'
import { aConsent } from '../store/consentRows.ts'

const TABLES: Readonly<Record<string, Phrase>> = {
  ...RULE_WORDS,
  ...REFUSAL_WORDS,
  ...END_WORDS,
  ...CONSENT_WORDS,
  ...Object.fromEntries(
    INTRUSIVE_KINDS.flatMap((kind) =>
      Object.entries(KIND_WORDS[kind]).map(
        ([name, phrase]) => [`${kind}.${name}`, phrase] as const,
      ),
    ),
  ),
}

const holesOf = (template: string): readonly string[] =>
  [...new Set([...template.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name))].sort()

test.each(Object.entries(TABLES))('%s says the same in both languages', (_, phrase) => {
  expect(holesOf(phrase.zh)).toEqual(holesOf(phrase.en))
  for (const lang of LANGS) expect(phrase[lang].trim()).not.toBe('')
})

describe.each(INTRUSIVE_KINDS)('the dialog of %s', (kind) => {
  test.each(LANGS)('is whole in %s, for the longest names there are', (lang) => {
    const base = aConsent('one')
    const consent = {
      ...base,
      kind,
      pid: 4_194_304,
      host: 'a-host-with-a-name.of-some.length.example',
      about: {
        ...base.about,
        name: 'sixteen-letters-',
        startedAtMs: base.askedAtMs,
        rssBytes: 7_777_777_777,
        lang,
      },
    }
    const demanded = demandedOn([USUAL_DEMAND], consent.host, base.askedAtMs)
    const { blocks } = requestMessage({ consent, demanded, value: 'held:x' })
    const [button] = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []))
    const { title = [], text = [], yes = [], no = [] } = button?.confirm ?? {}
    expect(button?.style).toBe('danger')
    expect(plain(text)).toContain(consent.host)
    expect(plain(text).length).toBeLessThanOrEqual(300)
    expect(plain(title).length).toBeLessThanOrEqual(100)
    for (const label of [yes, no]) expect(plain(label).length).toBeLessThanOrEqual(30)
    expect(plain(text)).not.toMatch(/[{}–]/u)
  })
})
