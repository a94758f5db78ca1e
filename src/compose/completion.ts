/**
 * What could come next in a command that a person types on the local workspace's page: hosts, groups, verbs; in a
 * thread the questions. Slack itself completes no arguments, so this help is the workspace's own.
 */
import type { Drilldown } from '../domain/drilldown.ts'
import type { Inventory } from '../domain/inventory.ts'
import type { Lang } from '../domain/words.ts'
import type { Command } from '../pipeline/command.ts'
import type { Hint } from '../workspace/world.ts'

/** More than a glance takes in is no help. */
const MAX_HINTS = 8

export interface Known<U> {
  readonly inventory: Inventory
  readonly commands: readonly Command<U>[]
  readonly drilldowns: readonly Drilldown[]
  readonly lang: Lang
}

/** Hints for a text after a command; without a command, for the first word in a thread. */
export function completions<U>(command: string, text: string, known: Known<U>): readonly Hint[] {
  const words = text.trimStart().split(/\s+/)
  const typed = (words.at(-1) ?? '').toLowerCase()
  const before = words.slice(0, -1)
  const all = command === '' ? questions(known) : following(before, known)
  return all
    .filter((hint) => hint.insert.toLowerCase().startsWith(typed) && hint.insert !== typed)
    .slice(0, MAX_HINTS)
}

function following<U>(before: readonly string[], known: Known<U>): readonly Hint[] {
  const [first] = before
  if (first === undefined) return [...places(known), ...verbs(known)]
  const verb = known.commands.find((one) => one.name === first)
  if (before.length > 1 || verb === undefined) return []
  return [
    ...verb.subVerbs.map((word) => ({ insert: word, label: word, note: verb.help[known.lang] })),
    ...(verb.usage.includes('HOST') ? places(known) : []),
  ]
}

function places<U>({ inventory }: Known<U>): readonly Hint[] {
  return [
    ...inventory.hosts.map(({ name, aliases }) => ({
      insert: name,
      label: name,
      note: aliases.join(', '),
    })),
    ...Object.entries(inventory.groups).map(([name, hosts]) => ({
      insert: `@${name}`,
      label: `@${name}`,
      note: hosts.join(', '),
    })),
  ]
}

function verbs<U>({ commands, lang }: Known<U>): readonly Hint[] {
  return commands
    .filter((one) => one.where === 'anywhere')
    .map((one) => ({ insert: one.name, label: `${one.name} ${one.usage}`, note: one.help[lang] }))
}

function questions<U>({ drilldowns, lang }: Known<U>): readonly Hint[] {
  return drilldowns.map((one) => ({
    insert: one.name,
    label: one.name,
    note: one.title[lang],
  }))
}
