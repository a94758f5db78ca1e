/** What came of deleting a core file. */
import type { Consent } from '../../domain/consent.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { Block, Message } from '../../domain/report.ts'
import { type Phrase, say } from '../../domain/words.ts'
import { CONSENT_WORDS } from '../words/consent/request.ts'
import { removeRow } from './ended.ts'
import { messageOf, paramsOf, sayOf } from './said.ts'

/** `absent`: it was gone already. `other`: what has its name is another file. `unreachable`: nobody knows. */
export type RemoveEnd = 'removed' | 'absent' | 'other' | 'left' | 'unreachable'

const WORDS = {
  removed: CONSENT_WORDS.removed,
  absent: CONSENT_WORDS.removeAbsent,
  other: CONSENT_WORDS.removeOther,
  left: CONSENT_WORDS.removeLeft,
  unreachable: CONSENT_WORDS.removeUnreachable,
} as const satisfies Readonly<Record<RemoveEnd, Phrase>>

/** `value` is what a button for another try carries. */
export function removedMessage(
  consent: Consent,
  end: RemoveEnd,
  by: string,
  value: string | null,
): Message {
  const { lang } = consent.about
  const params = { ...paramsOf(consent), by }
  if (end === 'removed' || end === 'absent') return messageOf(null, sayOf(WORDS[end], params, lang))
  const row: readonly Block[] = value === null ? [] : [removeRow(consent, value)]
  return messageOf('failed', sayOf(WORDS[end], params, lang), row)
}

/** A file that nobody deleted while its button stood. */
export function lateMessage(consent: Consent): Message {
  const params = { ...paramsOf(consent), forMs: LIMITS.coreOfferMs }
  return messageOf('failed', say(CONSENT_WORDS.removeLate, params, consent.about.lang))
}
