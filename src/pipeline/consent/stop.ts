/** The button that ends what runs: for who asked for it, and for whoever might have. */
import { say } from '../../domain/words.ts'
import { plainMessage } from '../../report/consent/request.ts'
import { CONSENT_WORDS } from '../../report/words/consent/request.ts'
import { type Asked, EXIT, type Reply } from '../command.ts'
import { permit } from '../leave.ts'
import { auditStep, type Desk, refuse, targetOf } from './desk.ts'

/** It carries no nonce: to stop twice, or what has ended, does no harm. */
export async function stop(desk: Desk, asked: Asked, id: string): Promise<Reply> {
  const { actor, place, lang } = asked
  const consent = /^[0-9a-z]{1,20}$/.test(id) ? await desk.house.store.consent(id) : null
  if (consent === null)
    return refuse(desk, asked, { action: 'consent:stop', rule: 'consent-forged', target: null })
  const action = `${consent.kind}:stop`
  const target = targetOf(consent)
  if (place.surface !== 'slack' || place.channel !== consent.channel)
    return refuse(desk, asked, { action, rule: 'consent-other-place', target })
  if (actor.id !== consent.by)
    await permit(desk.house, actor, { name: action, class: 'intrusive' }, place, target)
  const end = desk.running.get(id)
  await auditStep(desk, {
    actor,
    place,
    action,
    target,
    rule: end === undefined ? 'consent-not-running' : 'consent-stopped',
    runId: consent.about.runId,
    detail: { request: id },
  })
  end?.(actor.id)
  const words = end === undefined ? CONSENT_WORDS.notRunning : CONSENT_WORDS.stopAsked
  const done = { message: plainMessage(say(words, {}, lang)), exit: EXIT.fine, json: null }
  return { kind: 'say', audience: 'asker', done }
}
