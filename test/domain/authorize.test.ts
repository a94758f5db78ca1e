/** The one rule: who may do what, by surface, standing, room, policy and the host's own grant. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Actor,
  authorize,
  type ChatStanding,
  type Decision,
  type Refusal,
} from '../../src/domain/authorize.ts'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import type { Grant, Law } from '../../src/domain/policy.ts'
import { ACTION_CLASSES, type ActionClass } from '../../src/domain/source.ts'

const host = (name: string, memory = true): HostEntry => ({
  ...PLAIN_HOST,
  name,
  address: name,
  memory,
})
const DB1 = host('db1')

const MEMBER: ChatStanding = {
  standing: 'member',
  groups: [],
  unlearned: [],
  channel: 'C1',
  room: 'joined',
}
const inChat = (changes: Partial<ChatStanding> = {}, id = 'U1'): Actor => ({
  id,
  surface: 'slack',
  team: null,
  chat: { ...MEMBER, ...changes },
})
const home = (surface: 'terminal' | 'order'): Actor => ({
  id: 'ana',
  surface,
  team: null,
  chat: null,
})

const GRANT: Grant = {
  name: 'everybody',
  may: ['look'],
  users: [],
  usergroups: [],
  channels: [],
  hosts: null,
}
const law = (...grants: readonly Partial<Grant>[]): Law => ({
  policy: { grants: grants.map((grant) => ({ ...GRANT, ...grant })) },
  readOnly: false,
  embedded: false,
})
const NONE: Law = { policy: null, readOnly: false, embedded: false }

function ask(of: Law, actor: Actor, to: ActionClass, target: HostEntry | null = DB1): Decision {
  return authorize(of, actor, { name: 'x', class: to }, target)
}
/** `rule` where it is allowed, `!code` where not. */
function said(decision: Decision): string {
  return decision.allowed ? decision.rule : `!${decision.code}`
}

describe('without a policy', () => {
  test.each<readonly [string, Actor, ActionClass, string]>([
    ['a member looks', inChat(), 'look', 'no-policy-looks'],
    ['and in a direct message', inChat({ room: 'direct' }), 'look', 'no-policy-looks'],
    ['not where the bot was not invited', inChat({ room: 'apart' }), 'look', '!not-invited'],
    ['nor where that is not known', inChat({ room: 'unknown' }), 'look', '!room-unknown'],
    ['reads no memory, whatever the host grants', inChat(), 'memory', '!no-policy'],
    ['does nothing intrusive', inChat(), 'intrusive', '!no-policy'],
    ['administers nothing', inChat(), 'admin', '!no-policy'],
    ['a guest is refused', inChat({ standing: 'guest' }), 'look', '!not-of-this-team'],
    ['as is who is of another team', inChat({ standing: 'outsider' }), 'look', '!not-of-this-team'],
    ['who is not known looks', inChat({ standing: 'unknown' }), 'look', 'no-policy-looks'],
    ['a terminal looks', home('terminal'), 'look', 'terminal-looks'],
    ['reads memory where the host grants it', home('terminal'), 'memory', 'memory-granted-by-host'],
    ['administers', home('terminal'), 'admin', 'terminal-administers'],
    ['does nothing intrusive without a chat', home('terminal'), 'intrusive', '!intrusive-refused'],
    ['an order of memcheck.yaml looks', home('order'), 'look', 'order-looks'],
    ['reads memory likewise', home('order'), 'memory', 'memory-granted-by-host'],
    ['administers nothing', home('order'), 'admin', '!not-allowed'],
    ['of a chat that says nothing', { ...inChat(), chat: null }, 'look', '!standing-unknown'],
  ])('%s', (_, actor, to, expected) => {
    expect(said(ask(NONE, actor, to))).toBe(expected)
  })

  test('the embedded host grants memory, and only that', () => {
    const embedded = { ...NONE, embedded: true }
    expect(said(ask(embedded, inChat(), 'memory'))).toBe('embedded-grants-memory')
    expect(said(ask(embedded, inChat(), 'intrusive'))).toBe('!no-policy')
  })
})

