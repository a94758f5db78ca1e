/** Verdicts that somebody calls wrong: written down, and what they rest on kept longer. Audited. */
import { type Doubt, doubtText, type Expected } from '../domain/doubt.ts'
import { UserError } from '../domain/errors.ts'
import { findHost } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Run } from '../domain/store.ts'
import type { Asked } from './command.ts'
import type { House } from './house.ts'
import { permitted } from './leave.ts'

export interface Doubted {
  readonly doubt: Doubt
  readonly run: Run
  /** Whether what the run collected is there still. */
  readonly isKept: boolean
}

/** Writes a doubt down. Throws UserError `no-such-run`, and what `permitted` throws. */
export async function doubt(
  house: House,
  asked: Asked,
  of: { readonly runId: string; readonly expected: Expected; readonly why: string },
): Promise<Doubted> {
  const run = await house.store.run(of.runId)
  if (run === null) throw new UserError('no-such-run', { word: of.runId.slice(0, 40) })
  // A host that left the inventory can be spoken of still.
  const isKnown = findHost(house.inventory, run.target.host) !== null
  const action = { name: `doubt:${run.id}`, class: 'look' } as const
  await permitted(house, asked.actor, action, asked.place, isKnown ? run.target : null)
  const made: Doubt = {
    runId: run.id,
    verdict: run.verdict,
    expected: of.expected,
    why: doubtText(of.why),
    by: asked.actor.id,
    atMs: house.clock.now(),
  }
  await house.store.putDoubt(made)
  return { doubt: made, run, isKept: (await house.store.capture(run.id)) !== null }
}

/** The newest doubts with their runs; a run that is past its time is null. */
export async function doubts(
  house: Pick<House, 'store'>,
): Promise<readonly { readonly doubt: Doubt; readonly run: Run | null }[]> {
  const rows: { doubt: Doubt; run: Run | null }[] = []
  for (const one of await house.store.doubts(LIMITS.doubtsShown))
    rows.push({ doubt: one, run: await house.store.run(one.runId) })
  return rows
}
