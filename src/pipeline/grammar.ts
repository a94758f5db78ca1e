/**
 * Targets as people type them (design 3): a host by name, alias or address; then a pid or a name; then a
 * drilldown's word with its arguments. A drilldown's word wins over a process's name; `name:oom` forces a
 * process, `host:check` a host; what is compared with evidence is masked as the evidence is; `unit:`, `container:` and `cgroup:` are a whole cgroup, `core:/path` is a core file there. Nothing typed ever reaches a shell.
 */
import { isCorePath } from '../domain/core.ts'
import { takesArgs, usageOf } from '../domain/drilldown.ts'
import { UserError } from '../domain/errors.ts'
import { maskName } from '../domain/secrets.ts'
import { CORE_PREFIX, parseGroup, parsePid, type Target, typed } from '../domain/target.ts'
import { parseDuration } from '../domain/time.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import { nearWords } from './likeness.ts'
import { splitWhen } from './when.ts'

export interface Asking {
  readonly name: string
  readonly args: readonly string[]
}

export interface Pointed {
  readonly target: Target
  /** A drilldown asked with the target, and its arguments. */
  readonly drilldown: Asking | null
}

const NAME_CHARS = 100
/** Of a unit, a container or a cgroup's path: pods' are about 200 long. */
export const GROUP_CHARS = 300

/** What may stand behind a host where something that changes with time is meant. */
export const LIVING = '[PID|NAME|unit:U|container:C|cgroup:PATH]'
/** The same, and a core file. */
export const ANYTHING = '[PID|NAME|unit:U|container:C|cgroup:PATH|core:PATH]'

/** Reads `HOST [PID|NAME|…] [DRILLDOWN [ARG]]`, see ANYTHING. Throws UserError naming the word that is wrong. */
export function readTarget(words: readonly string[], house: House): Pointed {
  const [hostWord, ...rest] = words
  if (hostWord === undefined)
    throw new UserError('bad-argument', { word: '', expected: `HOST ${ANYTHING}` })
  if (hostWord.startsWith('@'))
    throw new UserError('bad-argument', { word: hostWord, expected: `inspect ${hostWord}` })
  const host = hostNamed(house, hostWord.replace(/^host:/, '')).name
  const [word, ...more] = rest
  if (word === undefined) return { target: { kind: 'host', host }, drilldown: null }
  const onHost = drilldownOf(house, word, more)
  if (onHost !== null) return { target: { kind: 'host', host }, drilldown: onHost }
  const target = targetOf(host, word)
  const [question, ...args] = more
  if (question === undefined) return { target, drilldown: null }
  const drilldown = drilldownOf(house, question, args)
  if (drilldown === null) {
    const names = house.drilldowns.map((one) => one.name)
    const near = nearWords(question, names).join(', ')
    throw new UserError('unknown-question', { word: question.slice(0, 80), near })
  }
  return { target, drilldown }
}

/** A time without a question asks for the time line. */
const OF_A_TIME: Asking = { name: 'timeline', args: [] }

/** Reads the same and `[at|since TIME]`; the time's words stay as they are. Throws as readTarget. */
export function readTimed(
  words: readonly string[],
  house: House,
): Pointed & { readonly when: readonly string[] | null } {
  const { words: rest, when } = splitWhen(words)
  const pointed = readTarget(rest, house)
  const drilldown = pointed.drilldown ?? (when === null ? null : OF_A_TIME)
  return { target: pointed.target, drilldown, when }
}

/** Reads a whole message as a drilldown with its arguments and time; null when it is anything else. */
export function readDrilldown(
  words: readonly string[],
  house: Pick<House, 'drilldowns'>,
): (Asking & { readonly when: readonly string[] | null }) | null {
  const timed = splitWhen(['', ...words])
  const asking = readAsking(timed.words.slice(1), house)
  if (timed.when === null) return asking === null ? null : { ...asking, when: null }
  const alone = timed.words.length === 1 ? OF_A_TIME : asking
  return alone === null ? null : { ...alone, when: timed.when }
}

function readAsking(words: readonly string[], house: Pick<House, 'drilldowns'>): Asking | null {
  const [word, ...args] = words
  if (word === undefined) return null
  const known = house.drilldowns.find((one) => one.name === word.toLowerCase())
  if (known === undefined || !takesArgs(known, args)) return null
  return { name: known.name, args }
}

function drilldownOf(house: House, word: string, args: readonly string[]): Asking | null {
  const known = house.drilldowns.find((one) => one.name === word)
  if (known === undefined) return null
  if (!takesArgs(known, args))
    throw new UserError('bad-argument', {
      word: (known.args === 'optional-word' ? args[1] : args[0]) ?? '',
      expected: `${word} ${usageOf(known)}`.trim(),
    })
  return { name: known.name, args }
}

/** What stands behind a host, as typed. Throws UserError `bad-argument`. */
export function targetOf(host: string, word: string): Target {
  if (/^\d+$/.test(word)) {
    const pid = parsePid(word)
    if (pid === null) throw new UserError('bad-argument', { word, expected: 'PID 1-4194304' })
    return { kind: 'pid', host, pid }
  }
  if (word.startsWith(CORE_PREFIX)) return coreTarget(host, word.slice(CORE_PREFIX.length))
  const group = parseGroup(word)
  if (group !== null) return groupTarget(host, group)
  const name = word.replace(/^name:/, '')
  const forced = name !== word
  if (name === '' || name.length > NAME_CHARS || (!forced && parseDuration(word) !== null)) {
    throw new UserError('bad-argument', { word: word.slice(0, 80), expected: 'PID or NAME' })
  }
  return { kind: 'name', host, name: maskName(name) }
}

function groupTarget(
  host: string,
  { by, word }: NonNullable<ReturnType<typeof parseGroup>>,
): Target {
  if (word.length <= GROUP_CHARS) return { kind: 'group', host, by, word: maskName(word) }
  throw new UserError('bad-argument', {
    word: `${by}:${word}`.slice(0, 80),
    expected: 'unit:NAME, container:ID, cgroup:PATH',
  })
}

function coreTarget(host: string, path: string): Target {
  if (isCorePath(path)) return { kind: 'core', host, path }
  throw new UserError('bad-argument', {
    word: `${CORE_PREFIX}${path}`.slice(0, 80),
    expected: `${CORE_PREFIX}/PATH in full, without blanks and shell signs, not below /proc, /sys or /dev`,
  })
}

/** Passes a target on that changes with time. Throws UserError `core-stands-still` for one that does not. */
export function changing(target: Target): Target {
  if (target.kind !== 'core') return target
  throw new UserError('core-stands-still', {
    file: target.path,
    askCommand: `memcheck ${typed(target)}`,
  })
}

/** A group's hosts by `@group`. Throws UserError `unknown-group`. */
export function groupNamed(house: Pick<House, 'inventory'>, word: string): readonly string[] {
  const name = word.replace(/^@/, '')
  const hosts = Object.hasOwn(house.inventory.groups, name)
    ? house.inventory.groups[name]
    : undefined
  if (hosts !== undefined) return hosts
  throw new UserError('unknown-group', {
    word: name.slice(0, 80),
    near: Object.keys(house.inventory.groups)
      .map((group) => `@${group}`)
      .join(', '),
  })
}
