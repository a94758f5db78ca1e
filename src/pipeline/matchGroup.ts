/**
 * `unit:`, `container:` or `cgroup:` -> one cgroup, in the bot: its path comes from the evidence, never from what was
 * typed. Every group with a process in it can be meant; a container by its id, its pod's uid, its name where the
 * evidence has it (podman's and CRI-O's monitors are told it), else by its processes. Several are a choice. Pure.
 */
import { eldestOf, type PeopledGroup, peopledGroups } from '../analyzers/group/members.ts'
import { formatBytes } from '../domain/bytes.ts'
import type { Evidence } from '../domain/evidence.ts'
import { groupWordOf, identityOf, ownIdentityOf, unitNameOf } from '../domain/identity.ts'
import { LIMITS } from '../domain/limits.ts'
import type { GroupWord } from '../domain/meant.ts'
import { baseName } from '../domain/subject.ts'
import { allArgs } from '../parsers/proc/allArgs.ts'
import { firstArgs } from '../parsers/proc/firstArgs.ts'
import { processes } from '../parsers/proc/processes.ts'
import { monitoredNames } from './monitors.ts'

export type GroupMatch =
  /** The pid is a member's: through it the group and all above are read. */
  | { readonly kind: 'one'; readonly path: string; readonly pid: number }
  | { readonly kind: 'several' | 'none'; readonly choices: readonly GroupChoice[] }

export interface GroupChoice {
  /** What to type for it. */
  readonly word: string
  readonly label: string
}

export function matchGroup(evidence: Evidence, by: GroupWord, typed: string): GroupMatch {
  const groups = peopledGroups(evidence.get(processes)?.processes ?? [])
  const known = groups.filter(({ path }) => isKind(path, by))
  const word = typed.toLowerCase()
  const found = word === '' ? known : RANKED[by](word, by === 'cgroup' ? groups : known, evidence)
  const [first, ...others] = found
  if (first === undefined) return { kind: 'none', choices: choicesOf(known, evidence) }
  // A choice of one that nobody named is shown as a choice.
  if (others.length > 0 || word === '')
    return { kind: 'several', choices: choicesOf(found, evidence) }
  const pid = eldestOf(first.members)?.pid
  return pid === undefined ? { kind: 'none', choices: [] } : { kind: 'one', path: first.path, pid }
}

type Find = (
  word: string,
  groups: readonly PeopledGroup[],
  evidence: Evidence,
) => readonly PeopledGroup[]

const RANKED: Readonly<Record<GroupWord, Find>> = {
  unit: unitsNamed,
  container: containersNamed,
  cgroup: groupsAt,
}

function isKind(path: string, by: GroupWord): boolean {
  if (by === 'unit') return unitNameOf(path) !== null
  if (by === 'cgroup') return true
  const kind = ownIdentityOf(path)?.kind
  return kind === 'container' || kind === 'pod' || kind === 'machine'
}

/** The first of these tests that anything passes decides. */
function firstFitting<T>(
  groups: readonly T[],
  tests: readonly ((group: T) => boolean)[],
): readonly T[] {
  for (const test of tests) {
    const found = groups.filter(test)
    if (found.length > 0) return found
  }
  return []
}

/** By the whole name, without its suffix, as a template's instance, by a part; the host's own before a container's. */
function unitsNamed(word: string, groups: readonly PeopledGroup[]): readonly PeopledGroup[] {
  const nameOf = ({ path }: PeopledGroup): string => (unitNameOf(path) ?? '').toLowerCase()
  const found = firstFitting(groups, [
    (group) => nameOf(group) === word,
    (group) => nameOf(group) === `${word}.service`,
    (group) => nameOf(group).replace(/\.[a-z]+$/, '') === word,
    (group) => nameOf(group).startsWith(`${word}@`),
    (group) => nameOf(group).endsWith('.service') && nameOf(group).includes(word),
    (group) => nameOf(group).includes(word),
  ])
  const own = found.filter(
    ({ path }) => !['container', 'machine'].includes(identityOf(path)?.kind ?? ''),
  )
  return own.length > 0 ? own : found
}

/** Fewer digits than these may be anybody's. */
const LEAST_ID = 3

function containersNamed(
  word: string,
  groups: readonly PeopledGroup[],
  evidence: Evidence,
): readonly PeopledGroup[] {
  const names = monitoredNames(evidence.get(allArgs)?.processes ?? [])
  const arg0 = new Map((evidence.get(firstArgs)?.args ?? []).map((row) => [row.pid, row.arg0]))
  const rows = groups.map((group) => {
    const of = ownIdentityOf(group.path)
    const id = of?.name.toLowerCase() ?? ''
    const members = group.members.flatMap(({ pid, comm }) => [
      comm.toLowerCase(),
      baseName((arg0.get(pid) ?? '').split(' ')[0] ?? '').toLowerCase(),
    ])
    return {
      group,
      id,
      podUid: of?.podUid ?? '',
      pod: of?.kind === 'pod',
      members,
      name: names.get(id) ?? '',
    }
  })
  const isPrefix = (of: string): boolean => word.length >= LEAST_ID && of.startsWith(word)
  // A pod's processes are those of its containers: by a process the container is meant.
  const tests: readonly ((row: (typeof rows)[number]) => boolean)[] = [
    ({ id, name }) => id === word || name === word,
    ({ id }) => isPrefix(id),
    ({ podUid }) => isPrefix(podUid),
    ({ name }) => name.includes(word),
    ({ pod, members }) => !pod && members.includes(word),
    ({ pod, members }) => !pod && members.some((member) => member.includes(word)),
  ]
  return firstFitting(rows, tests).map(({ group }) => group)
}

/** By its path, with the mount before it or not; else by its last parts. */
function groupsAt(word: string, groups: readonly PeopledGroup[]): readonly PeopledGroup[] {
  const path = word
    .replace(/^\/sys\/fs\/cgroup(?:\/(?:memory|unified))?(?=\/)/, '')
    .replace(/\/+$/, '')
  const end = path.startsWith('/') ? path : `/${path}`
  return firstFitting(groups, [
    (group) => group.path.toLowerCase() === path,
    (group) => group.path.toLowerCase().endsWith(end),
  ])
}

function choicesOf(groups: readonly PeopledGroup[], evidence: Evidence): readonly GroupChoice[] {
  const names = monitoredNames(evidence.get(allArgs)?.processes ?? [])
  return groups
    .flatMap((group) => {
      const word = groupWordOf(group.path)
      const name = names.get(ownIdentityOf(group.path)?.name ?? '')
      const label = [
        ...(name === undefined ? [] : [name]),
        `${group.members.length} × ${eldestOf(group.members)?.comm ?? '?'}`,
        formatBytes(group.heldBytes),
      ].join(', ')
      return word === null ? [] : [{ word, label }]
    })
    .slice(0, LIMITS.choices)
}
