/** Words -> the command they mean. Verbs win over host names; no verb is a check; nothing is help. */
import { isRefusal } from '../domain/authorize.ts'
import { UserError } from '../domain/errors.ts'
import type { Form } from '../domain/form.ts'
import { findHost } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import { errorMessage } from '../report/errorMessage.ts'
import { admit } from './admit.ts'
import { asUserError } from './check.ts'
import { type Asked, type Command, type Done, EXIT, type Reply } from './command.ts'
import { checkForm, FORM_VERBS } from './forms/checkForm.ts'
import { auditRow, visibleHosts } from './leave.ts'
import { nearWords } from './likeness.ts'
import type { UseCases } from './useCases.ts'

export type Registry = readonly Command<UseCases>[]

/** Runs the words of one person. Never throws: what is wrong is said to the asker, within the ack. */
export async function dispatch(
  registry: Registry,
  words: readonly string[],
  asked: Asked,
  use: UseCases,
): Promise<Reply> {
  try {
    if (asked.place.surface === 'terminal')
      await admit(use.house, asked, 'terminal', words.join(' '))
    return await started(registry, words, asked, use)
  } catch (cause) {
    return refusal(cause, words, asked, use)
  }
}

function refusal(cause: unknown, words: readonly string[], asked: Asked, use: UseCases): Reply {
  const error = withoutHidden(asUserError(use.house, null, cause), asked, use.house)
  const usage = !isRefusal(error.code) && error.code !== 'bug' && error.code !== 'paused'
  return {
    kind: 'say',
    audience: 'asker',
    done: {
      message: errorMessage(error, asked.lang, undefined, words),
      exit: usage ? EXIT.usage : EXIT.unchecked,
      json: { error: { code: error.code, params: error.params } },
    },
  }
}

/** Names that are near in a mistake are of hosts, and groups with hosts, that the asker may look at. */
function withoutHidden(error: UserError, { actor }: Asked, house: UseCases['house']): UserError {
  const near = error.params['near']
  if (typeof near !== 'string') return error
  const { hosts, groups } = house.inventory
  const seen = new Set(visibleHosts(house, actor).map(({ name }) => name))
  const hidden = new Set([
    ...hosts.flatMap(({ name }) => (seen.has(name) ? [] : [name])),
    ...Object.entries(groups).flatMap(([group, names]) =>
      names.some((name) => seen.has(name)) ? [] : [`@${group}`],
    ),
  ])
  const shown = near.split(', ').filter((name) => !hidden.has(name))
  return new UserError(error.code, { ...error.params, near: shown.join(', ') }, error.cause)
}

/** A line of text as words. Throws UserError when it is too long to be a command. */
export function wordsOf(text: string): readonly string[] {
  if (text.length > LIMITS.commandChars) {
    throw new UserError('bad-argument', {
      word: `${text.slice(0, 40)}…`,
      expected: `${LIMITS.commandChars} characters at most`,
    })
  }
  // Phones turn straight quotes and dashes into typographic ones.
  return text
    .replaceAll('—', '--')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
}

async function started(
  registry: Registry,
  words: readonly string[],
  asked: Asked,
  use: UseCases,
): Promise<Reply> {
  const form = formFor(words, asked, use)
  if (form !== null)
    return { kind: 'form', form, otherwise: await otherwise(registry, words, asked, use) }
  return await startedBy(registry, words, asked, use)
}

/** In a chat a form asks for what was not typed: a host, or what else. */
function formFor(words: readonly string[], asked: Asked, use: UseCases): Form | null {
  const [first, second] = words
  const verb = FORM_VERBS.find((one) => one === first?.toLowerCase())
  // By itself this one asks of all hosts.
  const isWhole = verb === 'doctor' || second !== undefined
  if (asked.place.surface !== 'slack' || (first !== undefined && (verb === undefined || isWhole)))
    return null
  const of = { lang: asked.lang, found: null, target: '', asksPlace: false }
  return checkForm(use.house, { ...of, verb: verb ?? 'check' })
}

