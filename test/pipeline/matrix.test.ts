/**
 * Every way in x every kind of person x every class of action x every group of hosts: what the policy says of it, by a
 * table that stands here and not in the code, and a row of the audit for each. No host can be reached: leave comes first.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { type ChatStanding, isRefusal } from '../../src/domain/authorize.ts'
import { NO_COST } from '../../src/domain/capture.ts'
import { UserError } from '../../src/domain/errors.ts'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { Order } from '../../src/domain/order.ts'
import type { Grant, Law } from '../../src/domain/policy.ts'
import type { Directory } from '../../src/domain/ports.ts'
import type { ActionClass } from '../../src/domain/source.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { type ChatOrigin, doneOf, type Listener, type Reply } from '../../src/pipeline/command.ts'
import type { House } from '../../src/pipeline/house.ts'
import { createListener } from '../../src/pipeline/listen.ts'
import { type UseCases, useCases } from '../../src/pipeline/useCases.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { openLocalHouse } from './localHouse.ts'

const host = (name: string): HostEntry => ({ ...PLAIN_HOST, name, address: name, memory: true })
const GROUPS = { dev: 'dev1', prod: 'prod1' } as const
type Group = keyof typeof GROUPS

const grant = (name: string, of: Partial<Grant>): Grant => ({
  name,
  may: ['look'],
  users: [],
  usergroups: [],
  channels: [],
  hosts: null,
  ...of,
})
const POLICY: Law = {
  policy: {
    grants: [
      grant('everybody on dev', { hosts: ['dev1'] }),
      grant('dba', {
        users: ['UDBA', 'UKIM'],
        channels: ['C1'],
        hosts: ['prod1'],
        may: ['look', 'memory', 'intrusive'],
      }),
      grant('on call', { usergroups: ['S1'], may: ['look', 'memory'] }),
      grant('admins', { users: ['UADM'], may: ['look', 'admin'] }),
    ],
  },
  readOnly: false,
  embedded: false,
}
const NO_POLICY: Law = { policy: null, readOnly: false, embedded: false }

/** Who acts, in which channel, and what Slack says of him. */
interface Person {
  readonly user: string
  readonly channel: string
  readonly chat: Partial<ChatStanding>
}
const person = (user: string, chat: Partial<ChatStanding> = {}, channel = 'C1'): Person => ({
  user,
  channel,
  chat,
})

type Said = 'yes' | string
type Cells = Readonly<Record<Group, Readonly<Record<ActionClass, Said>>>>
/** By class: `yes`, or the rule that refuses. look, memory, intrusive, admin. */
const cells = (dev: readonly Said[], prod: readonly Said[]): Cells => {
  const of = ([look = '', memory = '', intrusive = '', admin = '']: readonly Said[]) => ({
    look,
    memory,
    intrusive,
    admin,
  })
  return { dev: of(dev), prod: of(prod) }
}
const NO = 'no-grant'
const OUT = 'other-team'
const GUEST = 'guest'
const WHO = 'standing-unknown'
const WHERE = 'not-invited'
const BARE = 'no-policy'

const BY_POLICY: readonly (readonly [string, Person, Cells])[] = [
  ['a member', person('UANA'), cells(['yes', NO, NO, NO], [NO, NO, NO, NO])],
  [
    'in a direct message',
    person('UANA', { room: 'direct' }, 'D1'),
    cells(['yes', NO, NO, NO], [NO, NO, NO, NO]),
  ],
  ['a dba', person('UDBA'), cells(['yes', NO, NO, NO], ['yes', 'yes', 'yes', NO])],
  ['a dba elsewhere', person('UDBA', {}, 'C2'), cells(['yes', NO, NO, NO], [NO, NO, NO, NO])],
  [
    'who is on call',
    person('UANA', { groups: ['S1'] }),
    cells(['yes', 'yes', NO, NO], ['yes', 'yes', NO, NO]),
  ],
  [
    'who may be on call',
    person('UANA', { unlearned: ['S1'] }),
    cells(['yes', 'groups-unknown', NO, NO], ['groups-unknown', 'groups-unknown', NO, NO]),
  ],
  ['an admin', person('UADM'), cells(['yes', NO, NO, 'yes'], ['yes', NO, NO, 'yes'])],
  [
    'a guest',
    person('ULEO', { standing: 'guest' }),
    cells([GUEST, GUEST, GUEST, GUEST], [GUEST, GUEST, GUEST, GUEST]),
  ],
  [
    'a guest by name',
    person('UKIM', { standing: 'guest' }),
    cells(['yes', NO, NO, NO], ['yes', 'yes', 'yes', NO]),
  ],
  [
    'of another team',
    person('UDBA', { standing: 'outsider' }),
    cells([OUT, OUT, OUT, OUT], [OUT, OUT, OUT, OUT]),
  ],
  [
    'who is not known',
    person('UDBA', { standing: 'unknown' }),
    cells(['yes', WHO, WHO, WHO], ['yes', WHO, WHO, WHO]),
  ],
  [
    'where the bot is not',
    person('UANA', { room: 'apart' }),
    cells([WHERE, WHERE, WHERE, WHERE], [WHERE, WHERE, WHERE, WHERE]),
  ],
]
const WITHOUT: readonly (readonly [string, Person, Cells])[] = [
  ['a member', person('UANA'), cells(['yes', BARE, BARE, BARE], ['yes', BARE, BARE, BARE])],
  [
    'a guest',
    person('ULEO', { standing: 'guest' }),
    cells([GUEST, GUEST, GUEST, GUEST], [GUEST, GUEST, GUEST, GUEST]),
  ],
  [
    'of another team',
    person('USAM', { standing: 'outsider' }),
    cells([OUT, OUT, OUT, OUT], [OUT, OUT, OUT, OUT]),
  ],
  [
    'where the bot is not',
    person('UANA', { room: 'apart' }),
    cells([WHERE, WHERE, WHERE, WHERE], [WHERE, WHERE, WHERE, WHERE]),
  ],
  [
    'where that is not known',
    person('UANA', { room: 'unknown' }),
    cells(Array(4).fill('room-unknown'), Array(4).fill('room-unknown')),
  ],
]

