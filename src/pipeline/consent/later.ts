/** What nobody presses for: requests past their time, and those that a dead bot left running. */
import type { Actor } from '../../domain/authorize.ts'
import type { Consent } from '../../domain/consent.ts'
import { endMessage, type Outcome } from '../../report/consent/ended.ts'
import { lateMessage } from '../../report/consent/removed.ts'
import { settledMessage } from '../../report/consent/request.ts'
import {
  auditStep,
  consentSurface,
  type Desk,
  demandedNow,
  newNonce,
  REQUEST_SLOT,
  RUN_SLOT,
  targetOf,
  threadOf,
} from './desk.ts'
import { keptAs } from './run.ts'

/** Takes the buttons of requests that waited too long. */
export async function expireDue(desk: Desk): Promise<void> {
  const { store, clock } = desk.house
  for (const consent of await store.dueConsents(clock.now())) {
    const expired: Consent = { ...consent, state: 'expired' }
    if (!(await store.moveConsent(consent, expired))) continue
    await auditOwn(desk, expired, 'expired', 'consent-expired')
    const isFile = consent.state === 'kept'
    const surface = isFile
      ? consentSurface(desk, expired, LATE_SLOT, await threadOf(desk, expired))
      : consentSurface(desk, expired, REQUEST_SLOT, expired.threadTs)
    const settled = isFile
      ? lateMessage(expired)
      : settledMessage(expired, demandedNow(desk, expired.host))
    await surface.main(settled)
    await surface.settled()
  }
}

const LATE_SLOT = 'late'

/** After a start: says what is known of what a dead bot ran. Nothing is run anew. Gives how many there were. */
export async function tellOfStray(desk: Desk): Promise<number> {
  const { store, owner } = desk.house
  const stray = await store.strayConsents(owner)
  for (const consent of stray) {
    // A deletion that was cut short may be pressed for again; its button stands.
    const isRun = consent.state === 'running'
    const nonce = newNonce(desk.house)
    const after = isRun
      ? lostAs(desk, consent, nonce)
      : { ...consent, state: 'kept' as const, owner }
    if (!(await store.moveConsent(consent, after)) || !isRun) continue
    await auditOwn(desk, after, 'ended', 'consent-lost')
    const surface = consentSurface(desk, after, RUN_SLOT, await threadOf(desk, after))
    const removeValue = after.state === 'kept' ? desk.vault.hold(after.id, nonce) : null
    await surface.main(endMessage(after, DIED, removeValue))
    await surface.settled()
  }
  return stray.length
}

/** A core file may have been finished before the connection was lost: it is offered for deletion as one that was told. */
function lostAs(desk: Desk, consent: Consent, nonce: string): Consent {
  const { owner, ids } = desk.house
  const { core } = consent.about
  if (core === null) return { ...consent, state: 'lost', owner }
  return { ...keptAs(desk, consent, core, ids.sha256(nonce)), owner }
}

const DIED: Outcome = {
  end: { kind: 'died' },
  pausedMs: null,
  lines: [],
  isCut: false,
  isStillStopped: false,
  isLeft: null,
  fileBytes: null,
  made: null,
  hasBegun: true,
  bytes: 0,
}

/** By the bot itself, for nobody. */
async function auditOwn(desk: Desk, consent: Consent, step: string, rule: string): Promise<void> {
  const { id, kind, channel, by, about } = consent
  const actor: Actor = { id: desk.house.owner, surface: 'order', team: null, chat: null }
  await auditStep(desk, {
    actor,
    place: { surface: 'slack', channel, threadTs: null, user: by },
    action: `${kind}:${step}`,
    target: targetOf(consent),
    rule,
    runId: about.runId,
    detail: { request: id },
  })
}
