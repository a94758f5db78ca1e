/** Requests for intrusive actions in a real database: kept whole, moved once. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Consent } from '../../src/domain/consent.ts'
import { aConsent } from './consentRows.ts'
import { T0, tempFolder, tempStore } from './rows.ts'

test('a request comes back as it was put, by its id and by either nonce', async () => {
  const store = await tempStore()
  const asked = aConsent('one', { usedHash: 'an-earlier-one' })
  await store.putConsent(asked)
  expect(await store.consent('one')).toEqual(asked)
  expect(await store.consentOfNonce('hash-of-one')).toEqual(asked)
  expect(await store.consentOfNonce('an-earlier-one')).toEqual(asked)
  expect(await store.consent('two')).toBeNull()
  expect(await store.consentOfNonce('hash-of-two')).toBeNull()
})

test('of many that move it at once, from two connections, one is told so', async () => {
  const file = join(tempFolder(), 'memcheck.db')
  const first = await tempStore('bot:one', file)
  const second = await tempStore('terminal:two', file)
  const asked = aConsent('one')
  await first.putConsent(asked)
  const tries = Array.from({ length: 10 }, (_, i) =>
    (i % 2 === 0 ? first : second).moveConsent(asked, {
      ...asked,
      state: 'running',
      runAtMs: T0 + i,
    }),
  )
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
  expect((await first.consent('one'))?.state).toBe('running')
})

test('a row whose nonce has changed since is not moved', async () => {
  const store = await tempStore()
  const asked = aConsent('one')
  await store.putConsent({ ...asked, nonceHash: 'another' })
  expect(await store.moveConsent(asked, { ...asked, state: 'running' })).toBe(false)
  expect((await store.consent('one'))?.state).toBe('asked')
})

test('what is past its time, what a dead bot ran, and how many ran on a host', async () => {
  const store = await tempStore()
  const rows = [
    aConsent('waits'),
    aConsent('late', { expiresAtMs: T0 }),
    aConsent('late-second', { state: 'confirmed', expiresAtMs: T0 }),
    aConsent('kept', { state: 'kept', expiresAtMs: T0, runAtMs: T0 }),
    aConsent('own', { state: 'running', runAtMs: T0 + 1 }),
    aConsent('stray', { state: 'running', owner: 'bot:dead', runAtMs: T0 + 2, host: 'db2' }),
  ]
  for (const row of rows) await store.putConsent(row)
  const ids = (list: readonly Consent[]) => list.map(({ id }) => id).sort()
  expect(ids(await store.dueConsents(T0))).toEqual(['kept', 'late', 'late-second'])
  expect(ids(await store.strayConsents('bot:one'))).toEqual(['stray'])
  expect(await store.consentRuns('db1', T0)).toBe(2)
  expect(await store.consentRuns('db1', T0 + 1)).toBe(1)
})
