/** A run's life: opened (row and audit) before the ack, leased while it works, closed with what became of it. */
import type { Action, Actor } from '../domain/authorize.ts'
import { NO_COST } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Depth } from '../domain/order.ts'
import { pauseOf } from '../domain/pause.ts'
import type { Place } from '../domain/place.ts'
import { maskText } from '../domain/secrets.ts'
import type { Run } from '../domain/store.ts'
import { type Target, typed } from '../domain/target.ts'
import type { Lang } from '../domain/words.ts'
import type { House } from './house.ts'
import { auditRow, decide } from './leave.ts'
import { pausedError } from './pause/gate.ts'

export interface NewRun {
  readonly kind: Run['kind']
  readonly target: Target
  readonly depth: Depth
  readonly drilldown: string | null
  readonly orderId: string | null
  readonly place: Place
  readonly lang: Lang
  readonly actor: Actor
  readonly action: Action
}

/** Opens a run: authorized, audited, and on disk, before anybody is told that it began. */
export async function openRun(house: House, of: NewRun): Promise<Run> {
  const decision = decide(house, of.actor, of.action, of.target)
  const nowMs = house.clock.now()
  if (!decision.allowed) {
    await house.store.audit(auditRow(house, { ...of, decision, runId: null }))
    throw new UserError(decision.code, { action: of.action.name, host: of.target.host })
  }
  // A question may still be answered from what was kept; it meets the switch where it would read.
  const pause = of.kind === 'ask' ? null : pauseOf(await house.store.pauses(), of.target.host)
  if (pause !== null) {
    const paused = { allowed: false, rule: 'paused' } as const
    await house.store.audit(auditRow(house, { ...of, decision: paused, runId: null }))
    throw pausedError(pause, of.target.host)
  }
  const run: Run = {
    id: house.ids.id(),
    kind: of.kind,
    state: 'open',
    owner: house.owner,
    leaseUntilMs: nowMs + LIMITS.leaseMs,
    typed: maskText(typed(of.target)),
    place: of.place,
    lang: of.lang,
    target: of.target,
    depth: of.depth,
    drilldown: of.drilldown,
    orderId: of.orderId,
    openedAtMs: nowMs,
    closedAtMs: null,
    subject: null,
    verdict: null,
    measured: false,
    cost: NO_COST,
  }
  await house.store.openRun(run, auditRow(house, { ...of, decision, runId: run.id }))
  house.log.step(run.id, 'run-row')
  return run
}
