/** Marks: made, listed and taken away; audited. Anybody may: a mark changes no verdict, and all who read the channel see it. */
import { UserError } from '../domain/errors.ts'
import { findHost } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import { type Mark, markText } from '../domain/mark.ts'
import type { Asked } from './command.ts'
import type { House } from './house.ts'
import { permitted } from './leave.ts'
import { readWhen } from './when.ts'

export interface Marking {
  readonly host: string
  readonly text: string
  /** The words of a time in the asker's zone; null for now. */
  readonly time: readonly string[] | null
}

/** Marks a moment. Throws UserError `bad-mark`, `too-many-marks`, and `bad-argument` for what is no time. */
export async function mark(house: House, asked: Asked, of: Marking): Promise<Mark> {
  const text = markText(of.text)
  const nowMs = house.clock.now()
  const atMs = of.time === null ? nowMs : readWhen(['at', ...of.time], nowMs, asked.zone).atMs
  const standing = await marksOf(house, of.host)
  if (standing.length >= LIMITS.marks)
    throw new UserError('too-many-marks', { host: of.host, count: standing.length })
  await audited(house, asked, 'mark', of.host)
  const { host } = of
  return await house.store.putMark({ host, atMs, text, by: asked.actor.id, madeAtMs: nowMs })
}

/** Takes a mark away, where a host is named only one of that host. Throws UserError `no-such-mark`. */
export async function unmark(
  house: House,
  asked: Asked,
  id: number,
  host: string | null,
): Promise<Mark> {
  const found = await house.store.mark(id)
  const isMeant = found !== null && (host === null || found.host === host)
  if (!isMeant) throw new UserError('no-such-mark', { word: String(id) })
  await audited(house, asked, `unmark:${id}`, found.host)
  if (await house.store.dropMark(id)) return found
  // Somebody else was quicker.
  throw new UserError('no-such-mark', { word: String(id) })
}

/** All that are kept of a host, the newest first. */
export async function marksOf(house: Pick<House, 'store'>, host: string): Promise<readonly Mark[]> {
  return await house.store.marks(
    { host, fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER },
    LIMITS.marks,
  )
}

async function audited(house: House, { actor, place }: Asked, name: string, host: string) {
  // A host that left the inventory leaves its marks behind: they can be taken away still.
  const target = findHost(house.inventory, host) === null ? null : ({ kind: 'host', host } as const)
  await permitted(house, actor, { name, class: 'look' }, place, target)
}
