/** Versions of one message on a clock in our hands: what stands at last is the newest, none after a newer, none too soon. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { Chat, ChatPost, Posted } from '../../src/domain/ports.ts'
import type { Store } from '../../src/domain/store.ts'
import type { House } from '../../src/pipeline/house.ts'
import { Poster } from '../../src/pipeline/post.ts'
import { openStore } from '../../src/store/open.ts'
import { PLAIN_LAW } from './standing.ts'

const log = { info: () => {}, warn: () => {}, step: () => {}, bug: () => 'E00000' }
const POSTED: Posted = { ref: { channel: 'C1', ts: '1.0' }, fileIds: [] }

let folder = ''
let store: Store

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memcheck-updates-'))
  store = await openStore({ file: join(folder, 'm.sqlite'), instance: 'bot:x', log })
})

afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

type Fate = 'arrives' | 'is lost' | 'answer is lost'

/** A chat of one message, whose calls take time and end as they are told to. */
class Slow implements Chat {
  readonly shown: number[] = []
  readonly changedAtMs: number[] = []
  readonly #fates: Fate[]
  readonly #takeMs: (ms: number) => void

  constructor(fates: readonly Fate[], takeMs: (ms: number) => void) {
    this.#fates = [...fates]
    this.#takeMs = takeMs
  }

  async post(post: ChatPost): Promise<Posted> {
    return this.#take(post)
  }

  async update(_: Posted, post: ChatPost): Promise<Posted> {
    this.changedAtMs.push(nowMs)
    return this.#take(post)
  }

  async find() {
    return this.shown.length === 0 ? null : POSTED.ref
  }

  async link() {
    return null
  }

  async deleteFile() {
    return { kind: 'gone' } as const
  }

  async tell() {}

  async #take(post: ChatPost): Promise<Posted> {
    const fate = this.#fates.shift() ?? 'arrives'
    await new Promise((done) => setImmediate(done))
    this.#takeMs(300)
    if (fate !== 'is lost') this.shown.push(Number(post.message.text))
    if (fate !== 'arrives') throw new UserError('chat-unreachable', { error: fate })
    return POSTED
  }
}

let nowMs = 1_795_000_000_000
let count = 0

const steps = fc.array(
  fc.record({ afterMs: fc.integer({ min: 0, max: 2500 }), isAwaited: fc.boolean() }),
  { minLength: 1, maxLength: 15 },
)
const fates = fc.array(fc.constantFrom<Fate>('arrives', 'arrives', 'is lost', 'answer is lost'), {
  maxLength: 9,
})

test('whatever versions come and whatever fails, the newest stands, in order, and no faster than is read', async () => {
  let dropped = 0
  await fc.assert(
    fc.asyncProperty(steps, fates, async (versions, ends) => {
      const chat = new Slow(ends, (ms) => (nowMs += ms))
      const sleep = async (ms: number): Promise<void> => {
        await new Promise((done) => setImmediate(done))
        nowMs += ms
      }
      const clock = { now: () => nowMs, sleep }
      const poster = new Poster({ store, log, clock, law: PLAIN_LAW } as unknown as House, chat)
      const owner = `run:r${count++}`
      const place = { channel: 'C1', threadTs: null, threadOf: null, user: 'U1' }
      const sends: Promise<boolean>[] = []
      for (const [n, { afterMs, isAwaited }] of versions.entries()) {
        nowMs += afterMs
        const message = { text: String(n + 1), blocks: [] }
        const row = { owner, slot: 'root', runId: null, ...place, lang: 'en' as const, message }
        const id = await poster.queue(row)
        sends.push(poster.send(id))
        if (isAwaited) await sends.at(-1)
      }
      await Promise.all(sends)
      for (let tries = 0; tries <= ends.length; tries += 1) {
        nowMs += 10 * 60_000
        await poster.sendDue('person')
      }
      expect((await store.outboxOf(owner, 'root'))?.state).toBe('sent')
      expect(chat.shown.at(-1)).toBe(versions.length)
      expect(chat.shown).toEqual([...chat.shown].sort((a, b) => a - b))
      const gaps = chat.changedAtMs.slice(1).map((atMs, n) => atMs - (chat.changedAtMs[n] ?? 0))
      expect(Math.min(LIMITS.updateGapMs, ...gaps)).toBeGreaterThanOrEqual(LIMITS.updateGapMs)
      dropped += versions.length - new Set(chat.shown).size
    }),
    { numRuns: 80 },
  )
  // Or nothing was throttled at all.
  expect(dropped).toBeGreaterThan(20)
})
