/** `policy`: who may do what to which hosts. */
import { LIMITS } from '../domain/limits.ts'
import type { Grant, Policy } from '../domain/policy.ts'
import { check } from './check.ts'
import { coveredHosts, isPlaceId, type PolicyContext } from './covered.ts'
import { type Document, type Path, spoken } from './document.ts'
import { readLeaves } from './leaves.ts'
import { Allow, type Allow as AllowEntry, PolicyTop } from './shapeOfPolicy.ts'
import type { ConfigFault } from './words.ts'

export interface PolicyRead {
  /** Null where the file has none, or a faulty one. */
  readonly policy: Policy | null
  readonly faults: readonly ConfigFault[]
}

const TOP = 'policy'

export function readPolicy(value: unknown, context: PolicyContext): PolicyRead {
  if (value === undefined) return { policy: null, faults: [] }
  const { document } = context
  const top = check(PolicyTop, value, [TOP], document)
  if (top.value === null) return { policy: null, faults: top.faults }
  const { allow, leaves = [] } = top.value
  const path = [TOP, 'allow']
  const faults: ConfigFault[] = []
  if (allow.length > LIMITS.policyGrants)
    faults.push(
      document.at(path, 'too-many-grants', { count: allow.length, limit: LIMITS.policyGrants }),
    )
  const grants: Grant[] = []
  for (const [index, entry] of allow.entries()) {
    const checked = check(Allow, entry, [...path, index], document)
    faults.push(...checked.faults)
    if (checked.value === null) continue
    faults.push(...idFaults(checked.value, [...path, index], document))
    const covered = coveredHosts(checked.value.hosts, [...path, index, 'hosts'], context)
    faults.push(...covered.faults)
    grants.push(grantOf(checked.value, index, covered.hosts))
  }
  const rules = readLeaves(leaves, context)
  return { policy: { grants, leaves: rules.leaves }, faults: [...faults, ...rules.faults] }
}

function grantOf(entry: AllowEntry, index: number, hosts: readonly string[] | null): Grant {
  return {
    name: entry.name ?? `allow[${index}]`,
    may: entry.may,
    users: entry.users,
    usergroups: entry.usergroups,
    channels: entry.channels,
    hosts,
  }
}

/** Names may be given to others tomorrow, ids are not. */
const ID_FORMS = {
  users: /^[UW][A-Z0-9]+$/,
  usergroups: /^S[A-Z0-9]+$/,
} as const

function idFaults(entry: AllowEntry, path: Path, document: Document): readonly ConfigFault[] {
  const wrong = (key: keyof typeof ID_FORMS | 'channels', isId: (word: string) => boolean) =>
    entry[key].flatMap((value, index) => {
      const at = [...path, key, index]
      return isId(value)
        ? []
        : [document.at(at, 'bad-slack-id', { where: spoken(at), value, kind: key })]
    })
  return [
    ...wrong('users', (word) => ID_FORMS.users.test(word)),
    ...wrong('usergroups', (word) => ID_FORMS.usergroups.test(word)),
    ...wrong('channels', isPlaceId),
  ]
}
