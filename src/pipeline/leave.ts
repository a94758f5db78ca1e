/** Leave: asked of the one rule, for the one who acts, and written down, whichever it is. */
import type { AuditRow } from '../domain/audit.ts'
import { type Action, type Actor, authorize, type Decision } from '../domain/authorize.ts'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { Place } from '../domain/place.ts'
import { maskText } from '../domain/secrets.ts'
import { type Target, typed } from '../domain/target.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'

/** Asks for leave and writes down a refusal. Throws UserError when it is refused. */
export async function permit(
  house: House,
  actor: Actor,
  action: Action,
  place: Place,
  target: Target | null,
): Promise<void> {
  if (decide(house, actor, action, target).allowed) return
  await permitted(house, actor, action, place, target)
}

/**
 * Asks for leave and writes down the answer, whichever it is: for what opens no run. `detail` is what else is known of
 * it. Throws as `permit`.
 */
export async function permitted(
  house: House,
  actor: Actor,
  action: Action,
  place: Place,
  target: Target | null,
  detail?: AuditRow['detail'],
): Promise<void> {
  const decision = decide(house, actor, action, target)
  const row = auditRow(house, { actor, action, place, target, decision, runId: null })
  await house.store.audit(detail === undefined ? row : { ...row, detail })
  if (!decision.allowed)
    throw new UserError(decision.code, { action: action.name, host: target?.host ?? '' })
}

/** What the rule says, without a word in the audit. */
export function decide(
  house: Pick<House, 'law' | 'inventory'>,
  actor: Actor,
  action: Action,
  target: Target | null,
): Decision {
  const host = target === null ? null : hostNamed(house, target.host)
  return authorize(house.law, actor, action, host)
}

/** The hosts that this person may look at here: of others nothing is offered and nothing listed. */
export function visibleHosts(
  { law, inventory }: Pick<House, 'law' | 'inventory'>,
  actor: Actor,
): readonly HostEntry[] {
  return inventory.hosts.filter((host) => authorize(law, actor, LOOK, host).allowed)
}

const LOOK: Action = { name: 'look', class: 'look' }

export interface Audited {
  readonly actor: Actor
  readonly action: Action
  readonly place: Place
  readonly target: Target | null
  readonly decision: Pick<Decision, 'allowed' | 'rule'>
  readonly runId: string | null
}

/** A decision as the audit keeps it. */
export function auditRow({ clock }: Pick<House, 'clock'>, of: Audited): AuditRow {
  return {
    atMs: clock.now(),
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
