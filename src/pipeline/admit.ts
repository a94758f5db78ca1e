/** The door: every request is judged and written down as it comes in, whatever becomes of it inside. */
import { authorize } from '../domain/authorize.ts'
import { withoutNonces } from '../domain/consent.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import { maskText } from '../domain/secrets.ts'
import type { Asked } from './command.ts'
import type { House } from './house.ts'
import { auditRow } from './leave.ts'

/** The ways in. */
export const ENTRIES = [
  'command',
  'message',
  'button',
  'shortcut',
  'options',
  'submit',
  'home',
  'file',
  'terminal',
] as const
export type Entry = (typeof ENTRIES)[number]

/**
 * Lets somebody in who may look at anything at all; what he then asks for is judged by itself, with its host. `words`
 * are what was typed, pressed or named. Throws UserError when he is refused.
 */
export async function admit(
  house: Pick<House, 'law' | 'store' | 'clock'>,
  { actor, place }: Pick<Asked, 'actor' | 'place'>,
  entry: Entry,
  words: string,
): Promise<void> {
  const action = { name: `request:${entry}`, class: 'look' } as const
  const decision = authorize(house.law, actor, action, null)
  const said = maskText(withoutNonces(words)).slice(0, LIMITS.auditWords)
  await house.store.audit({
    ...auditRow(house, { actor, action, place, target: null, decision, runId: null }),
    target: said,
  })
  if (!decision.allowed) throw new UserError(decision.code, { action: said || entry, host: '' })
}
