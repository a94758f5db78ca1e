/** What came of deleting a core file. */
import type { Consent } from '../../domain/consent.ts'
import type { Block, Message } from '../../domain/report.ts'
import { CONSENT_WORDS } from '../words/consent/request.ts'
import { removeRow } from './ended.ts'
import { messageOf, paramsOf, sayOf } from './said.ts'

export type RemoveEnd = 'removed' | 'left' | 'unreachable'

/** `value` is what a button for another try carries. */
export function removedMessage(
  consent: Consent,
  end: RemoveEnd,
  by: string,
  value: string | null,
): Message {
  const { lang } = consent.about
  const params = { ...paramsOf(consent), by }
  if (end === 'removed') return messageOf(null, sayOf(CONSENT_WORDS.removed, params, lang))
  const words = end === 'left' ? CONSENT_WORDS.removeLeft : CONSENT_WORDS.removeUnreachable
  const row: readonly Block[] = value === null ? [] : [removeRow(consent, value)]
  return messageOf('failed', sayOf(words, params, lang), row)
}
