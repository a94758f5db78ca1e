/** What the entries of the policy cover: hosts by name or group, channels by id. */
import { isChannelId } from '../domain/spoken.ts'
import { hint } from './check.ts'
import { type Document, type Path, spoken } from './document.ts'
import { type GroupsRead, unknownHost } from './groups.ts'
import type { HostsRead } from './hosts.ts'
import { canonical } from './jumps.ts'
import { nearest } from './near.ts'
import type { ConfigFault } from './words.ts'

export interface PolicyContext {
  readonly document: Document
  readonly hosts: HostsRead
  readonly groups: GroupsRead
}

/** Hosts and "@groups" as the names of hosts; null where none are written, which is all. */
export function coveredHosts(
  words: readonly string[] | undefined,
  path: Path,
  { document, hosts, groups }: PolicyContext,
): { readonly hosts: readonly string[] | null; readonly faults: readonly ConfigFault[] } {
  if (words === undefined) return { hosts: null, faults: [] }
  const faults: ConfigFault[] = []
  const names = words.flatMap((word, index) => {
    const at = [...path, index]
    if (!word.startsWith('@')) {
      faults.push(...unknownHost(word, at, hosts, document))
      return canonical(word, hosts.hosts) ?? []
    }
    const name = word.slice(1)
    if (!groups.names.includes(name))
      faults.push(
        document.at(at, 'unknown-group', {
          where: spoken(at),
          name,
          ...hint(nearest(name, groups.names)),
        }),
      )
    return groups.groups[name] ?? []
  })
  return { hosts: [...new Set(names)], faults }
}

/** Of a channel, public or private, or of somebody's direct messages. */
export function isPlaceId(word: string): boolean {
  return isChannelId(word) || /^D[A-Z0-9]+$/.test(word)
}