describe('with a policy', () => {
  test.each<readonly [string, Law, Actor, ActionClass, HostEntry | null, string]>([
    ['everybody', law({}), inChat(), 'look', DB1, 'everybody'],
    ['by id', law({ users: ['U1'] }), inChat(), 'look', DB1, 'everybody'],
    ['another id', law({ users: ['U2'] }), inChat(), 'look', DB1, '!not-allowed'],
    ['by group', law({ usergroups: ['S1'] }), inChat({ groups: ['S1'] }), 'look', DB1, 'everybody'],
    ['of no group', law({ usergroups: ['S1'] }), inChat(), 'look', DB1, '!not-allowed'],
    [
      'not known',
      law({ usergroups: ['S1'] }),
      inChat({ unlearned: ['S1'] }),
      'look',
      DB1,
      '!groups-unknown',
    ],
    [
      'or by id',
      law({ usergroups: ['S1'], users: ['U1'] }),
      inChat({ unlearned: ['S1'] }),
      'look',
      DB1,
      'everybody',
    ],
    [
      'in the channel',
      law({ channels: ['C1'] }),
      inChat({ room: 'unknown' }),
      'look',
      DB1,
      'everybody',
    ],
    ['in another', law({ channels: ['C2'] }), inChat(), 'look', DB1, '!not-allowed'],
    ['not invited', law({}), inChat({ room: 'apart' }), 'look', DB1, '!not-invited'],
    ['room not known', law({}), inChat({ room: 'unknown' }), 'look', DB1, '!room-unknown'],
    ['on the host', law({ hosts: ['db1'] }), inChat(), 'look', DB1, 'everybody'],
    ['on another', law({ hosts: ['db2'] }), inChat(), 'look', DB1, '!not-allowed'],
    ['about no host', law({ hosts: ['db2'] }), inChat(), 'look', null, 'everybody'],
    [
      'what holds for all',
      law({ hosts: ['db2'], may: ['admin'] }),
      inChat(),
      'admin',
      null,
      '!not-allowed',
    ],
    ['with a grant over all', law({ may: ['admin'] }), inChat(), 'admin', null, 'everybody'],
    ['another class', law({}), inChat(), 'memory', DB1, '!not-allowed'],
    ['memory', law({ may: ['memory'] }), inChat(), 'memory', DB1, 'everybody'],
    [
      'that the host does not grant',
      law({ may: ['memory'] }),
      inChat(),
      'memory',
      host('db1', false),
      '!memory-not-granted',
    ],
    ['intrusive', law({ may: ['intrusive'] }), inChat(), 'intrusive', DB1, 'everybody'],
    [
      'read-only',
      { ...law({ may: ['intrusive'] }), readOnly: true },
      inChat(),
      'intrusive',
      DB1,
      '!read-only',
    ],
    ['not known, to look', law({}), inChat({ standing: 'unknown' }), 'look', DB1, 'everybody'],
    [
      'not known, for more',
      law({ may: ['memory'] }),
      inChat({ standing: 'unknown' }),
      'memory',
      DB1,
      '!standing-unknown',
    ],
    [
      'a guest by id',
      law({ users: ['U1'] }),
      inChat({ standing: 'guest' }),
      'look',
      DB1,
      'everybody',
    ],
    [
      'a guest as anybody',
      law({}),
      inChat({ standing: 'guest' }),
      'look',
      DB1,
      '!not-of-this-team',
    ],
    [
      'an outsider by id',
      law({ users: ['U1'] }),
      inChat({ standing: 'outsider' }),
      'look',
      DB1,
      '!not-of-this-team',
    ],
    [
      'a watch by its person',
      law({ users: ['U2'] }),
      { ...inChat(), surface: 'order' },
      'look',
      DB1,
      '!not-allowed',
    ],
  ])('%s', (_, of, actor, to, target, expected) => {
    expect(said(ask(of, actor, to, target))).toBe(expected)
  })
})

const grants = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b'),
    may: fc.subarray([...ACTION_CLASSES]),
    users: fc.subarray(['U1', 'U2']),
    usergroups: fc.subarray(['S1', 'S2']),
    channels: fc.subarray(['C1', 'C2']),
    hosts: fc.option(fc.subarray(['db1', 'db2'])),
  }),
  { maxLength: 4 },
)
const chats = fc.record({
  standing: fc.constantFrom('member', 'guest', 'outsider', 'unknown'),
  groups: fc.subarray(['S1', 'S2']),
  unlearned: fc.subarray(['S1', 'S2']),
  channel: fc.constantFrom('C1', 'C2', 'C3'),
  room: fc.constantFrom('joined', 'direct', 'apart', 'unknown'),
})
const cases = fc.record({
  grants,
  chat: chats,
  to: fc.constantFrom(...ACTION_CLASSES),
  memory: fc.boolean(),
  readOnly: fc.boolean(),
})

describe('whatever the policy', () => {
  test('what is allowed is granted by an entry that names class, host, place and person', () => {
    fc.assert(
      fc.property(cases, ({ grants, chat, to, memory, readOnly }) => {
        const of: Law = { policy: { grants }, readOnly, embedded: false }
        const decision = ask(of, inChat(chat), to, host('db1', memory))
        if (!decision.allowed) return
        expect(chat.standing).not.toBe('outsider')
        expect(to === 'intrusive' && readOnly).toBe(false)
        expect(to === 'memory' && !memory).toBe(false)
        const held = grants.filter(
          (grant) =>
            grant.may.includes(to) &&
            (grant.hosts?.includes('db1') ?? true) &&
            (grant.channels.length === 0
              ? ['joined', 'direct'].includes(chat.room)
              : grant.channels.includes(chat.channel)) &&
            (grant.users.length + grant.usergroups.length === 0 ||
              grant.users.includes('U1') ||
              grant.usergroups.some((group) => chat.groups.includes(group))),
        )
        expect(held.map(({ name }) => name)).toContain(decision.rule)
      }),
    )
  })

  test('to know less of somebody never gives him more', () => {
    const less: Partial<ChatStanding> = {
      groups: [],
      unlearned: ['S1', 'S2'],
      room: 'unknown',
      standing: 'unknown',
    }
    fc.assert(
      fc.property(cases, fc.subarray(Object.keys(less)), ({ grants, chat, to, memory }, keys) => {
        const of: Law = { policy: { grants }, readOnly: false, embedded: false }
        const unknown = Object.fromEntries(
          Object.entries(less).filter(([key]) => keys.includes(key)),
        )
        // Who is not known may look, as a member; that a guest could, too, is stated in docs/security.md.
        fc.pre(chat.standing === 'member')
        const target = host('db1', memory)
        if (ask(of, inChat({ ...chat, ...unknown }), to, target).allowed)
          expect(ask(of, inChat(chat), to, target).allowed).toBe(true)
      }),
    )
  })

  test('a refusal has a code with words', () => {
    fc.assert(
      fc.property(cases, ({ grants, chat, to }) => {
        const of: Law = { policy: { grants }, readOnly: false, embedded: false }
        const decision = ask(of, inChat(chat), to)
        if (!decision.allowed) expect(decision.code satisfies Refusal).not.toBe('')
      }),
    )
  })
})
