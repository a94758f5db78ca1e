/** A press on a request's button: who, where, when and which are judged anew, then it counts, once. */
import {
  type Consent,
  type ConsentStep,
  pressIn,
  readPress,
  STEP_STATES,
  whyNot,
} from '../../domain/consent.ts'
import { type Demanded, ticketOf } from '../../domain/demand.ts'
import { LIMITS } from '../../domain/limits.ts'
import { say } from '../../domain/words.ts'
import {
  plainMessage,
  requestMessage,
  settledMessage,
  ticketForm,
} from '../../report/consent/request.ts'
import { FORM_WORDS } from '../../report/words/forms.ts'
import { actorInChat } from '../actor.ts'
import { type Asked, EXIT, type Reply } from '../command.ts'
import { decide, permit } from '../leave.ts'
import {
  auditStep,
  consentSurface,
  type Desk,
  demandedNow,
  newNonce,
  REQUEST_SLOT,
  refuse,
  targetOf,
  threadOf,
} from './desk.ts'
import { mustNotBePaused, whyNotOffered } from './offered.ts'
import { remove } from './remove.ts'
import { run } from './run.ts'

/** A press, or a form that was sent for one. `ticket` is what was typed there; null where no form was. */
export async function press(
  desk: Desk,
  asked: Asked,
  step: ConsentStep,
  value: string,
  ticket: string | null,
): Promise<Reply> {
  const found = await judged(desk, asked, step, value)
  if ('reply' in found) return found.reply
  const { consent } = found
  if (step === 'remove') return remove(desk, asked, consent)
  const not = await whyNotOffered(desk, consent.kind, consent.host)
  const action = `${consent.kind}:${step}`
  const target = targetOf(consent)
  if (not !== null) return refuse(desk, asked, { ...not, action, target })
  const demanded = demandedNow(desk, consent.host)
  if (step === 'approve') return approve(desk, asked, consent, demanded)
  const needsTicket = demanded.tickets.length > 0
  if (needsTicket && ticket === null) {
    const otherwise = {
      message: plainMessage(say(FORM_WORDS.noForm, {}, asked.lang)),
      exit: EXIT.unchecked,
      json: null,
    }
    return { kind: 'form', form: ticketForm(consent, demanded, value), otherwise }
  }
  const taken = needsTicket ? ticketOf(ticket ?? '', demanded) : null
  if (needsTicket && taken === null) {
    const { host } = consent
    return refuse(desk, asked, { action, rule: 'consent-no-ticket', target, params: { host } })
  }
  const about = { confirmedBy: asked.actor.id, ticket: taken }
  return demanded.secondPerson
    ? confirm(desk, asked, consent, about)
    : begin(desk, asked, consent, about)
}

/** The second of two persons. What the first one did is judged anew: the policy may be another one since. */
async function approve(
  desk: Desk,
  asked: Asked,
  consent: Consent,
  demanded: Demanded,
): Promise<Reply> {
  const { house } = desk
  const { kind, host, by, channel, about } = consent
  const target = targetOf(consent)
  const action = `${kind}:approve`
  const asker = await actorInChat(house, { user: by, team: null, channel })
  if (!decide(house, asker, { name: action, class: 'intrusive' }, target).allowed)
    return refuse(desk, asked, {
      action,
      rule: 'consent-asker-lost-leave',
      target,
      params: { by, host },
    })
  if (demanded.tickets.length > 0 && ticketOf(about.ticket ?? '', demanded) === null)
    return refuse(desk, asked, { action, rule: 'consent-no-ticket', target, params: { host } })
  return begin(desk, asked, consent, { approvedBy: asked.actor.id })
}

type Judged = { readonly consent: Consent } | { readonly reply: Reply }

