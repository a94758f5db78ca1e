/** What somebody may do where he asks: the one rule, put to every host and class. */
import { type Actor, authorize, type Decision } from '../domain/authorize.ts'
import type { Can, CanRow } from '../domain/can.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { ACTION_CLASSES, type ActionClass } from '../domain/source.ts'
import type { House } from './house.ts'
import { visibleHosts } from './leave.ts'
import { leaveOf } from './leaves.ts'

/** Of hosts that he may not look at he is told nothing. */
export function can(house: Pick<House, 'law' | 'inventory'>, actor: Actor): Can {
  const { law } = house
  const decisionsOn = (host: HostEntry | null): CanRow['decisions'] => {
    const decided = ACTION_CLASSES.map(
      (one) => [one, authorize(law, actor, { name: 'can', class: one }, host)] as const,
    )
    return Object.fromEntries(decided) as Record<ActionClass, Decision>
  }
  const leaveOn = (hosts: readonly string[]): CanRow['leave'] =>
    actor.chat === null || (law.policy?.leaves ?? []).length === 0
      ? null
      : leaveOf(house, { channel: actor.chat.channel, hosts })
  const groups = new Map<string, Omit<CanRow, 'hosts'> & { hosts: string[] }>()
  for (const host of visibleHosts(house, actor)) {
    const of = { decisions: decisionsOn(host), leave: leaveOn([host.name]) }
    const key = JSON.stringify(of)
    const group = groups.get(key) ?? { hosts: [], ...of }
    group.hosts.push(host.name)
    groups.set(key, group)
  }
  return {
    actor,
    hasPolicy: law.policy !== null,
    readOnly: law.readOnly,
    rows: [...groups.values(), { hosts: [], decisions: decisionsOn(null), leave: leaveOn([]) }],
  }
}
