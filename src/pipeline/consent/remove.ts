/** Deleting a core file that a request left on its host: by its button, and after a run whose end nobody saw. */
import type { Consent, Core } from '../../domain/consent.ts'
import type { IntrusiveEvent } from '../../domain/intrusive.ts'
import { LIMITS } from '../../domain/limits.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { type RemoveEnd, removedMessage } from '../../report/consent/removed.ts'
import { removeCoreScript } from '../../script/intrusive/compile.ts'
import { IntrusiveReader } from '../../script/intrusive/read.ts'
import { asUserError } from '../check.ts'
import { type Asked, type Done, EXIT, type Reply } from '../command.ts'
import { hostNamed } from '../hostNamed.ts'
import {
  auditStep,
  consentSurface,
  type Desk,
  newNonce,
  REMOVE_SLOT,
  refuse,
  targetOf,
  threadOf,
} from './desk.ts'

/** The press has been judged; of two at once one deletes. */
export async function remove(desk: Desk, asked: Asked, kept: Consent): Promise<Reply> {
  const { store, owner } = desk.house
  const { core } = kept.about
  const removing: Consent = { ...kept, state: 'removing', owner }
  if (core === null || !(await store.moveConsent(kept, removing)))
    return refuse(desk, asked, {
      action: `${kept.kind}:remove`,
      rule: 'consent-replayed',
      target: targetOf(kept),
    })
  return { kind: 'work', work: () => removeCore(desk, asked, removing, core) }
}

async function removeCore(
  desk: Desk,
  { actor, place }: Asked,
  removing: Consent,
  core: Core,
): Promise<Done> {
  const { house, vault } = desk
  const end = await removeNow(desk, removing, core)
  const nonce = newNonce(house)
  const isOver = end === 'removed' || end === 'absent' || end === 'other'
  // What is there still may be tried again, by a button of its own.
  const ended: Consent = isOver
    ? { ...removing, state: 'removed' }
    : {
        ...removing,
        state: 'kept',
        usedHash: removing.nonceHash,
        nonceHash: house.ids.sha256(nonce),
        expiresAtMs: house.clock.now() + LIMITS.coreOfferMs,
      }
  await house.store.moveConsent(removing, ended)
  await auditStep(desk, {
    actor,
    place,
    action: `${removing.kind}:removed`,
    target: targetOf(removing),
    rule: `consent-${end}`,
    runId: removing.about.runId,
    detail: { request: removing.id, path: core.path, result: end },
  })
  const value = isOver ? null : vault.hold(removing.id, nonce)
  const message = removedMessage(ended, end, actor.id, value)
  const surface = consentSurface(
    desk,
    removing,
    `${REMOVE_SLOT}-${house.ids.id()}`,
    await threadOf(desk, removing),
  )
  await surface.main(message)
  await surface.settled()
  const exit = end === 'removed' || end === 'absent' ? EXIT.fine : EXIT.unchecked
  return { message, exit, json: { request: removing.id, end } }
}

/** Runs the script that deletes that one file. */
export async function removeNow(desk: Desk, consent: Consent, core: Core): Promise<RemoveEnd> {
  const { house } = desk
  const of = { dumpDir: core.dir, pid: consent.pid, nonce: core.nonce }
  const reader = new IntrusiveReader({
    ...of,
    kind: consent.kind,
    startTicks: consent.startTicks,
    seconds: REMOVE_SECONDS,
    dumpMaxBytes: 1,
  })
  const events: IntrusiveEvent[] = []
  try {
    await house.remote.exec(hostNamed(house, consent.host), {
      ...removeCoreScript(of, core.made ?? null),
      deadlineMs: REMOVE_SECONDS * SECOND_MS,
      maxBytes: LIMITS.intrusiveBytes,
      ...(consent.about.runId === null ? {} : { run: consent.about.runId }),
      onBytes: (stream, bytes) => {
        if (stream === 'out') events.push(...reader.push(bytes))
      },
    })
  } catch (cause) {
    const error = asUserError(house, consent.about.runId, cause)
    house.log.warn('consent.remove', { request: consent.id, error: error.code })
    return 'unreachable'
  }
  const cleaned = events.find((event) => event.kind === 'cleaned')
  if (cleaned === undefined) return 'unreachable'
  const found = events.find((event) => event.kind === 'found')?.what
  if (found === 'other') return 'other'
  if (cleaned.left) return 'left'
  return found === 'none' ? 'absent' : 'removed'
}

const REMOVE_SECONDS = 20