/** Gives the request that a press is for, where it counts. Throws UserErrors of leave and `paused`. */
async function judged(desk: Desk, asked: Asked, step: ConsentStep, value: string): Promise<Judged> {
  const { house } = desk
  const { place, actor } = asked
  const read = readPress(value)
  const nonceHash = house.ids.sha256(read?.nonce ?? '')
  const named = read === null ? null : await house.store.consent(read.id)
  const owned = await house.store.consentOfNonce(nonceHash)
  const action = named === null ? `consent:${step}` : `${named.kind}:${step}`
  const target = named === null ? null : targetOf(named)
  const channel = place.surface === 'slack' ? place.channel : ''
  const threadTs = place.surface === 'slack' ? place.threadTs : null
  const rule = whyNot(
    { step, by: actor.id, channel, threadTs, nonceHash, atMs: house.clock.now() },
    { named, owned, messageTs: named === null ? null : await threadOf(desk, named) },
  )
  if (rule !== null || named === null) {
    const params = { by: named?.by ?? '' }
    return {
      reply: await refuse(desk, asked, { action, rule: rule ?? 'consent-forged', target, params }),
    }
  }
  // Last, because it speaks of the host: leave may have been taken away, or be another's to begin with.
  await permit(house, actor, { name: action, class: 'intrusive' }, place, targetOf(named))
  await mustNotBePaused(desk, asked, action, targetOf(named))
  return { consent: named }
}

/** The first of two persons. */
async function confirm(
  desk: Desk,
  asked: Asked,
  consent: Consent,
  about: Partial<Consent['about']>,
): Promise<Reply> {
  const { house, vault } = desk
  const nonce = newNonce(house)
  const next: Consent = {
    ...consent,
    state: 'confirmed',
    usedHash: consent.nonceHash,
    nonceHash: house.ids.sha256(nonce),
    expiresAtMs: house.clock.now() + LIMITS.consentMs,
    about: { ...consent.about, ...about },
  }
  if (!(await house.store.moveConsent(consent, next))) return replayed(desk, asked, consent)
  await auditPressed(desk, asked, next, 'confirm')
  const value = vault.hold(consent.id, nonce)
  return {
    kind: 'work',
    async work() {
      const message = requestMessage({
        consent: next,
        demanded: demandedNow(desk, next.host),
        value,
      })
      const surface = consentSurface(desk, next, REQUEST_SLOT, next.threadTs)
      await surface.main(message)
      await surface.settled()
      return { message, exit: EXIT.fine, json: { request: next.id } }
    },
  }
}

/** The press that makes it run: of two at once one moves the row, and the other is a replay. */
async function begin(
  desk: Desk,
  asked: Asked,
  consent: Consent,
  about: Partial<Consent['about']>,
): Promise<Reply> {
  const { house, busy } = desk
  const { host } = consent
  // Looked at and taken without a wait between: two requests of one host may be confirmed at the same moment.
  if (busy.has(host))
    return refuse(desk, asked, {
      action: `${consent.kind}:begin`,
      rule: 'consent-host-busy',
      target: targetOf(consent),
      params: { host },
    })
  busy.add(host)
  const next: Consent = {
    ...consent,
    state: 'running',
    owner: house.owner,
    runAtMs: house.clock.now(),
    about: { ...consent.about, ...about },
  }
  const isOurs = await house.store.moveConsent(consent, next).catch((cause: unknown) => {
    busy.delete(host)
    throw cause
  })
  if (!isOurs) {
    busy.delete(host)
    return replayed(desk, asked, consent)
  }
  await auditPressed(desk, asked, next, consent.state === 'confirmed' ? 'approve' : 'confirm')
  return {
    kind: 'work',
    async work() {
      const surface = consentSurface(desk, next, REQUEST_SLOT, next.threadTs)
      await surface.main(settledMessage(next, demandedNow(desk, host)))
      return run(desk, asked, next).finally(() => busy.delete(host))
    },
  }
}

function replayed(desk: Desk, asked: Asked, consent: Consent): Promise<Reply> {
  const action = `${consent.kind}:${consent.state === STEP_STATES.approve ? 'approve' : 'confirm'}`
  return refuse(desk, asked, { action, rule: 'consent-replayed', target: targetOf(consent) })
}

async function auditPressed(
  desk: Desk,
  { actor, place }: Asked,
  consent: Consent,
  step: ConsentStep,
): Promise<void> {
  const { id, kind, about } = consent
  await auditStep(desk, {
    actor,
    place,
    action: `${kind}:${step}`,
    target: targetOf(consent),
    rule: step === 'approve' ? 'consent-approved' : 'consent-confirmed',
    runId: about.runId,
    detail: { request: id, ...(about.ticket === null ? {} : { ticket: about.ticket }) },
  })
}

/** Whether a text carries what only a button carries. */
export async function holdsPress({ house }: Desk, text: string): Promise<boolean> {
  const said = pressIn(text)
  if (said === null) return false
  const { store, ids } = house
  return (
    (await store.consent(said.id)) !== null ||
    (await store.consentOfNonce(ids.sha256(said.nonce))) !== null
  )
}
