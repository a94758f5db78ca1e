/** Files in Slack, over the real client, store and local workspace: written down first, deleted after their time. */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Chat, ChatPost, Picture } from '../../src/domain/ports.ts'
import type { Store } from '../../src/domain/store.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { deleteDueFiles, uploadLog } from '../../src/pipeline/retention.ts'
import { createSlackChat } from '../../src/slack/chat.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'
import { T0, tempStore } from '../store/rows.ts'
import { FakeLog } from './fakes.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const PICTURE: Picture = { name: 'growth.png', alt: 'RSS grows', png: PNG }
const CHART = {
  kind: 'chart',
  chart: {
    kind: 'growth',
    title: '',
    subtitle: '',
    alt: PICTURE.alt,
    tone: 'calm',
    series: [],
    limit: null,
    floors: [],
    floorLabel: 'floors',
    restarts: [],
    restartLabel: '',
    forecast: null,
    zone: 'UTC',
  },
} as const

let workspace: Workspace
let store: Store
let chat: Chat
let log: FakeLog
let nowMs = T0
const clock = { now: () => nowMs, sleep: async () => undefined }

beforeEach(async () => {
  nowMs = T0
  workspace = await startWorkspace({
    port: 0,
    manifestPath: 'manifest.json',
    dataDir: null,
    now: Date.now,
  })
  onTestFinished(() => workspace.close())
  log = new FakeLog()
  store = await tempStore()
  chat = chatFor(workspace)
})

function chatFor({ botToken, apiUrl }: Workspace): Chat {
  return createSlackChat({ botToken, apiUrl, log, uploads: uploadLog(store, clock) })
}

function post(change: Partial<ChatPost> = {}): ChatPost {
  return {
    channel: 'C0OPS',
    threadTs: null,
    message: {
      text: 'db1 leaks',
      blocks: [
        { kind: 'text', text: ['db1 leaks'] },
        CHART,
        { kind: 'file', name: 'smaps.txt', title: ['smaps'], text: 'Rss: 1 kB\n' },
      ],
    },
    pictures: [PICTURE],
    outboxId: 'o1',
    runId: 'r1',
    lang: 'en',
    urgency: 'person',
    ...change,
  }
}

const tend = (): Promise<void> => deleteDueFiles({ store, chat, clock, log })
const deletions = (): readonly unknown[] =>
  workspace.control.calls().filter(({ method }) => method === 'files.delete')
const counts = () => store.uploadCounts(nowMs)

describe('files', () => {
  test('stay for their lifetime, then are deleted there; the words stay', async () => {
    const { ref, fileIds } = await chat.post(post())
    expect(fileIds).toHaveLength(2)
    expect(await counts()).toEqual({ kept: 2, waiting: 0, refused: 0, error: null })
    nowMs = T0 + store.lifetimes.uploads
    await tend()
    expect(deletions()).toEqual([])
    nowMs += 1
    expect(await counts()).toMatchObject({ kept: 0, waiting: 2 })
    await tend()
    expect(deletions()).toHaveLength(2)
    expect(fileIds.map((id) => workspace.control.file(id))).toEqual([null, null])
    expect(workspace.control.message(ref.ts)?.text).toBe('db1 leaks')
    expect(await counts()).toEqual({ kept: 0, waiting: 0, refused: 0, error: null })
    await tend()
    expect(deletions()).toHaveLength(2)
  })

  test('are written down before their bytes are sent, whatever becomes of them', async () => {
    workspace.control.failUpload(99)
    await chat.post(post())
    // Announced, never completed: Slack has no such file, and that is what was wanted.
    expect(await counts()).toMatchObject({ kept: 2 })
    nowMs = T0 + store.lifetimes.uploads + 1
    await tend()
    expect(await counts()).toEqual({ kept: 0, waiting: 0, refused: 0, error: null })
    expect(log.lines.filter(({ event }) => event === 'upload.refused')).toEqual([])
  })

  test('that a newer version replaced are gone, and not asked for again', async () => {
    const first = await chat.post(post())
    const second = await chat.update(first, post())
    expect(await counts()).toMatchObject({ kept: 2, waiting: 0 })
    nowMs = T0 + store.lifetimes.uploads + 1
    await tend()
    const asked = deletions().map((call) => (call as { args: { file: string } }).args.file)
    expect(asked.toSorted()).toEqual([...first.fileIds, ...second.fileIds].sort())
  })

  test('of a forgotten run go at the next tick', async () => {
    const { fileIds } = await chat.post(post())
    await store.discardUploads(fileIds, nowMs)
    await tend()
    expect(fileIds.map((id) => workspace.control.file(id))).toEqual([null, null])
  })

  test('that somebody deleted by hand are done', async () => {
    const { fileIds } = await chat.post(post())
    for (const id of fileIds) expect(await chat.deleteFile(id)).toEqual({ kind: 'gone' })
    nowMs = T0 + store.lifetimes.uploads + 1
    await tend()
    expect(await counts()).toEqual({ kept: 0, waiting: 0, refused: 0, error: null })
  })

  test('that are not ours are refused once, and told', async () => {
    workspace.control.share('theirs.txt', PNG)
    const shared = await workspace.control.waitFor(({ fileIds }) => fileIds.length > 0)
    const [fileId = ''] = shared.fileIds
    await store.putUpload({ fileId, channel: 'C0OPS', outboxId: null, runId: null, atMs: 0 })
    await tend()
    await tend()
    expect(deletions()).toHaveLength(1)
    expect(await counts()).toEqual({ kept: 0, waiting: 0, refused: 1, error: 'cant_delete_file' })
    expect(log.lines.filter(({ event: name }) => name === 'upload.refused')).toHaveLength(1)
  })
})

