/** A run's life: opened (row and audit) before the ack, leased while it works, closed with what became of it. */
import type { AuditRow } from '../domain/audit.ts'
import { type Action, type Actor, authorize, type Decision } from '../domain/authorize.ts'
import { NO_COST } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import { findHost, type HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Depth } from '../domain/order.ts'
import { pauseOf } from '../domain/pause.ts'
import type { Place } from '../domain/place.ts'
import { maskText } from '../domain/secrets.ts'
import type { Run } from '../domain/store.ts'
import { type Target, typed } from '../domain/target.ts'
import type { Lang } from '../domain/words.ts'
import type { House } from './house.ts'
import { likeness } from './match.ts'
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

/** The inventory's host by this word. Throws UserError `unknown-host` with the names that are near. */
export function hostNamed(house: Pick<House, 'inventory'>, word: string): HostEntry {
  const host = findHost(house.inventory, word)
  if (host !== null) return host
  const near = house.inventory.hosts
    .map((entry) => ({
      name: entry.name,
      score: likeness(entry.name.toLowerCase(), word.toLowerCase()),
    }))
    .filter((row) => row.score > NEAR_SCORE)
    .sort((a, b) => b.score - a.score)
    .map((row) => row.name)
  throw new UserError('unknown-host', {
    word: word.slice(0, 80),
    near: (near.length > 0 ? near : house.inventory.hosts.map((entry) => entry.name))
      .slice(0, 5)
      .join(', '),
  })
}

const NEAR_SCORE = 0.4

/** Asks for leave and writes down the answer. Throws UserError when it is refused. */
export async function permit(
  house: House,
  actor: Actor,
  action: Action,
  place: Place,
  target: Target | null,
): Promise<void> {
  const decision = decide(house, actor, action, target)
  if (decision.allowed) return
  await house.store.audit(auditRow(house, { actor, action, place, target, decision, runId: null }))
  throw new UserError(decision.code, { action: action.name, host: target?.host ?? '' })
}

/** Asks for leave and writes down the answer, whichever it is: for what opens no run. Throws as `permit`. */
export async function permitted(
  house: House,
  actor: Actor,
  action: Action,
  place: Place,
  target: Target | null,
): Promise<void> {
  await permit(house, actor, action, place, target)
  const decision = decide(house, actor, action, target)
  await house.store.audit(auditRow(house, { actor, action, place, target, decision, runId: null }))
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
    const paused: Decision = { allowed: false, rule: 'paused', code: 'paused' }
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

function decide(house: House, actor: Actor, action: Action, target: Target | null): Decision {
  return authorize(actor, action, target === null ? null : hostNamed(house, target.host))
}

interface Audited {
  readonly actor: Actor
  readonly action: Action
  readonly place: Place
  readonly target: Target | null
  readonly decision: Decision
  readonly runId: string | null
}

function auditRow(house: House, of: Audited): AuditRow {
  return {
    atMs: house.clock.now(),
    actor: of.actor.id,
    surface: of.actor.surface,
    place: of.place.surface === 'slack' ? of.place.channel : 'terminal',
    action: of.action.name,
    class: of.action.class,
    target: of.target === null ? '' : maskText(typed(of.target)),
    decision: of.decision.allowed ? 'allowed' : 'refused',
    rule: of.decision.rule,
    runId: of.runId,
  }
}