/** What is said where no form can be opened: the list of commands, or what the command lacks. */
async function otherwise(
  registry: Registry,
  words: readonly string[],
  asked: Asked,
  use: UseCases,
): Promise<Done> {
  const reply = await startedBy(registry, words, asked, use).catch((cause: unknown) =>
    refusal(cause, words, asked, use),
  )
  if (reply.kind === 'say') return reply.done
  throw new Error('a command that lacks words began to work')
}

async function startedBy(
  registry: Registry,
  words: readonly string[],
  asked: Asked,
  use: UseCases,
): Promise<Reply> {
  const [first, ...rest] = words.length === 0 ? ['help'] : words
  const verb = registry.find((command) => command.name === first?.toLowerCase())
  if (verb !== undefined) {
    if (verb.where === 'terminal' && asked.place.surface !== 'terminal') {
      await denyOutsideTerminal(use.house, asked, verb)
    }
    return verb.start(rest, asked, use)
  }
  const check = registry.find((command) => command.name === 'check')
  if (check === undefined) throw new UserError('unknown-command', { word: first ?? '', near: '' })
  if (
    first !== undefined &&
    !first.startsWith('@') &&
    findHost(use.house.inventory, first.replace(/^host:/, '')) === null
  ) {
    throw new UserError('unknown-command', {
      word: first.slice(0, 80),
      near: nearTo(first, registry, asked, use),
    })
  }
  mustNotTrail(words, registry, use)
  return check.start(words, asked, use)
}

/** Words of other tools, and of this one's own pages, that are no command here. */
export const MEANT: ReadonlyMap<string, string> = new Map([
  ['all', 'inspect'],
  ['fleet', 'inspect'],
  ['round', 'inspect'],
  ['list', 'hosts'],
  ['servers', 'hosts'],
  ['health', 'doctor'],
  ['status', 'doctor'],
  ['stop', 'pause'],
  ['start', 'resume'],
  ['deploy', 'mark'],
  ['leak', 'history'],
  ['core', 'gcore'],
])

/** Names that a mistake is told, and letters of a line that it is told to type. */
const [NEAR, LINE_CHARS] = [3, 200]

/** `HOST PID gcore` for `gcore HOST PID`: where a question stands, a command is told as one. Throws UserError. */
function mustNotTrail(words: readonly string[], registry: Registry, { house }: UseCases): void {
  const word = words[2]?.toLowerCase()
  if (word === undefined || house.drilldowns.some(({ name }) => name === word)) return
  const command = registry.find(({ name }) => name === word)
  if (command === undefined) return
  const line = [word, ...words.toSpliced(2, 1)].join(' ')
  // A button types it: a part of it could mean something else.
  if (line.length > LINE_CHARS) return
  throw new UserError('command-stands-first', { word, line })
}

/** A refusal like others, and written down. Throws UserError `admin-terminal-only`. */
async function denyOutsideTerminal(
  house: UseCases['house'],
  { actor, place }: Asked,
  verb: Registry[number],
): Promise<never> {
  const action = { name: verb.name, class: verb.class }
  const decision = { allowed: false, rule: 'terminal-only' } as const
  await house.store.audit(
    auditRow(house, { actor, action, place, target: null, decision, runId: null }),
  )
  throw new UserError('admin-terminal-only', { action: verb.name })
}

function nearTo(word: string, registry: Registry, asked: Asked, use: UseCases): string {
  const names = [
    ...registry.map((command) => command.name),
    ...visibleHosts(use.house, asked.actor).map((host) => host.name),
  ]
  const meant = MEANT.get(word.toLowerCase())
  const near = [...(meant === undefined ? [] : [meant]), ...nearWords(word, names)]
  return [...new Set(near)].slice(0, NEAR).join(', ')
}
