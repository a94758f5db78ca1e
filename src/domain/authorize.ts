/** The one place that says who may do what (design 8). Every entry point asks it, for the one who acts. */
import type { HostEntry } from './inventory.ts'
import type { Grant, Law, Policy } from './policy.ts'
import type { ActionClass } from './source.ts'

/** `outsider`: of another workspace (Slack Connect). `unknown`: the chat did not say, or not in time. */
export type Standing = 'member' | 'guest' | 'outsider' | 'unknown'
/** `apart`: the bot was not invited there. `direct`: a direct message to the bot, or its own page. */
export type Room = 'joined' | 'direct' | 'apart' | 'unknown'

/** What a chat says of a person and of the place that he acts in. */
export interface ChatStanding {
  readonly standing: Standing
  /** Those of the user groups in the policy that he is in. */
  readonly groups: readonly string[]
  /** Those of which it could not be learned. */
  readonly unlearned: readonly string[]
  readonly channel: string
  readonly room: Room
}

export interface Actor {
  /** Slack user id, or the login name in a terminal. */
  readonly id: string
  readonly surface: 'slack' | 'terminal' | 'order'
  readonly team: string | null
  /** Null in a terminal, and of the orders that stand in memcheck.yaml. */
  readonly chat: ChatStanding | null
}

export interface Action {
  /** `check`, `drill:smaps`, `source:proc/PID/maps`. */
  readonly name: string
  readonly class: ActionClass
}

/** Why somebody is refused: a UserError each, with its words. */
export const REFUSALS = [
  'not-allowed',
  'not-invited',
  'not-of-this-team',
  'no-policy',
  'memory-not-granted',
  'standing-unknown',
  'room-unknown',
  'groups-unknown',
  'read-only',
  'intrusive-refused',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** Whether an error's code is one of them. */
export function isRefusal(code: string): code is Refusal {
  return REFUSALS.some((refusal) => refusal === code)
}

export type Decision =
  | { readonly allowed: true; readonly rule: string }
  | { readonly allowed: false; readonly rule: string; readonly code: Refusal }

/**
 * Decides. `target` is the host that is acted on, or null when none is; `law` is what holds for everybody. Memory must
 * be granted by the host's entry too, whoever asks.
 */
export function authorize(
  law: Law,
  actor: Actor,
  action: Action,
  target: HostEntry | null,
): Decision {
  if (action.class === 'intrusive' && law.readOnly) return refused('read-only', 'read-only')
  if (action.class === 'memory' && target?.memory !== true)
    return refused('memory-not-granted-by-host', 'memory-not-granted')
  if (actor.chat !== null) return inChat(law, actor, actor.chat, action, target)
  return actor.surface === 'slack'
    ? refused('standing-unknown', 'standing-unknown')
    : atHome(actor, action)
}

/** At the terminal of the bot's machine, who has its keys anyway; and the orders of its memcheck.yaml. */
function atHome({ surface }: Actor, action: Action): Decision {
  if (action.class === 'look') return { allowed: true, rule: `${surface}-looks` }
  if (action.class === 'memory') return { allowed: true, rule: 'memory-granted-by-host' }
  if (action.class === 'admin' && surface === 'terminal')
    return { allowed: true, rule: 'terminal-administers' }
  return action.class === 'admin'
    ? refused('order-administers-nothing', 'not-allowed')
    : refused('intrusive-from-chat-only', 'intrusive-refused')
}

function inChat(
  law: Law,
  actor: Actor,
  chat: ChatStanding,
  action: Action,
  target: HostEntry | null,
): Decision {
  if (chat.standing === 'outsider') return refused('other-team', 'not-of-this-team')
  if (chat.standing === 'guest' && !isNamed(law.policy, actor.id))
    return refused('guest', 'not-of-this-team')
  // To see numbers in an outage of Slack's directory is what the bot is for; more than that waits for it.
  if (chat.standing === 'unknown' && action.class !== 'look')
    return refused('standing-unknown', 'standing-unknown')
  return law.policy === null
    ? withoutPolicy(law, chat, action)
    : byPolicy(law.policy, actor.id, chat, action, target)
}

/** A guest of our own workspace whom the policy names by his id is meant. */
function isNamed(policy: Policy | null, id: string): boolean {
  return policy?.grants.some((grant) => grant.users.includes(id)) ?? false
}

function withoutPolicy(law: Law, chat: ChatStanding, action: Action): Decision {
  if (chat.room === 'unknown') return refused('room-unknown', 'room-unknown')
  if (chat.room === 'apart') return refused('not-invited', 'not-invited')
  if (action.class === 'look') return { allowed: true, rule: 'no-policy-looks' }
  if (action.class === 'memory' && law.embedded)
    return { allowed: true, rule: 'embedded-grants-memory' }
  return refused('no-policy', 'no-policy')
}

function byPolicy(
  policy: Policy,
  id: string,
  chat: ChatStanding,
  action: Action,
  target: HostEntry | null,
): Decision {
  const fits = policy.grants.filter(
    (grant) => grant.may.includes(action.class) && coversHost(grant, action, target),
  )
  const here = fits.filter((grant) => coversPlace(grant, chat))
  const grant = here.find((one) => coversPerson(one, id, chat) === true)
  if (grant !== undefined) return { allowed: true, rule: grant.name }
  // Who could be in a group that was not learned is refused, but told that it is for that.
  if (here.some((one) => coversPerson(one, id, chat) === null))
    return refused('groups-unknown', 'groups-unknown')
  if (chat.room === 'unknown' && fits.length > 0) return refused('room-unknown', 'room-unknown')
  if (chat.room === 'apart' && fits.some((one) => one.channels.length === 0))
    return refused('not-invited', 'not-invited')
  return refused('no-grant', 'not-allowed')
}

/** What is about no host is anybody's who may look at some; to change what holds for all needs a grant over all. */
function coversHost({ hosts }: Grant, action: Action, target: HostEntry | null): boolean {
  if (hosts === null) return true
  return target === null ? action.class === 'look' : hosts.includes(target.name)
}

function coversPlace({ channels }: Grant, { channel, room }: ChatStanding): boolean {
  return channels.length === 0 ? room === 'joined' || room === 'direct' : channels.includes(channel)
}

/** Null where only a group that could not be learned would tell. */
function coversPerson(
  { users, usergroups }: Grant,
  id: string,
  chat: ChatStanding,
): boolean | null {
  if (users.length === 0 && usergroups.length === 0) return true
  if (users.includes(id)) return true
  if (usergroups.some((group) => chat.groups.includes(group))) return true
  return usergroups.some((group) => chat.unlearned.includes(group)) ? null : false
}

function refused(rule: string, code: Refusal): Decision {
  return { allowed: false, rule, code }
}