/** What is typed for each class, on a host. */
const WORDS: Readonly<Record<ActionClass, (host: string) => string>> = {
  look: (host) => `check ${host}`,
  memory: (host) => `${host} core:/var/tmp/core.1`,
  intrusive: (host) => `gdb ${host} 4242`,
  admin: (host) => `resume ${host}`,
}
type Answer = Reply | null | { readonly kind: 'wrong' }
interface Way {
  readonly name: string
  readonly classes: readonly ActionClass[]
  go(listener: Listener, from: ChatOrigin, words: string, host: string): Promise<Answer>
}
const ALL: readonly ActionClass[] = ['look', 'memory', 'intrusive', 'admin']
const WAYS: readonly Way[] = [
  { name: 'command', classes: ALL, go: (to, from, words) => to.command(words, from) },
  { name: 'mention', classes: ALL, go: (to, from, words) => to.message(words, from, true) },
  {
    name: 'button with words',
    classes: ALL,
    go: (to, from, words) => to.button('again', words, from),
  },
  {
    name: 'form',
    classes: ['look', 'memory'],
    go: (to, from, words, host) =>
      to.submitted(
        'check',
        '',
        {
          host,
          target: words.startsWith('check') ? '' : words.slice(host.length + 1),
          what: 'check',
        },
        from,
      ),
  },
  {
    name: 'button of a run',
    classes: ['look'],
    go: (to, from, _, host) => to.button('again', `run-${host}`, from),
  },
  {
    name: 'drilldown button',
    classes: ['look'],
    go: (to, from, _, host) => to.button('drill:meminfo', `run-${host}`, from),
  },
  {
    name: 'drilldown message',
    classes: ['look'],
    go: (to, from, _, host) => to.message('meminfo', { ...from, threadTs: `1.${host}` }, false),
  },
  {
    name: 'page button',
    classes: ['look'],
    go: (to, from, _, host) => to.button('page', `run-${host}`, from),
  },
  {
    name: 'history button',
    classes: ['look'],
    go: (to, from, _, host) => to.button('history', `run-${host}`, from),
  },
  {
    name: 'watch button',
    classes: ['look'],
    go: (to, from, _, host) => to.button('watch', `run-${host}`, from),
  },
  {
    name: 'doubt button',
    classes: ['look'],
    go: (to, from, _, host) => to.button('doubt', `run-${host}`, from),
  },
  {
    name: 'doubt form',
    classes: ['look'],
    go: (to, from, _, host) =>
      to.submitted('doubt', `run-${host}`, { expected: 'ok', why: '' }, from),
  },
  {
    name: 'stop of an order',
    classes: ['admin'],
    go: (to, from, _, host) => to.button('watch-stop', `order-${host}`, from),
  },
]

let house: House
let use: UseCases
let listener: Listener
let close: () => Promise<void>
const BASE: ChatStanding = {
  standing: 'member',
  groups: [],
  unlearned: [],
  channel: '',
  room: 'joined',
}
let standing: ChatStanding
let law: Law

