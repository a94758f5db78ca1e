/** Target -> the subject whose history is meant, from the store alone. */

import { ownIdentityOf, unitNameOf } from '../../domain/identity.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { GroupWord } from '../../domain/meant.ts'
import type { Run, Store } from '../../domain/store.ts'
import { type Subject, subjectKey } from '../../domain/subject.ts'
import { type Target, typed } from '../../domain/target.ts'

export interface Known {
  readonly key: string
  readonly subject: Subject
}

/** Subjects of one host that a name is looked for in, those seen last first. */
const KNOWN_SUBJECTS = 500

/**
 * A host is its own subject; a process is that of the newest run of the same words, else of its pid, else of its name
 * (whole before the first word, before a part); `unit:`, `container:`, `cgroup:/path` or a path is a group's. Null when nothing is kept: of a core nothing ever is.
 */
export async function subjectOf(
  store: Store,
  target: Target,
  runs: readonly Run[],
): Promise<Known | null> {
  const { host } = target
  if (target.kind === 'host') {
    const subject: Subject = { kind: 'host', host, name: host }
    return { key: subjectKey(subject), subject }
  }
  if (target.kind === 'core') return null
  const known = await store.subjectsOf(host, KNOWN_SUBJECTS)
  if (target.kind === 'group') return groupKnown(known, target, runs)
  if (target.kind === 'name' && target.name.startsWith('/'))
    return named(known, 'cgroup', target.name)
  const asked = runs.find((run) => run.subject !== null && run.kind !== 'tick')?.subject
  const before = known.find(({ key, subject }) => key === asked && subject.kind === 'process')
  if (before !== undefined) return before
  return target.kind === 'pid'
    ? store.subjectOfPid(host, target.pid)
    : named(known, 'process', target.name)
}

/** A group by the newest run of the same words, else by its path's own name: the unit's, or the container's id or a part. */
function groupKnown(
  known: readonly Known[],
  target: Extract<Target, { readonly kind: 'group' }>,
  runs: readonly Run[],
): Known | null {
  const asked = runs.find((run) => run.subject !== null)?.subject
  const groups = known.filter(({ subject }) => subject.kind === 'cgroup')
  const before = groups.find(({ key }) => key === asked)
  if (before !== undefined || target.word === '') return before ?? null
  const word = target.word.toLowerCase()
  if (target.by === 'cgroup') return named(groups, 'cgroup', word)
  return groups.find(({ subject }) => isCalled(subject.name, target.by, word)) ?? null
}

function isCalled(path: string, by: GroupWord, word: string): boolean {
  if (by === 'container') return ownIdentityOf(path)?.name.toLowerCase().startsWith(word) === true
  const unit = unitNameOf(path)?.toLowerCase() ?? null
  return unit === word || unit?.replace(/\.[a-z]+$/, '') === word
}

/** The newest runs of a target's host, and those of the same words. */
export async function runsOf(
  store: Store,
  target: Target,
): Promise<{ readonly all: readonly Run[]; readonly same: readonly Run[] }> {
  const all = await store.runsOf(target.host, LIMITS.historySamples)
  const same = all.filter((run) => target.kind === 'host' || typed(run.target) === typed(target))
  return { all, same }
}

/** The subject that a target means, by what is kept; null when it was never read. */
export async function knownSubject(store: Store, target: Target): Promise<Known | null> {
  return subjectOf(store, target, (await runsOf(store, target)).same)
}

function named(known: readonly Known[], kind: Subject['kind'], word: string): Known | null {
  const name = word.toLowerCase()
  const ranked = known
    .filter(({ subject }) => subject.kind === kind)
    .map((one) => ({ one, rank: rankOf(one.subject.name.toLowerCase(), name) }))
    .filter(({ rank }) => rank < NO_MATCH)
    // The sort is stable: of equals the one that was seen last stays first.
    .sort((a, b) => a.rank - b.rank)
  return ranked[0]?.one ?? null
}

const NO_MATCH = 3

function rankOf(full: string, name: string): number {
  if (full === name) return 0
  if (full.split(' ')[0] === name) return 1
  return full.includes(name) ? 2 : NO_MATCH
}
