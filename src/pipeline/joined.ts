/** Two people who ask the same in one place within a short time share one run. */
import { LIMITS } from '../domain/limits.ts'
import type { Depth } from '../domain/order.ts'
import type { Run } from '../domain/store.ts'
import type { Target } from '../domain/target.ts'
import { plain, say, type Text } from '../domain/words.ts'
import { UI_WORDS } from '../report/words/ui.ts'
import { type Asked, EXIT, type Reply } from './command.ts'
import type { House } from './house.ts'
import { linkOf } from './links.ts'

/** The open run whose answer will be this asker's too; null when there is none here. */
export async function sameQuestion(
  house: House,
  asked: Asked,
  target: Target,
  depth: Depth,
): Promise<Run | null> {
  const { place } = asked
  if (place.surface !== 'slack') return null
  const twin = await house.store.openCheckOf(target, depth, house.clock.now() - LIMITS.joinWithinMs)
  const there = twin?.place
  if (there?.surface !== 'slack' || twin?.owner !== house.owner) return null
  return there.channel === place.channel && there.threadTs === place.threadTs ? twin : null
}

/** Tells the second asker that the answer is on its way, and where it will stand. */
export async function alreadyAsked(house: House, twin: Run, asked: Asked): Promise<Reply> {
  const link = await linkOf(house, twin)
  const here: Text = link === null ? [] : [' ', { link, text: UI_WORDS.joinedHere[asked.lang] }]
  const text = [...say(UI_WORDS.joined, { target: twin.typed }, asked.lang), ...here]
  const message = { text: plain(text), blocks: [{ kind: 'text', text }] } as const
  return {
    kind: 'say',
    audience: 'asker',
    done: { message, exit: EXIT.fine, json: { joined: twin.id } },
  }
}
