/** The process that a thread is about, for who asks in it without naming one. */
import { UserError } from '../../domain/errors.ts'
import type { IntrusiveKind } from '../../domain/intrusive.ts'
import type { Target } from '../../domain/target.ts'
import type { Asked } from '../command.ts'
import type { Desk } from './desk.ts'

/** Which it is by now is looked up anew, and shown before anybody agrees. Throws UserError `bad-argument` where there is none. */
export async function targetHere(
  { house }: Pick<Desk, 'house'>,
  { place }: Pick<Asked, 'place'>,
  kind: IntrusiveKind,
): Promise<Target> {
  const threadTs = place.surface === 'slack' ? place.threadTs : null
  const thread =
    place.surface === 'slack' && threadTs !== null
      ? await house.store.thread(place.channel, threadTs)
      : null
  const run = thread === null ? null : await house.store.run(thread.runId)
  const target = run?.target
  if (target?.kind === 'pid' || target?.kind === 'name') return target
  throw new UserError('bad-argument', { word: kind, expected: `${kind} HOST PID|NAME` })
}