beforeAll(async () => {
  const directory: Directory = { standing: async ({ channel }) => ({ ...standing, channel }) }
  const opened = await openLocalHouse({
    directory,
    inventory: {
      hosts: [host('dev1'), host('prod1')],
      groups: { dev: ['dev1'], prod: ['prod1'] },
      embedded: false,
    },
    remote: {
      exec: async ({ name }) => {
        throw new UserError('connection-refused', { host: name, address: name, port: 22 })
      },
      close: async () => undefined,
    },
    chat: {
      post: async ({ channel }) => ({ ref: { channel, ts: '1.1' }, fileIds: [] }),
      update: async (posted) => posted,
      find: async () => null,
      link: async () => null,
      deleteFile: async () => ({ kind: 'gone' }),
      tell: async () => undefined,
    },
    ranges: { open: async () => ({ reason: 'failed', detail: '' }) },
  })
  close = opened.close
  house = Object.defineProperty({ ...opened.house }, 'law', { get: () => law })
  use = useCases(house, createSchedule(house), null, COMMANDS)
  listener = createListener(COMMANDS, use)
  for (const name of Object.values(GROUPS)) await furnish(name)
})
afterAll(async () => {
  await use.orders?.close()
  await close()
})

const PLACE = { surface: 'slack', channel: 'C1', threadTs: null, user: 'UANA' } as const

/** A run of each host, with its thread in each channel. */
async function furnish(name: string): Promise<void> {
  const { store } = house
  await beginRun(`run-${name}`, name, house.clock.now())
  await store.bindThread({ channel: 'C1', ts: `1.${name}`, runId: `run-${name}`, atMs: 1 })
  await store.bindThread({ channel: 'C2', ts: `1.${name}`, runId: `run-${name}`, atMs: 1 })
  await store.bindThread({ channel: 'D1', ts: `1.${name}`, runId: `run-${name}`, atMs: 1 })
}

async function beginRun(id: string, name: string, openedAtMs: number): Promise<void> {
  const target = { kind: 'host', host: name } as const
  const row = { atMs: 1, actor: 'x', surface: 'x', place: 'x', action: 'x', class: 'look' }
  await house.store.openRun(
    {
      id,
      kind: 'check',
      state: 'open',
      owner: house.owner,
      leaseUntilMs: 0,
      typed: name,
      place: PLACE,
      lang: 'en',
      target,
      depth: 'full',
      drilldown: null,
      orderId: null,
      openedAtMs,
      closedAtMs: null,
      subject: null,
      verdict: null,
      measured: false,
      cost: NO_COST,
    },
    { ...row, target: name, decision: 'allowed', rule: 'x', runId: null },
  )
}

/** An order of memcheck.yaml, active again after somebody stopped it. */
async function orderOf(name: string): Promise<void> {
  const order: Order = {
    id: `order-${name}`,
    name,
    source: 'config',
    targets: [{ kind: 'host', host: name }],
    depth: 'levels',
    when: { kind: 'interval', everyMs: 60_000 },
    untilMs: null,
    where: PLACE,
    tell: 'never',
    lang: 'en',
    by: 'memcheck.yaml',
    createdAtMs: 1,
    state: 'active',
  }
  await house.store.putOrder(order)
}

async function newestId(): Promise<number> {
  return (await house.store.audited({ host: null, actor: null, sinceMs: 0 }, null, 1))[0]?.id ?? 0
}

/** The code that it came to, and the rows that were written for it. */
async function tried(way: Way, { user, channel, chat }: Person, words: string, on: string) {
  standing = { ...BASE, channel, ...chat }
  await orderOf(on)
  const before = await newestId()
  const from = { user, team: null, channel, threadTs: null, lang: 'en', zone: 'UTC' } as const
  const answer = await way.go(listener, from, words, on)
  const done = answer === null || answer.kind === 'wrong' ? null : await doneOf(answer)
  const code = (done?.json as { error?: { code: string } } | null)?.error?.code ?? 'none'
  const rows = await house.store.audited({ host: null, actor: null, sinceMs: 0 }, null, 20)
  return { code, rows: rows.filter((row) => row.id > before && row.actor === user) }
}

