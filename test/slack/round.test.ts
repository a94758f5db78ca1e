/** A round of an order under Slack's rates, and a person who asks meanwhile: outbox, pacer and wire are the real ones. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { NewOutboxRow, Store } from '../../src/domain/store.ts'
import type { House } from '../../src/pipeline/house.ts'
import { Poster } from '../../src/pipeline/post.ts'
import { createSlackChat } from '../../src/slack/chat.ts'
import { Pacer } from '../../src/slack/pacer.ts'
import { openStore } from '../../src/store/open.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'
import { PLAIN_LAW } from '../pipeline/standing.ts'
import { FakeLog, message } from './fakes.ts'

const ROUND = 30

let folder: string
let slack: Workspace
let store: Store
let poster: Poster
let log: FakeLog
let pacer: Pacer

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memcheck-round-'))
  log = new FakeLog()
  const manifestPath = 'manifest.json'
  slack = await startWorkspace({ port: 0, manifestPath, dataDir: null, now: Date.now })
  slack.control.enforceRates(true)
  store = await openStore({ file: join(folder, 'm.sqlite'), instance: 'bot:x', log })
  pacer = new Pacer()
  const chat = createSlackChat({ botToken: slack.botToken, apiUrl: slack.apiUrl, log, pacer })
  const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
  const clock = { now: Date.now, sleep }
  const raster = { png: async () => new Uint8Array() }
  poster = new Poster({ store, log, clock, raster, law: PLAIN_LAW } as unknown as House, chat)
})

afterEach(async () => {
  await slack.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

function row(owner: string, slot: string, text: string): NewOutboxRow {
  const place = { channel: 'C0OPS', threadTs: null, threadOf: null, user: 'U0ANA' }
  return { owner, slot, runId: null, ...place, lang: 'en', message: message(text) }
}

const texts = () => slack.control.messages('ops').map((one) => one.text)

it('a person is answered before the round is through; nothing is lost or posted twice; Slack refuses little', async () => {
  const round = Array.from({ length: ROUND }, async (_, n) =>
    poster.send(await poster.queue(row('order:o1', `tick-${n}`, `host ${n}`))),
  )
  await slack.control.waitFor((one) => one.text.startsWith('host'))
  const asked = await poster.queue(row('run:r1', 'root', 'reading'))
  expect(await poster.send(asked)).toBe(true)
  await poster.queue(row('run:r1', 'root', 'verdict'))
  expect(await poster.send(asked)).toBe(true)
  const early = texts()
  expect(early).toContain('verdict')
  expect(early.length).toBeLessThan(ROUND / 2)

  expect(await Promise.all(round)).toEqual(Array(ROUND).fill(true))
  const hosts = texts().filter((text) => text.startsWith('host'))
  expect(new Set(hosts).size).toBe(ROUND)
  expect(hosts).toHaveLength(ROUND)
  const refused = slack.control.calls().filter(({ limited }) => limited)
  process.stdout.write(`429s that the bot met: ${refused.length}\n`)
  expect(refused.length).toBeLessThanOrEqual(2)
})

it('rows of a round that are tried again keep no row of a person back', async () => {
  for (let n = 0; n < 60; n += 1) await poster.queue(row('order:o1', `tick-${n}`, `host ${n}`))
  await poster.queue(row('run:r1', 'root', 'verdict'))
  const stopping = new AbortController()
  const bulk = poster.sendDue('bulk', stopping.signal)
  await poster.sendDue('person')
  expect(texts()).toContain('verdict')
  expect(texts().length).toBeLessThan(10)
  // A bot that stops does not wait for the round: what is left stays for the next one.
  stopping.abort()
  pacer.close()
  await bulk
  expect(texts().length).toBeLessThan(10)
  expect((await store.dueOutbox(Date.now() + 60_000, 99, 'bulk')).length).toBeGreaterThan(50)
})

it('a refusal that lasts longer than a person waits goes to the outbox, which brings it later, once', async () => {
  slack.control.rateLimitNext(20)
  const id = await poster.queue(row('run:r1', 'root', 'verdict'))
  expect(await poster.send(id)).toBe(false)
  expect(await store.outbox(id)).toMatchObject({ state: 'waiting', attempts: 1 })
  slack.control.rateLimitNext(0)
  for (let tries = 0; tries < 100 && !texts().includes('verdict'); tries += 1) {
    await poster.sendDue('person')
    await new Promise((done) => setTimeout(done, 100))
  }
  expect(texts()).toEqual(['verdict'])
})
