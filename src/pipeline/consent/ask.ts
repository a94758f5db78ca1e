/** A request: judged, the process looked up, its price told, and one button that counts once. */

import type { Consent } from '../../domain/consent.ts'
import type { IntrusiveKind } from '../../domain/intrusive.ts'
import { INTRUSIVE_ACTIONS } from '../../domain/intrusiveActions.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { Run } from '../../domain/store.ts'
import type { Target } from '../../domain/target.ts'
import { endMessage, type Outcome } from '../../report/consent/ended.ts'
import { requestMessage } from '../../report/consent/request.ts'
import { errorMessage } from '../../report/errorMessage.ts'
import { asUserError } from '../check.ts'
import { Collector } from '../collect.ts'
import { type Asked, type Done, EXIT, type Reply } from '../command.ts'
import { hostNamed } from '../hostNamed.ts'
import { permit } from '../leave.ts'
import { openRun } from '../runs.ts'
import type { Surface } from '../surface.ts'
import {
  auditStep,
  consentSurface,
  type Desk,
  demandedNow,
  newNonce,
  REQUEST_SLOT,
  refuse,
  targetOf,
} from './desk.ts'
import { type Identity, identify } from './identify.ts'
import { lookThere } from './look.ts'
import { mustNotBePaused, whyNobodyElse, whyNotOffered, whyNotShown } from './offered.ts'

/** Takes a request. Throws UserErrors of leave, of targets and `paused`; the rest is told where it was asked. */
export async function askFor(
  desk: Desk,
  surfaceOf: (run: Run) => Surface,
  asked: Asked,
  of: { readonly kind: IntrusiveKind; readonly target: Target },
): Promise<Reply> {
  const { house } = desk
  const { kind, target } = of
  const { actor, place, lang } = asked
  const action = { name: kind, class: INTRUSIVE_ACTIONS[kind].class }
  await permit(house, actor, action, place, target)
  await mustNotBePaused(desk, asked, kind, target)
  const not =
    whyNotShown(desk, asked, target.host) ??
    whyNobodyElse(desk, asked, target.host) ??
    (await whyNotOffered(desk, kind, target.host))
  if (not !== null) return refuse(desk, asked, { ...not, action: kind, target })
  const run = await openRun(house, {
    kind: 'ask',
    target,
    depth: 'levels',
    drilldown: kind,
    orderId: null,
    place,
    lang,
    actor,
    action,
  })
  return { kind: 'work', work: () => prepare(desk, surfaceOf(run), run, asked, kind) }
}

async function prepare(
  desk: Desk,
  surface: Surface,
  run: Run,
  asked: Asked,
  kind: IntrusiveKind,
): Promise<Done> {
  const { house } = desk
  const collector = new Collector(house, run.id, hostNamed(house, run.target.host))
  const close = async (state: 'done' | 'failed'): Promise<void> => {
    const { cost } = collector.collected()
    const atMs = house.clock.now()
    await house.store.closeRun(run.id, { state, atMs, verdict: null, cost })
  }
  try {
    const identity = await identify(house, run, collector)
    const nonce = newNonce(house)
    const consent = requestOf(desk, run, asked, kind, identity, nonce)
    const inTheWay = await lookThere(desk, asked, consent)
    const done =
      inTheWay === null
        ? await offer(desk, asked, consent, nonce)
        : await toldWhy(desk, surface, consent, inTheWay)
    await close('done')
    return done
  } catch (cause) {
    const error = asUserError(house, run.id, cause)
    const message = errorMessage(error, run.lang)
    await surface.main(message)
    await close('failed')
    await surface.settled()
    const json = { error: { code: error.code, params: error.params } }
    return { message, exit: EXIT.unchecked, json }
  }
}

/** Writes the request down, then tells of it: a button without its row would be a forged one. */
async function offer(desk: Desk, asked: Asked, consent: Consent, nonce: string): Promise<Done> {
  const { house, vault } = desk
  await house.store.putConsent(consent)
  await auditStep(desk, {
    actor: asked.actor,
    place: asked.place,
    action: `${consent.kind}:asked`,
    target: targetOf(consent),
    rule: 'consent-asked',
    runId: consent.about.runId,
    detail: { request: consent.id, startTicks: consent.startTicks },
  })
  const value = vault.hold(consent.id, nonce)
  const message = requestMessage({ consent, demanded: demandedNow(desk, consent.host), value })
  const surface = consentSurface(desk, consent, REQUEST_SLOT, consent.threadTs)
  await surface.main(message)
  await surface.settled()
  return { message, exit: EXIT.fine, json: { request: consent.id } }
}

/** Nobody is asked for what the host would refuse. */
async function toldWhy(
  { house }: Desk,
  surface: Surface,
  consent: Consent,
  outcome: Outcome,
): Promise<Done> {
  const message = endMessage(consent, outcome, null)
  await surface.main(message)
  await surface.settled()
  house.log.info('consent.in-the-way', { request: consent.id })
  const code = 'code' in outcome.end ? outcome.end.code : outcome.end.kind
  return { message, exit: EXIT.unchecked, json: { refused: code } }
}

function requestOf(
  { house }: Desk,
  run: Run,
  { actor, place, lang }: Asked,
  kind: IntrusiveKind,
  { pid, startTicks, ...about }: Identity,
  nonce: string,
): Consent {
  if (place.surface !== 'slack') throw new Error('a request outside of a chat')
  const askedAtMs = house.clock.now()
  return {
    id: house.ids.id(),
    kind,
    state: 'asked',
    owner: house.owner,
    host: hostNamed(house, run.target.host).name,
    pid,
    startTicks,
    by: actor.id,
    channel: place.channel,
    threadTs: place.threadTs,
    nonceHash: house.ids.sha256(nonce),
    usedHash: '',
    askedAtMs,
    expiresAtMs: askedAtMs + LIMITS.consentMs,
    runAtMs: null,
    about: {
      ...about,
      lang,
      runId: run.id,
      ticket: null,
      confirmedBy: null,
      approvedBy: null,
      core: null,
    },
  }
}
