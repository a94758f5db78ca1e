/** Why a press does not count: each attack has its rule, and the right press has none. */
import { describe, expect, test } from 'vitest'
import {
  type Consent,
  type Press,
  type Pressed,
  pressIn,
  pressValue,
  readPress,
  whyNot,
} from '../../src/domain/consent.ts'
import { aConsent } from '../store/consentRows.ts'

const ASKED = aConsent('one')
const OTHER = aConsent('two')
const PRESS: Press = {
  step: 'confirm',
  by: 'U1',
  channel: 'C1',
  threadTs: '17.1',
  nonceHash: ASKED.nonceHash,
  atMs: ASKED.askedAtMs + 1000,
}
const OWN: Pressed = { named: ASKED, owned: ASKED, messageTs: '17.1' }
const of = (consent: Consent): Pressed => ({ ...OWN, named: consent, owned: consent })

test('the asker’s own press in time and place counts', () => {
  expect(whyNot(PRESS, OWN)).toBeNull()
})

describe('a press does not count', () => {
  test.each<[string, Partial<Press>, Pressed]>([
    ['consent-forged', {}, { ...OWN, named: null }],
    ['consent-forged', {}, { ...OWN, owned: null }],
    ['consent-other-request', {}, { ...OWN, owned: OTHER }],
    ['consent-replayed', {}, of({ ...ASKED, state: 'running' })],
    ['consent-replayed', {}, of({ ...ASKED, state: 'kept' })],
    ['consent-replayed', { step: 'approve' }, OWN],
    ['consent-replayed', { step: 'remove' }, OWN],
    ['consent-replayed', { nonceHash: 'used' }, of({ ...ASKED, usedHash: 'used' })],
    ['consent-expired', { atMs: ASKED.expiresAtMs }, OWN],
    // The clock was set back since.
    ['consent-expired', { atMs: ASKED.askedAtMs - 1 }, OWN],
    ['consent-expired', {}, of({ ...ASKED, state: 'expired' })],
    ['consent-other-person', { by: 'U2' }, OWN],
    ['consent-same-person', { step: 'approve' }, of({ ...ASKED, state: 'confirmed' })],
    ['consent-other-place', { channel: 'C2' }, OWN],
    ['consent-other-place', { threadTs: '18.1' }, OWN],
    ['consent-other-place', { threadTs: null }, OWN],
    ['consent-other-place', {}, of({ ...ASKED, threadTs: '16.1' })],
  ])('%s', (rule, press, pressed) => {
    expect(whyNot({ ...PRESS, ...press }, pressed)).toBe(rule)
  })
})

test('a second person’s press counts where one is waited for', () => {
  const confirmed = of({ ...ASKED, state: 'confirmed' })
  expect(whyNot({ ...PRESS, step: 'approve', by: 'U2' }, confirmed)).toBeNull()
})

test('what a button carries is read back, and found in talk; nothing else is', () => {
  const nonce = '0123456789abcdef'.repeat(2)
  expect(readPress(pressValue('one', nonce))).toEqual({ id: 'one', nonce })
  expect(pressIn(`please press one.${nonce}, now`)).toEqual({ id: 'one', nonce })
  for (const value of [
    '',
    'one',
    `one.${nonce}0`,
    `one.${nonce.slice(1)}`,
    `One.${nonce}`,
    `.${nonce}`,
  ])
    expect(readPress(value)).toBeNull()
  expect(pressIn('db1.internal 4242 smaps')).toBeNull()
})