/** Ways that name no host: who may look at any comes in, and is shown those alone. */
const PAGES: readonly {
  readonly name: string
  go(listener: Listener, from: ChatOrigin): Promise<string>
}[] = [
  {
    name: 'options',
    go: async (to, from) => JSON.stringify(await to.complete('check', 'host', '', from)),
  },
  { name: 'home', go: async (to, from) => JSON.stringify(await to.home(from)) },
  { name: 'shortcut', go: async (to, from) => JSON.stringify(await to.shortcut(null, from)) },
  {
    name: 'shortcut on a message',
    go: async (to, from) => JSON.stringify(await to.shortcut('dev1 prod1 are slow', from)),
  },
  {
    name: 'file',
    go: async (to, from) => JSON.stringify(await to.file('meminfo', meminfo(), from)),
  },
  {
    name: 'list of hosts',
    go: async (to, from) => JSON.stringify(await to.command('hosts', from)),
  },
  {
    name: 'a slip of the hand',
    go: async (to, from) => JSON.stringify(await to.command('prod2', from)),
  },
  {
    name: 'a slip in a group',
    go: async (to, from) => JSON.stringify(await to.command('@pro', from)),
  },
  { name: 'what he may', go: async (to, from) => JSON.stringify(await to.command('can', from)) },
]

function meminfo(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    Buffer.from('MemTotal:        16303424 kB\nMemFree:          1234567 kB\n'),
  )
}

describe.each([
  ['with a policy', POLICY, BY_POLICY],
  ['without one', NO_POLICY, WITHOUT],
] as const)('what names no host, %s', (_, of, people) => {
  describe.each(people)('%s', (_, who, table) => {
    test.each(PAGES.map((page) => [page.name, page] as const))('%s', async (_, page) => {
      law = of
      standing = { ...BASE, channel: who.channel, ...who.chat }
      const before = await newestId()
      const { user, channel } = who
      const from = { user, team: null, channel, threadTs: null, lang: 'en', zone: 'UTC' } as const
      const said = await page.go(listener, from)
      const rows = await house.store.audited({ host: null, actor: null, sinceMs: 0 }, null, 20)
      const own = rows.filter((row) => row.id > before && row.actor === user)
      const { look } = table.dev
      expect(own.map(({ decision, rule }) => (decision === 'allowed' ? 'yes' : rule))).toContain(
        look,
      )
      const isShown = !['a slip of the hand', 'a slip in a group', 'home', 'file'].includes(
        page.name,
      )
      if (table.prod.look !== 'yes') expect(said).not.toMatch(/prod1|@prod\b/)
      if (look === 'yes' && isShown && page.name !== 'shortcut') expect(said).toMatch(/dev1/)
      if (look !== 'yes') expect(said).not.toMatch(/dev1/)
    })
  })
})

test('regression: Home shows what one may see, however many runs of others came after it', async () => {
  law = POLICY
  standing = { ...BASE, channel: 'UANA', room: 'direct' }
  const hosts = ['dev1', ...Array.from({ length: LIMITS.homeRuns + 4 }, () => 'prod1')]
  for (const [i, name] of hosts.entries()) {
    const atMs = house.clock.now() + HOUR_MS + i
    await beginRun(`home-${i}`, name, atMs)
    await house.store.closeRun(`home-${i}`, { state: 'done', atMs, verdict: 'ok', cost: NO_COST })
  }
  const from = {
    user: 'UANA',
    team: null,
    channel: 'UANA',
    threadTs: null,
    lang: 'en',
    zone: 'UTC',
  } as const
  const said = JSON.stringify(await listener.home(from))
  expect(said).not.toContain('Nothing was checked yet')
  expect(said).not.toMatch(/prod1/)
})

test('regression: a question that is under way already is told to nobody who may not ask it', async () => {
  law = POLICY
  const [command] = WAYS
  const { code } = await tried(command as Way, person('UANA'), 'check prod1', 'prod1')
  expect(code).toBe('not-allowed')
})

describe.each([
  ['with a policy', POLICY, BY_POLICY],
  ['without one', NO_POLICY, WITHOUT],
] as const)('%s', (_, of, people) => {
  describe.each(people)('%s', (_, who, table) => {
    const all = WAYS.flatMap((way) =>
      way.classes.flatMap((to) => (Object.keys(GROUPS) as Group[]).map((on) => ({ way, to, on }))),
    )
    test.each(all.map((one) => [`${one.to} on ${one.on} by ${one.way.name}`, one] as const))(
      '%s',
      async (_, { way, to, on }) => {
        law = of
        const expected = table[on][to]
        const { code, rows } = await tried(way, who, WORDS[to](GROUPS[on]), GROUPS[on])
        const refusals = rows.filter(({ decision }) => decision === 'refused')
        if (expected === 'yes') {
          expect(isRefusal(code) ? code : 'none').toBe('none')
          expect(refusals).toEqual([])
          expect(rows.length).toBeGreaterThan(0)
        } else {
          expect(refusals.map(({ rule }) => rule)).toEqual([expected])
          // Without memory a check says the rest, and what it lacks; all else is refused as a whole.
          if (to !== 'memory') expect(isRefusal(code)).toBe(true)
        }
      },
    )
  })
})
