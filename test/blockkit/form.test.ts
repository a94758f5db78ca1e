/** Forms as modals of Slack: whatever the words and choices, the literal rules take them, and answers come back. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answersOf, fieldOf, formOf, modalOf, optionsOf } from '../../src/blockkit/form.ts'
import { FORMS, type Form, type FormField } from '../../src/domain/form.ts'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { DAY_MS } from '../../src/domain/time.ts'
import { LANGS } from '../../src/domain/words.ts'
import { checkForm, FORM_VERBS, namedIn } from '../../src/pipeline/forms/checkForm.ts'
import { doubtForm } from '../../src/pipeline/forms/doubtForm.ts'
import { hostChoices } from '../../src/pipeline/forms/hostChoices.ts'
import { viewFaults } from '../../src/workspace/viewRules.ts'

const hostEntry = (name: string): HostEntry => ({ ...PLAIN_HOST, name, address: name })
const CONTEXT = { file: () => null }
const faultsOf = (form: Form, memo = '') =>
  viewFaults(JSON.parse(JSON.stringify(modalOf(form, memo, ['Cancel']))), 'modal', CONTEXT)

const word = fc.string({ unit: 'binary', maxLength: 300 })
const choice = fc.record({ value: word, label: word })
const name = fc.stringMatching(/^[a-z]{1,12}$/)
const labelled = {
  label: fc.tuple(word),
  hint: fc.option(fc.tuple(word)),
  isOptional: fc.boolean(),
}
const field: fc.Arbitrary<FormField> = fc.oneof(
  fc.record({
    ...labelled,
    name,
    kind: fc.constantFrom('line' as const, 'lines' as const),
    initial: word,
    maxChars: fc.integer({ min: 1, max: 9000 }),
  }),
  fc.record({
    ...labelled,
    name,
    kind: fc.constant('choice' as const),
    choices: fc
      .array(choice, { minLength: 1, maxLength: 200 })
      .map((some) => [{ value: 'a', label: 'a' }, ...some]),
    initial: fc.option(word),
  }),
  fc.record({
    ...labelled,
    name,
    kind: fc.constant('completed' as const),
    initial: fc.option(choice),
  }),
  fc.record({ ...labelled, name, kind: fc.constant('channel' as const) }),
)
const form: fc.Arbitrary<Form> = fc.record({
  name: fc.constantFrom(...FORMS),
  title: fc.tuple(word),
  submit: fc.tuple(word),
  intro: fc.array(fc.tuple(word), { maxLength: 3 }),
  memo: fc.constant(''),
  fields: fc.uniqueArray(field, { minLength: 1, maxLength: 6, selector: (one) => one.name }),
})

test('any form of any words is a modal that Slack takes', () => {
  fc.assert(
    fc.property(form, (made) => {
      expect(faultsOf(made)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('the house’s own forms are taken in both languages, with every host filled in', () => {
  const hosts = Array.from({ length: 300 }, (_, index) => hostEntry(`db${index}`))
  const house = { inventory: { hosts, groups: {}, embedded: false } }
  for (const lang of LANGS) {
    expect(faultsOf(doubtForm('r'.repeat(40), DAY_MS, lang))).toEqual([])
    for (const verb of FORM_VERBS)
      for (const found of [null, [], hosts])
        expect(
          faultsOf(checkForm(house, { verb, lang, found, target: '1', asksPlace: true })),
        ).toEqual([])
  }
})

test('a memo that Slack would refuse is never sent', () => {
  expect(() => modalOf(doubtForm('x', DAY_MS, 'en'), 'x'.repeat(3001), ['Cancel'])).toThrow(
    RangeError,
  )
})

test('names come back from ids, and answers from the state of a view', () => {
  const made = modalOf(doubtForm('x', DAY_MS, 'en'), '', ['Cancel'])
  expect(formOf(made.callback_id ?? '')).toBe('doubt')
  expect(fieldOf('mc:field:check:host')).toEqual({ form: 'check', field: 'host' })
  const state = {
    host: { 'mc:field:check:host': { type: 'external_select', selected_option: { value: 'db1' } } },
    target: { 'mc:field:check:target': { type: 'plain_text_input', value: null } },
    place: { 'mc:field:check:place': { selected_conversation: 'C1' } },
    why: { 'mc:field:check:why': { value: 'so' } },
  }
  expect(answersOf(state)).toEqual({ host: 'db1', target: '', place: 'C1', why: 'so' })
  fc.assert(fc.property(fc.anything(), (any) => typeof answersOf(any) === 'object'))
})

test('hosts complete: what begins so first, then what holds it, then what is like it; never more than Slack takes', () => {
  const hosts = ['web', 'db2', 'old-db', 'db1'].map((one) => hostEntry(one))
  const names = (typed: string) => hostChoices(hosts, typed).map(({ value }) => value)
  expect(names('')).toEqual(['web', 'db2', 'old-db', 'db1'])
  expect(names(' DB')).toEqual(['db2', 'db1', 'old-db'])
  expect(names('db1')).toEqual(['db1'])
  expect(names('db3')).toEqual(['db2', 'db1'])
  expect(names('zzz')).toEqual([])
  const many = Array.from({ length: 300 }, (_, index) => hostEntry(`db${index}`))
  expect(optionsOf(hostChoices(many, 'db'))).toHaveLength(100)
})

test('a message’s hosts are found by their names and addresses, with a pid that it tells', () => {
  const house = {
    inventory: { hosts: [hostEntry('db1'), hostEntry('db2')], groups: {}, embedded: false },
  }
  const found = (text: string) => {
    const { hosts, target } = namedIn(house, text)
    return [...hosts.map((host) => host.name), target]
  }
  expect(found('OOM on db2: (db1:9100) killed pid=4242.')).toEqual(['db2', 'db1', '4242'])
  expect(found('db1, db1 and DB1!')).toEqual(['db1', ''])
  expect(found('nothing here, mydb12')).toEqual([''])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => namedIn(house, any).hosts.length <= 2),
  )
})
