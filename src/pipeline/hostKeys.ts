/** `hosts add`: a person looks at the key that a host shows and says that it is right; then it is recorded. */
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { ShownKey } from '../domain/ports.ts'
import type { Message } from '../domain/report.ts'
import { plain, say } from '../domain/words.ts'
import { COMMAND_WORDS } from '../report/words/commands.ts'
import { type Asked, EXIT, type Reply } from './command.ts'
import { permitted } from './leave.ts'
import type { UseCases } from './useCases.ts'

type Outcome = 'recorded' | 'known' | 'declined'

/** What a person types. Nothing shorter: a slip of the hand is no yes. */
const YES = 'yes'

/**
 * Looks at the keys of the hosts on the way and of the host, asks for each that is not known, and records it. With a
 * fingerprint nobody is asked: the host's key must have it. Throws UserError `host-key-changed|revoked`,
 * `fingerprint-differs`, `needs-person`, `known-hosts-unwritable`, and what connecting throws.
 */
export async function addHostKeys(
  use: UseCases,
  asked: Asked,
  host: HostEntry,
  fingerprint: string | null,
): Promise<Reply> {
  const action = { name: 'hosts add', class: 'admin' } as const
  await permitted(use.house, asked.actor, action, asked.place, { kind: 'host', host: host.name })
  const done: { readonly shown: ShownKey; readonly outcome: Outcome }[] = []
  const hops = await use.house.hostKeys.hops(host)
  for (const [at, hop] of hops.entries()) {
    const shown = await use.house.hostKeys.look(hop)
    const expected = at === hops.length - 1 ? fingerprint : null
    const outcome = await recorded(use, asked, shown, expected)
    done.push({ shown, outcome })
    // A host behind one that nobody vouches for cannot be looked at.
    if (outcome === 'declined') break
  }
  return replyOf(done, asked)
}

async function recorded(
  use: UseCases,
  asked: Asked,
  shown: ShownKey,
  expected: string | null,
): Promise<Outcome> {
  const { host, address, port, type, fingerprint, file, verdict } = shown
  if (verdict === 'changed' || verdict === 'revoked')
    throw new UserError(`host-key-${verdict}`, { host, address, port, type, fingerprint, file })
  if (expected !== null && expected !== fingerprint)
    throw new UserError('fingerprint-differs', { host, type, fingerprint, expected })
  if (verdict === 'known') return 'known'
  if (expected === null && !(await isRight(use, asked, shown))) return 'declined'
  await use.house.hostKeys.record(shown)
  return 'recorded'
}

async function isRight(use: UseCases, asked: Asked, shown: ShownKey): Promise<boolean> {
  const { host, address, port, type, fingerprint, file } = shown
  if (use.person === null) throw new UserError('needs-person', { host, type, fingerprint })
  const params = { host, address, port: String(port), type, fingerprint, file, word: YES }
  const answer = await use.person.ask(say(COMMAND_WORDS.hostsAddAsk, params, asked.lang))
  return answer.trim().toLowerCase() === YES
}

const WORDS = {
  recorded: COMMAND_WORDS.hostsAdded,
  known: COMMAND_WORDS.hostsKnown,
  declined: COMMAND_WORDS.hostsDeclined,
} as const

function replyOf(
  done: readonly { readonly shown: ShownKey; readonly outcome: Outcome }[],
  { lang }: Asked,
): Reply {
  const lines = done.map(({ shown: { host, type, fingerprint, file }, outcome }) =>
    say(WORDS[outcome], { host, type, fingerprint, file }, lang),
  )
  const message: Message = {
    text: lines.map(plain).join('\n'),
    blocks: lines.map((text) => ({ kind: 'text', text })),
  }
  const isDone = done.every(({ outcome }) => outcome !== 'declined')
  const json = done.map(({ shown: { host, type, fingerprint, file }, outcome }) => ({
    host,
    type,
    fingerprint,
    file,
    outcome,
  }))
  return {
    kind: 'say',
    audience: 'asker',
    done: { message, exit: isDone ? EXIT.fine : EXIT.unchecked, json: { keys: json } },
  }
}
