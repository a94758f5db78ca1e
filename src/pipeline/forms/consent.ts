/** The answers of the form that asks for a change ticket -> the press that it stands for. */
import { say } from '../../domain/words.ts'
import { CONSENT_WORDS } from '../../report/words/consent/request.ts'
import type { FormLogic } from './form.ts'

export const consent: FormLogic = {
  // It has no field that completes: who asks for one made the request by hand.
  async complete(_field, _typed, asked, { consents }) {
    await consents.refused(asked, 'consent-by-options')
    return []
  },
  async submit({ answers, memo }, asked, { consents }) {
    const reply = await consents.submitted(asked, memo, answers['ticket'] ?? '')
    const isTicket = reply.kind === 'say' && codeOf(reply.done.json) === 'consent-no-ticket'
    if (!isTicket) return reply
    return { kind: 'wrong', field: 'ticket', why: say(CONSENT_WORDS.badTicket, {}, asked.lang) }
  },
}

function codeOf(json: unknown): string | null {
  const { error } = (json ?? {}) as { readonly error?: { readonly code?: string } }
  return error?.code ?? null
}
