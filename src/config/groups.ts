/** `groups`: name -> hosts. */
import { check, hint } from './check.ts'
import { type Document, spoken } from './document.ts'
import type { HostsRead } from './hosts.ts'
import { canonical } from './jumps.ts'
import { nearest } from './near.ts'
import { Group, GroupName } from './shape.ts'
import type { ConfigFault } from './words.ts'

export interface GroupsRead {
  /** Group name -> names of hosts, each once. */
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly names: readonly string[]
  readonly faults: readonly ConfigFault[]
}

export function readGroups(
  entries: Readonly<Record<string, unknown>>,
  hosts: HostsRead,
  document: Document,
): GroupsRead {
  const groups: [string, readonly string[]][] = []
  const faults: ConfigFault[] = []
  for (const [name, value] of Object.entries(entries)) {
    const path = ['groups', name]
    if (!GroupName.safeParse(name).success) {
      faults.push(document.atKey(['groups'], name, 'bad-name', { where: 'groups', value: name }))
    }
    const members = check(Group, value, path, document)
    faults.push(...members.faults)
    const words = members.value ?? []
    for (const [index, word] of words.entries())
      faults.push(...unknownHost(word, [...path, index], hosts, document))
    groups.push([name, [...new Set(words.flatMap((word) => canonical(word, hosts.hosts) ?? []))]])
  }
  return { groups: Object.fromEntries(groups), names: Object.keys(entries), faults }
}

/** A fault when no host that is written in the file goes by this word. */
export function unknownHost(
  word: string,
  path: readonly (string | number)[],
  hosts: HostsRead,
  document: Document,
): readonly ConfigFault[] {
  if (hosts.names.includes(word.toLowerCase())) return []
  const near = nearest(word, hosts.names)
  return [document.at(path, 'unknown-host', { where: spoken(path), name: word, ...hint(near) })]
}
