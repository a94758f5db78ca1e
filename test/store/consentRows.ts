/** A request for tests. */
import type { Consent } from '../../src/domain/consent.ts'
import { T0 } from './rows.ts'

export const aConsent = (id: string, changes: Partial<Consent> = {}): Consent => ({
  id,
  kind: 'gcore',
  state: 'asked',
  owner: 'bot:one',
  host: 'db1',
  pid: 4242,
  startTicks: 991,
  by: 'U1',
  channel: 'C1',
  threadTs: null,
  nonceHash: `hash-of-${id}`,
  usedHash: '',
  askedAtMs: T0,
  expiresAtMs: T0 + 180_000,
  runAtMs: null,
  about: {
    name: 'postgres',
    uid: 114,
    rssBytes: 1024,
    startedAtMs: null,
    runId: null,
    lang: 'en',
    ticket: null,
    confirmedBy: null,
    approvedBy: null,
    core: null,
  },
  ...changes,
})
