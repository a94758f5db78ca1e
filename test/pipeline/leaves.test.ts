/** The door of posts: what goes to the chat, its pictures and what is told of a refusal are held to the policy of now. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NO_COST } from '../../src/domain/capture.ts'
import type { ChartSpec } from '../../src/domain/chart.ts'
import { UserError } from '../../src/domain/errors.ts'
import { PLAIN_HOST } from '../../src/domain/inventory.ts'
import type { LeavesRule } from '../../src/domain/leaves.ts'
import type { Chat, ChatPost, Log } from '../../src/domain/ports.ts'
import type { Message } from '../../src/domain/report.ts'
import type { Run, Store } from '../../src/domain/store.ts'
import type { House } from '../../src/pipeline/house.ts'
import { hostsOfRow, hostsOfWords } from '../../src/pipeline/leaves.ts'
import { Poster } from '../../src/pipeline/post.ts'
import { openStore } from '../../src/store/open.ts'
import { PLAIN_LAW } from './standing.ts'

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug(event, cause) {
    throw new Error(event, { cause })
  },
}
const CHART: ChartSpec = {
  kind: 'treemap',
  title: 'cnry holds 46 % of 20 GiB',
  subtitle: 'db1',
  alt: 'cnry',
  tone: 'calm',
  tiles: [{ label: '/srv/cnry', bytes: 5, kind: 'heap' }],
  others: { count: 0, bytes: 0 },
  othersLabel: 'cnry others',
  kinds: [],
}
const MESSAGE: Message = {
  text: 'db1 · cnry',
  blocks: [
    { kind: 'text', text: [{ strong: 'db1', isData: true }, ' · ', { data: 'cnry' }] },
    { kind: 'chart', chart: CHART },
    { kind: 'file', name: 'cnry.txt', title: ['cnry'], text: 'cnry' },
  ],
}

let folder = ''
let store: Store
let posted: ChatPost[] = []
let told: Message[] = []
let drawn: ChartSpec[] = []
let refusal: UserError | null = null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memcheck-leaves-'))
  store = await openStore({ file: join(folder, 'm.sqlite'), instance: 'bot:x', log })
  await store.openRun(RUN, AUDIT)
  ;[posted, told, drawn, refusal] = [[], [], [], null]
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const RUN: Run = {
  id: '7k2m9q4x1z',
  kind: 'check',
  state: 'open',
  owner: 'bot:x',
  leaseUntilMs: 10,
  typed: 'db1 cnry',
  place: { surface: 'slack', channel: 'C0OPS', threadTs: null, user: 'U1' },
  lang: 'en',
  target: { kind: 'name', host: 'db1', name: 'cnry' },
  depth: 'full',
  drilldown: null,
  orderId: null,
  openedAtMs: 0,
  closedAtMs: null,
  subject: null,
  verdict: null,
  measured: false,
  cost: NO_COST,
}
const AUDIT = {
  atMs: 0,
  actor: 'U1',
  surface: 'slack',
  place: 'C0OPS',
  action: 'check',
  class: 'look',
  target: 'db1',
  decision: 'allowed',
  rule: 'r',
  runId: RUN.id,
} as const

const chat: Chat = {
  async post(post) {
    if (refusal !== null) throw refusal
    posted.push(post)
    return { ref: { channel: post.channel, ts: `${posted.length}.0` }, fileIds: [] }
  },
  async update(was, post) {
    posted.push(post)
    return was
  },
  find: async () => null,
  link: async () => null,
  deleteFile: async () => ({ kind: 'gone' }),
  tell: async (_user, _channel, message) => void told.push(message),
}

function houseWith(...leaves: readonly LeavesRule[]): House {
  const hosts = ['db1', 'web1'].map((name) => ({ ...PLAIN_HOST, name, address: `${name}.example` }))
  return {
    store,
    log,
    clock: { now: () => 1000, sleep: async () => undefined },
    raster: {
      async png(chart: ChartSpec) {
        drawn.push(chart)
        return new Uint8Array()
      },
    },
    law: { ...PLAIN_LAW, policy: { grants: [], leaves } },
    inventory: { hosts, groups: { web: ['web1'] }, embedded: false },
  } as unknown as House
}

const NUMBERS: LeavesRule = { name: 'r1', channels: ['C0OPS'], hosts: ['db1'], atMost: 'numbers' }

async function send(house: House, channel = 'C0OPS', slot = 'root'): Promise<void> {
  const poster = new Poster(house, chat)
  const row = { owner: `run:${RUN.id}`, slot, runId: RUN.id, channel, threadTs: null }
  const rest = { threadOf: null, user: 'U1', lang: 'en', message: MESSAGE } as const
  await poster.send(await poster.queue({ ...row, ...rest }))
}

test('post and picture hold what may leave; the row keeps all, and goes out whole where that is allowed', async () => {
  await send(houseWith(NUMBERS))
  expect(
    JSON.stringify([posted.map(({ message, pictures }) => [message, pictures]), drawn]),
  ).not.toContain('cnry')
  expect(drawn).toHaveLength(1)
  expect(JSON.stringify(posted[0]?.message)).toContain('"db1"')
  expect((await store.outboxOf(`run:${RUN.id}`, 'root'))?.message).toEqual(MESSAGE)
  await send(houseWith(NUMBERS), 'C0DEV', 'again')
  expect(posted[1]?.message).toEqual(MESSAGE)
  expect(drawn[1]).toEqual(CHART)
})

test('a rule of another host or another channel changes nothing; one that covers it does', async () => {
  await send(houseWith({ ...NUMBERS, hosts: ['web1'] }, { ...NUMBERS, channels: ['C0DEV'] }))
  expect(posted[0]?.message).toEqual(MESSAGE)
  await send(houseWith(NUMBERS), 'C0OPS', 'later')
  expect(JSON.stringify(posted[1]?.message)).not.toContain('cnry')
})

test('who is told that a channel refused the answer is told no more than the channel', async () => {
  refusal = new UserError('not-in-channel', {})
  await send(houseWith(NUMBERS))
  expect(told).toHaveLength(1)
  expect(JSON.stringify(told)).not.toContain('cnry')
})

test('hosts of a post are its run’s; of words those that they name, by group and run too', async () => {
  const house = houseWith()
  expect(await hostsOfRow(house, { runId: RUN.id, owner: `run:${RUN.id}` })).toEqual(['db1'])
  expect(await hostsOfRow(house, { runId: null, owner: 'asked:x' })).toBeNull()
  expect(await hostsOfWords(house, ['report', RUN.id])).toEqual(['db1'])
  expect(await hostsOfWords(house, ['@web', 'nginx'])).toEqual(['web1'])
  expect(await hostsOfWords(house, ['WEB1', 'db1'])).toEqual(['web1', 'db1'])
  expect(await hostsOfWords(house, ['who', 'knows'])).toBeNull()
})
