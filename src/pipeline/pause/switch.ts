/** Turning the kill switch: anybody may pause, who may resume is an admin; both are audited, refusals too. */
import { UserError } from '../../domain/errors.ts'
import { type Pause, pauseOf } from '../../domain/pause.ts'
import type { Target } from '../../domain/target.ts'
import type { Asked } from '../command.ts'
import type { House } from '../house.ts'
import { permitted } from '../leave.ts'

/** Pauses one host, or with an empty name all; gives the pause that stands, which may be an earlier one. */
export async function pauseNow(house: House, asked: Asked, host: string): Promise<Pause> {
  await permitted(house, asked.actor, { name: 'pause', class: 'look' }, asked.place, targetOf(host))
  const { id: by, surface } = asked.actor
  const made: Pause = { host, by, surface, atMs: house.clock.now() }
  await house.store.putPause(made)
  return (await house.store.pauses()).find((one) => one.host === host) ?? made
}

/** Lifts it. Throws UserError `not-paused` where none of that name stands, and what `permitted` throws. */
export async function resumeNow(house: House, asked: Asked, host: string): Promise<void> {
  const action = { name: 'resume', class: 'admin' } as const
  await permitted(house, asked.actor, action, asked.place, targetOf(host))
  if (await house.store.dropPause(host)) return
  const standing = pauseOf(await house.store.pauses(), host)
  throw new UserError('not-paused', { host, standing: standing === null ? '' : 'all' })
}

function targetOf(host: string): Target | null {
  return host === '' ? null : { kind: 'host', host }
}
