/** The run of a request that was agreed to: told while it goes on, and to its end, whichever that is. */
import type { Consent, ConsentState, Core } from '../../domain/consent.ts'
import { coreFilePath, type IntrusiveRequest } from '../../domain/intrusive.ts'
import { INTRUSIVE_ACTIONS } from '../../domain/intrusiveActions.ts'
import { LIMITS } from '../../domain/limits.ts'
import { endMessage, type Outcome } from '../../report/consent/ended.ts'
import { type Asked, type Done, EXIT } from '../command.ts'
import {
  auditStep,
  consentSurface,
  type Desk,
  demandedNow,
  newNonce,
  RUN_SLOT,
  targetOf,
  threadOf,
} from './desk.ts'
import { execute } from './execute.ts'
import { removeNow } from './remove.ts'

/** Runs it. What goes wrong is told in the thread; throws for bugs alone. */
export async function run(desk: Desk, asked: Asked, agreed: Consent): Promise<Done> {
  const { house } = desk
  const request = requestOf(desk, agreed)
  const consent = withCore(agreed, request)
  // The path is on disk before the file can be: whoever comes after a dead bot knows where to look.
  await house.store.moveConsent(agreed, consent)
  const thread = (await threadOf(desk, consent)) ?? pressedIn(asked)
  const surface = consentSurface(desk, consent, RUN_SLOT, thread)
  const beganAtMs = house.clock.now()
  const outcome = await cleaned(
    desk,
    consent,
    await execute(desk, asked, consent, request, surface),
  )
  const nonce = newNonce(house)
  const ended = endedAs(desk, consent, outcome, house.ids.sha256(nonce))
  await house.store.moveConsent(consent, ended)
  await auditEnd(desk, asked, ended, outcome, house.clock.now() - beganAtMs)
  const removeValue = ended.state === 'kept' ? desk.vault.hold(ended.id, nonce) : null
  const message = endMessage(ended, outcome, removeValue)
  await surface.main(message)
  await surface.settled()
  const exit = outcome.end.kind === 'done' ? EXIT.fine : EXIT.unchecked
  return { message, exit, json: { request: ended.id, state: ended.state } }
}

/** Where the button stands: it may be pressed before Slack has told us where it posted the request. */
function pressedIn({ place }: Asked): string | null {
  return place.surface === 'slack' ? place.threadTs : null
}

/** What the host is asked for, with a nonce of its own. */
export function requestOf(desk: Desk, { kind, pid, startTicks, host }: Consent): IntrusiveRequest {
  const { coreDir, coreMaxBytes } = demandedNow(desk, host)
  return {
    kind,
    pid,
    startTicks,
    nonce: newNonce(desk.house),
    seconds: INTRUSIVE_ACTIONS[kind].seconds,
    dumpDir: coreDir,
    dumpMaxBytes: coreMaxBytes,
  }
}

function withCore(consent: Consent, request: IntrusiveRequest): Consent {
  if (!INTRUSIVE_ACTIONS[consent.kind].writes) return consent
  const { dumpDir: dir, nonce } = request
  const core: Core = { path: coreFilePath(request), dir, nonce, bytes: null, made: null }
  return { ...consent, about: { ...consent.about, core } }
}

/** Where the host did not tell how it left things, it is asked once more: what was not finished must not lie there. */
async function cleaned(desk: Desk, consent: Consent, outcome: Outcome): Promise<Outcome> {
  const { core } = consent.about
  if (core === null || !isUnsure(outcome)) return outcome
  const removed = await removeNow(desk, consent, core)
  const isGone = removed === 'removed' || removed === 'absent'
  return { ...outcome, isLeft: removed === 'unreachable' ? null : !isGone }
}

/** Whether a file may lie there that nobody spoke of. */
function isUnsure({ end, hasBegun, isLeft }: Outcome): boolean {
  return hasBegun && isLeft === null && end.kind !== 'done' && end.kind !== 'refused'
}

const STATES: Readonly<Partial<Record<Outcome['end']['kind'], ConsentState>>> = {
  refused: 'refused',
  stopped: 'stopped',
  lost: 'lost',
}

/** How it ended, whatever lies there now. */
function stateOf({ end, fileBytes }: Outcome): ConsentState {
  if (end.kind !== 'done') return STATES[end.kind] ?? 'failed'
  return fileBytes === null ? 'done' : 'kept'
}

function endedAs(desk: Desk, consent: Consent, outcome: Outcome, nonceHash: string): Consent {
  const { end, fileBytes, made, isLeft } = outcome
  const { core } = consent.about
  const mayLie = end.kind === 'done' ? fileBytes !== null : isUnsure(outcome) || isLeft === true
  if (core === null || !mayLie) return { ...consent, state: stateOf(outcome) }
  return keptAs(desk, consent, { ...core, bytes: fileBytes, made }, nonceHash)
}

/** A file that lies there, or may, with a button of its own that deletes it. */
export function keptAs(
  { house }: Pick<Desk, 'house'>,
  consent: Consent,
  core: Core,
  nonceHash: string,
): Consent {
  return {
    ...consent,
    state: 'kept',
    usedHash: consent.nonceHash,
    nonceHash,
    expiresAtMs: house.clock.now() + LIMITS.coreOfferMs,
    about: { ...consent.about, core },
  }
}

async function auditEnd(
  desk: Desk,
  { actor, place }: Asked,
  consent: Consent,
  outcome: Outcome,
  tookMs: number,
): Promise<void> {
  const { end, pausedMs, lines, bytes, fileBytes } = outcome
  const isOther = end.kind === 'refused' && 'code' in end && end.code === 'other-process'
  await auditStep(desk, {
    actor,
    place,
    action: `${consent.kind}:ended`,
    target: targetOf(consent),
    allowed: end.kind !== 'refused',
    rule: isOther ? 'consent-other-process' : `consent-${stateOf(outcome)}`,
    runId: consent.about.runId,
    detail: {
      request: consent.id,
      result: 'code' in end ? end.code : end.kind,
      tookMs,
      bytes,
      lines: lines.length,
      ...(pausedMs === null ? {} : { pausedMs }),
      ...(fileBytes === null ? {} : { fileBytes, path: consent.about.core?.path ?? '' }),
    },
  })
}
