/** What an instance holds, by role and by what its sessions do. Pure. */
import { isIdle } from '../../parsers/postgres/title.ts'
import { heldBy, type Instance, type Member } from './instances.ts'

export interface RoleSum {
  readonly role: string
  readonly count: number
  readonly totalBytes: number
  /** The one in the middle; of an even number the mean of both. */
  readonly medianBytes: number
  readonly largest: Member
}

/** A line for each role, the one that holds most together first. */
export function roleSums({ members }: Instance): readonly RoleSum[] {
  const by = new Map<string, Member[]>()
  for (const member of members) {
    const known = by.get(member.role)
    if (known === undefined) by.set(member.role, [member])
    else known.push(member)
  }
  return [...by]
    .flatMap(([role, alike]) => {
      const largest = alike[0]
      if (largest === undefined) return []
      const sizes = alike.map(({ heldBytes }) => heldBytes ?? 0)
      const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
      return [{ role, count: alike.length, totalBytes, medianBytes: middle(sizes), largest }]
    })
    .toSorted((a, b) => b.totalBytes - a.totalBytes)
}

/** Sessions that wait for their client; a walsender is none. */
export function idleSessions({ members }: Instance): readonly Member[] {
  return members.filter(({ role, title }) => role === 'backend' && title !== null && isIdle(title))
}

/** False where the kernel does not tell private memory (before 4.5): nothing can be summed then. */
export function isTold({ members }: Instance): boolean {
  return members.some(({ heldBytes }) => heldBytes !== null)
}

/** A member's share of all private memory. */
export function shareOf(member: Member, instance: Instance): number {
  return (member.heldBytes ?? 0) / Math.max(1, heldBy(instance))
}

/** Of a list that falls. */
function middle(sizes: readonly number[]): number {
  const at = Math.floor(sizes.length / 2)
  const upper = sizes[sizes.length % 2 === 1 ? at : at - 1] ?? 0
  return sizes.length % 2 === 1 ? upper : Math.round((upper + (sizes[at] ?? 0)) / 2)
}
