/** The outbox against a chat that is written by hand: in doubt, versions, retries, refusals, threads. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import type { Chat, ChatPost } from '../../src/domain/ports.ts'
import type { Message } from '../../src/domain/report.ts'
import type { NewOutboxRow, Store } from '../../src/domain/store.ts'
import type { House } from '../../src/pipeline/house.ts'
import { Poster } from '../../src/pipeline/post.ts'
import { openStore } from '../../src/store/open.ts'
import { PLAIN_LAW } from './standing.ts'

const log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug: () => 'E00000',
}

/** A chat that keeps what it is given and fails as it is told. */
class FakeChat implements Chat {
  readonly messages: {
    ts: string
    threadTs: string | null
    outboxId: string
    text: string
    edits: number
  }[] = []
  readonly told: string[] = []
  failures: UserError[] = []
  /** The post arrives, its answer does not. */
  loseAnswer = false

  async post(post: ChatPost) {
    const failure = this.failures.shift()
    if (failure !== undefined) throw failure
    const ts = `${this.messages.length + 1}.0`
    this.messages.push({
      ts,
      threadTs: post.threadTs,
      outboxId: post.outboxId,
      text: post.message.text,
      edits: 0,
    })
    if (this.loseAnswer) throw new UserError('chat-unreachable', { error: 'answer lost' })
    return { ref: { channel: post.channel, ts }, fileIds: [] }
  }

  async update(posted: Parameters<Chat['update']>[0], post: ChatPost) {
    const found = this.messages.find((message) => message.ts === posted.ref.ts)
    if (found !== undefined) {
      found.text = post.message.text
      found.edits += 1
    }
    return posted
  }

  async deleteFile() {
    return { kind: 'gone' } as const
  }

  async find(channel: string, _threadTs: string | null, outboxId: string) {
    const found = this.messages.find((message) => message.outboxId === outboxId)
    return found === undefined ? null : { channel, ts: found.ts }
  }

  async link() {
    return null
  }

  async tell(user: string) {
    this.told.push(user)
  }
}

let folder = ''
let store: Store
let chat: FakeChat
let poster: Poster
let nowMs = 1_795_000_000_000

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memcheck-post-'))
  store = await openStore({ file: join(folder, 'm.sqlite'), instance: 'bot:x', log })
  chat = new FakeChat()
  const clock = { now: () => nowMs, sleep: async () => undefined }
  poster = new Poster(
    {
      store,
      log,
      clock,
      raster: { png: async () => new Uint8Array() },
      law: PLAIN_LAW,
    } as unknown as House,
    chat,
  )
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const message = (text: string): Message => ({ text, blocks: [{ kind: 'text', text: [text] }] })

function row(slot: string, text: string, rest: Partial<NewOutboxRow> = {}): NewOutboxRow {
  return {
    owner: 'run:r1',
    slot,
    runId: null,
    channel: 'C1',
    threadTs: null,
    threadOf: null,
    user: 'U1',
    lang: 'en',
    message: message(text),
    ...rest,
  }
}

async function put(of: NewOutboxRow): Promise<boolean> {
  return poster.send(await poster.queue(of))
}

test('a new version of a slot updates the message in place', async () => {
  expect(await put(row('root', 'one'))).toBe(true)
  expect(await put(row('root', 'two'))).toBe(true)
  expect(chat.messages).toMatchObject([{ text: 'two', edits: 1 }])
})

test('the same content again sends nothing', async () => {
  await put(row('root', 'one'))
  await put(row('root', 'one'))
  expect(chat.messages).toMatchObject([{ text: 'one', edits: 0 }])
})

test('a post whose answer was lost is found again, not repeated', async () => {
  chat.loseAnswer = true
  expect(await put(row('root', 'one'))).toBe(false)
  chat.loseAnswer = false
  nowMs += 3_600_000
  await poster.sendDue('person')
  expect(chat.messages).toHaveLength(1)
  expect((await store.outboxOf('run:r1', 'root'))?.state).toBe('sent')
})

test('a passing failure is tried again later, and not before', async () => {
  chat.failures = [new UserError('chat-unreachable', { error: 'down' })]
  expect(await put(row('root', 'one'))).toBe(false)
  await poster.sendDue('person')
  expect(chat.messages).toHaveLength(0)
  nowMs += 60_000
  await poster.sendDue('person')
  expect(chat.messages).toHaveLength(1)
})

test('a refusal is final: the asker is told once, the row is given up', async () => {
  chat.failures = [new UserError('not-in-channel', {})]
  expect(await put(row('root', 'one'))).toBe(false)
  expect(chat.told).toEqual(['U1'])
  nowMs += 3_600_000
  await poster.sendDue('person')
  expect(chat.messages).toHaveLength(0)
  expect(chat.told).toHaveLength(1)
})

test('a reply waits for the message whose thread it belongs to', async () => {
  chat.failures = [new UserError('chat-unreachable', { error: 'down' })]
  const root = await poster.queue(row('root', 'one'))
  await poster.send(root)
  const reply = await poster.queue(row('chart', 'graph', { threadOf: root }))
  expect(await poster.send(reply)).toBe(false)
  nowMs += 60_000
  await poster.sendDue('person')
  await poster.sendDue('person')
  expect(chat.messages).toMatchObject([
    { text: 'one', threadTs: null },
    { text: 'graph', threadTs: '1.0' },
  ])
})

test('calls for one row wait for each other: one message, however often it is asked', async () => {
  const id = await poster.queue(row('root', 'one'))
  await Promise.all([poster.send(id), poster.send(id), poster.sendDue('person'), poster.send(id)])
  expect(chat.messages).toHaveLength(1)
})
