/** `policy.leaves`: what of hosts may be said in which channels. */
import type { LeavesRule } from '../domain/leaves.ts'
import { LIMITS } from '../domain/limits.ts'
import { check } from './check.ts'
import { coveredHosts, isPlaceId, type PolicyContext } from './covered.ts'
import { spoken } from './document.ts'
import { Leaves } from './shapeOfPolicy.ts'
import type { ConfigFault } from './words.ts'

const PATH = ['policy', 'leaves'] as const

/** An entry with a fault is left out; the file as a whole is refused for it. */
export function readLeaves(
  entries: readonly unknown[],
  context: PolicyContext,
): { readonly leaves: readonly LeavesRule[]; readonly faults: readonly ConfigFault[] } {
  const { document } = context
  const leaves: LeavesRule[] = []
  const faults: ConfigFault[] = []
  if (entries.length > LIMITS.policyGrants)
    faults.push(
      document.at(PATH, 'too-many-grants', { count: entries.length, limit: LIMITS.policyGrants }),
    )
  for (const [index, entry] of entries.entries()) {
    const path = [...PATH, index]
    const checked = check(Leaves, entry, path, document)
    faults.push(...checked.faults)
    if (checked.value === null) continue
    const { name, channels, hosts, at_most } = checked.value
    for (const [at, value] of channels.entries())
      if (!isPlaceId(value)) {
        const where = [...path, 'channels', at]
        faults.push(
          document.at(where, 'bad-slack-id', { where: spoken(where), value, kind: 'channels' }),
        )
      }
    const covered = coveredHosts(hosts, [...path, 'hosts'], context)
    faults.push(...covered.faults)
    leaves.push({
      name: name ?? `leaves[${index}]`,
      channels,
      hosts: covered.hosts,
      atMost: at_most,
    })
  }
  return { leaves, faults }
}