describe('a Slack', () => {
  test('that is down is asked again later, one file a try', async () => {
    await chat.post(post())
    nowMs = T0 + store.lifetimes.uploads + 1
    const down: Chat = {
      ...chat,
      deleteFile: async () => ({ kind: 'later', error: 'http 503' }),
    }
    await deleteDueFiles({ store, chat: down, clock, log })
    expect(await counts()).toMatchObject({ waiting: 2, error: 'http 503' })
    expect(await store.dueUploads(nowMs, 9)).toHaveLength(1)
    nowMs += HOUR_MS
    await tend()
    expect(await counts()).toMatchObject({ waiting: 0, refused: 0 })
  })

  test('whose app lacks the scope is asked by one file a day, six times, and said once', async () => {
    await chat.post(post())
    nowMs = T0 + store.lifetimes.uploads + 1
    let asked = 0
    const bare: Chat = {
      ...chat,
      deleteFile: async () => {
        asked += 1
        return { kind: 'refused', error: 'missing_scope', all: true }
      },
    }
    const again = (): Promise<void> => deleteDueFiles({ store, chat: bare, clock, log })
    for (let tick = 0; tick < 10; tick += 1) await again()
    expect(asked).toBe(1)
    for (let day = 0; day < 5; day += 1) {
      nowMs += DAY_MS
      await again()
      await again()
    }
    expect(asked).toBe(6)
    expect(await counts()).toMatchObject({ waiting: 1, refused: 1, error: 'missing_scope' })
    expect(log.lines.filter(({ event }) => event === 'upload.all-refused')).toHaveLength(1)
  })

  test('without the scope says so in the words that count for all files', async () => {
    const { mkdtempSync, readFileSync, writeFileSync } = await import('node:fs')
    const { tmpdir } = await import('node:os')
    const { join } = await import('node:path')
    const manifest = JSON.parse(readFileSync('manifest.json', 'utf8')) as {
      oauth_config: { scopes: { bot: string[] } }
    }
    const { scopes } = manifest.oauth_config
    scopes.bot = scopes.bot.filter((scope) => scope !== 'files:write')
    const manifestPath = join(mkdtempSync(join(tmpdir(), 'memcheck-bare-')), 'manifest.json')
    writeFileSync(manifestPath, JSON.stringify(manifest))
    const bare = await startWorkspace({ port: 0, manifestPath, dataDir: null, now: Date.now })
    onTestFinished(() => bare.close())
    expect(await chatFor(bare).deleteFile('F1')).toEqual({
      kind: 'refused',
      error: 'missing_scope',
      all: true,
    })
  })
})
