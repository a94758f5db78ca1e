/** Which hosts a message is about, and so what of it may leave: asked at the one door of posts and of replies. */

import { findHost } from '../domain/inventory.ts'
import { ALL_LEAVES, type Leave, leavesAt } from '../domain/leaves.ts'
import type { Message } from '../domain/report.ts'
import type { OutboxRow } from '../domain/store.ts'
import { ORDER_OWNER } from '../domain/urgency.ts'
import type { Lang } from '../domain/words.ts'
import type { CommandInfo } from '../report/help.ts'
import { vocabularyOf } from '../report/leaves/vocabulary.ts'
import { withhold } from '../report/leaves/withhold.ts'
import type { House } from './house.ts'

type Lawful = Pick<House, 'law' | 'inventory'>

/** Where a message goes, and what it is about. */
export interface Going {
  readonly channel: string
  /** Null where it is not known: then each rule of the place may be meant. */
  readonly hosts: readonly string[] | null
  readonly runId: string | null
  readonly lang: Lang
  /** Of a reply to a command: its help is ours too. */
  readonly commands: readonly CommandInfo[] | null
  /** What the asker typed there himself: said back to him it leaves nothing that was not there. */
  readonly typed?: readonly string[]
}

/** The message as it may leave. */
export function leaving(house: Lawful, message: Message, going: Going): Message {
  const leave = leaveOf(house, going)
  if (leave.level === 'samples') return message
  const { lang, runId, typed = [] } = going
  const names = new Set([...namesOf(house), ...typed])
  const vocabulary = vocabularyOf(going.commands)
  return withhold(message, { leave, lang, runId, names, vocabulary }).message
}

/** What holds for such a message. */
export function leaveOf(
  { law }: Pick<House, 'law'>,
  { channel, hosts }: Pick<Going, 'channel' | 'hosts'>,
): Leave {
  const rules = law.policy?.leaves ?? []
  return rules.length === 0 ? ALL_LEAVES : leavesAt(rules, channel, hosts)
}

/** What memcheck.yaml calls by a name. */
function namesOf({ law, inventory }: Lawful): readonly string[] {
  const groups = Object.keys(inventory.groups)
  return [
    ...inventory.hosts.flatMap(({ name, aliases }) => [name, ...aliases]),
    ...groups.flatMap((name) => [name, `@${name}`]),
    ...(law.policy?.grants ?? []).map(({ name }) => name),
    ...(law.policy?.leaves ?? []).map(({ name }) => name),
  ]
}

/** The hosts of a post: those of its run, and of its order. */
export async function hostsOfRow(
  { store }: Pick<House, 'store'>,
  { runId, owner }: Pick<OutboxRow, 'runId' | 'owner'>,
): Promise<readonly string[] | null> {
  const run = runId === null ? null : await store.run(runId)
  const order = owner.startsWith(ORDER_OWNER)
    ? await store.order(owner.slice(ORDER_OWNER.length))
    : null
  const hosts = [run?.target, ...(order?.targets ?? [])].flatMap((target) =>
    target === undefined ? [] : [target.host],
  )
  return hosts.length === 0 ? null : [...new Set(hosts)]
}

/** The hosts that were named by who asked: by name, by "@group", or by the id of a run. Null where none was. */
export async function hostsOfWords(
  { store, inventory }: Pick<House, 'store' | 'inventory'>,
  words: readonly string[],
): Promise<readonly string[] | null> {
  const hosts = new Set<string>()
  for (const word of words.slice(0, WORDS)) {
    if (word.startsWith('@'))
      for (const name of inventory.groups[word.slice(1)] ?? []) hosts.add(name)
    const named = findHost(inventory, word)
    const run = named === null && RUN_ID.test(word) ? await store.run(word) : null
    if (named !== null) hosts.add(named.name)
    if (run !== null) hosts.add(run.target.host)
  }
  return hosts.size === 0 ? null : [...hosts]
}

/** Of a command: no more name a host. */
const WORDS = 12
const RUN_ID = /^[0-9a-z]{10}$/
