/** The posting side, against the local workspace: words arrive whatever becomes of pictures and files. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Chat, ChatPost, Picture } from '../../src/domain/ports.ts'
import type { Block } from '../../src/domain/report.ts'
import { createSlackChat } from '../../src/slack/chat.ts'
import { Pacer } from '../../src/slack/pacer.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'
import { anyMessage } from '../blockkit/arbitrary.ts'
import { FakeLog, message } from './fakes.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const PICTURE: Picture = { name: 'growth.png', alt: 'RSS grows 420 MiB/day', png: PNG }
const CHART: Block = {
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
}

let workspace: Workspace
let chat: Chat
let log: FakeLog

beforeEach(async () => {
  const manifestPath = 'manifest.json'
  workspace = await startWorkspace({ port: 0, manifestPath, dataDir: null, now: Date.now })
  log = new FakeLog()
  chat = createSlackChat({ botToken: workspace.botToken, apiUrl: workspace.apiUrl, log })
})

afterEach(() => workspace.close())

function post(change: Partial<ChatPost> = {}): ChatPost {
  return {
    channel: 'C0OPS',
    threadTs: null,
    message: message('db1 is fine'),
    pictures: [],
    outboxId: 'o1',
    runId: 'r1',
    lang: 'en',
    urgency: 'person',
    ...change,
  }
}

const withChart = post({ message: { text: 'db1', blocks: [CHART] }, pictures: [PICTURE] })

function fromBot() {
  return workspace.control.messages('ops').filter((one) => one.author === 'U0MEMCHECK')
}

function posted(method: string) {
  return workspace.control.calls().filter((call) => call.method === method)
}

describe('post', () => {
  it('stands in the channel with its metadata, and is found by it', async () => {
    const { ref, fileIds } = await chat.post(post())
    expect(fileIds).toEqual([])
    expect(workspace.control.message(ref.ts)).toMatchObject({
      text: 'db1 is fine',
      metadata: { event_type: 'memcheck', event_payload: { outbox_id: 'o1', run_id: 'r1' } },
    })
    expect(await chat.find('C0OPS', null, 'o1')).toEqual(ref)
    expect(await chat.find('C0OPS', null, 'o2')).toBeNull()
  })

  it('in a thread is found in the thread', async () => {
    const root = await chat.post(post())
    const reply = await chat.post(post({ threadTs: root.ref.ts, outboxId: 'o2' }))
    expect(workspace.control.message(reply.ref.ts)?.threadTs).toBe(root.ref.ts)
    expect(await chat.find('C0OPS', root.ref.ts, 'o2')).toEqual(reply.ref)
  })

  it('asks Slack to add nothing', async () => {
    await chat.post(post())
    expect(posted('chat.postMessage')[0]?.args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
      link_names: 'false',
    })
  })

  it('waits out a rate limit and posts once', async () => {
    workspace.control.rateLimitNext(2)
    await chat.post(post())
    expect(fromBot()).toHaveLength(1)
    expect(posted('chat.postMessage').length).toBeGreaterThan(1)
  })

  it.each([
    ['C0GENERAL', 'not-in-channel'],
    ['C0NOWHERE', 'channel-not-found'],
  ])('to %s is refused as %s', async (channel, code) => {
    const refused = chat.post(post({ channel }))
    await expect(refused).rejects.toMatchObject({ code, params: { channel } })
  })

  it('is taken whatever the message says', async () => {
    // Without rates of its own, for so many would take a minute.
    const { botToken, apiUrl } = workspace
    const hasty = createSlackChat({ botToken, apiUrl, log, pacer: new Pacer({}) })
    for (const any of fc.sample(anyMessage, { numRuns: 40, seed: 7 })) {
      await hasty.post(post({ message: any }))
    }
    expect(log.lines.map(({ event }) => event)).not.toContain('slack.blocks-invalid')
  })

  it('while Slack is down is worth another try later', async () => {
    workspace.control.down(true)
    await expect(chat.post(post())).rejects.toMatchObject({ code: 'chat-unreachable' })
    workspace.control.down(false)
    expect(await chat.find('C0OPS', null, 'o1')).toBeNull()
  })
})

describe('pictures', () => {
  it('stand in the message', async () => {
    const { ref, fileIds } = await chat.post(withChart)
    expect(fileIds).toHaveLength(1)
    const [id = ''] = fileIds
    expect(workspace.control.message(ref.ts)?.blocks).toMatchObject([
      { type: 'image', slack_file: { id }, alt_text: PICTURE.alt },
    ])
    expect(Buffer.from(workspace.control.file(id) ?? []).equals(PNG)).toBe(true)
  })

  it('that Slack looks at for long are waited for', async () => {
    workspace.control.slowFileMs = 900
    const { ref } = await chat.post(withChart)
    expect(workspace.control.message(ref.ts)?.blocks).toMatchObject([{ type: 'image' }])
  })

  it('whose upload is refused leave the words and the reason', async () => {
    workspace.control.failUpload(99)
    const { ref, fileIds } = await chat.post(withChart)
    expect(fileIds).toEqual([])
    const shown = JSON.stringify(workspace.control.message(ref.ts)?.blocks)
    expect(shown).toContain(PICTURE.alt)
    expect(shown).toContain('growth.png could not be attached: upload http 500')
  })

  it('that Slack never takes in the message go to the thread', async () => {
    workspace.control.slowFileMs = 3_600_000
    const { ref } = await chat.post(withChart)
    const root = workspace.control.message(ref.ts)
    expect(JSON.stringify(root?.blocks)).toContain(PICTURE.alt)
    expect(JSON.stringify(root?.blocks)).not.toContain('slack_file')
    const shares = posted('files.completeUploadExternal').map(({ args }) => args)
    expect(shares.at(-1)).toMatchObject({ channel_id: 'C0OPS', thread_ts: ref.ts })
    expect(fromBot()).toHaveLength(1)
  })
})

describe('files', () => {
  const withFile = post({
    message: {
      text: 'db1',
      blocks: [{ kind: 'file', name: 'smaps.txt', title: ['smaps'], text: 'Rss: 1 kB\n' }],
    },
  })

  it('go into the thread of their message', async () => {
    const { ref, fileIds } = await chat.post(withFile)
    const [id = ''] = fileIds
    const shown = await workspace.control.waitFor((one) => one.fileIds.includes(id))
    expect(shown.threadTs).toBe(ref.ts)
    expect(Buffer.from(workspace.control.file(id) ?? []).toString()).toBe('Rss: 1 kB\n')
    expect(JSON.stringify(workspace.control.message(ref.ts)?.blocks)).toContain('smaps.txt')
  })

  it('that are refused are said to be missing, in the thread', async () => {
    workspace.control.failUpload(99)
    const { ref } = await chat.post(withFile)
    const note = await workspace.control.waitFor((one) => one.threadTs === ref.ts)
    expect(note.text).toBe('The file smaps.txt could not be attached: upload http 500')
    expect(await chat.find('C0OPS', null, 'o1')).toEqual(ref)
  })
})

describe('what does not fit', () => {
  const rows = Array.from({ length: 600 }, (_, n) => [`process-${n}`, `${n} MiB`])
  const columns = [
    { title: 'name', align: 'left' as const },
    { title: 'RSS', align: 'right' as const },
  ]
  const large: Block = { kind: 'table', caption: ['All processes'], columns, rows }
  const long = post({ message: { text: 'db1', blocks: [large] } })
  const textOf = (id: string): string => Buffer.from(workspace.control.file(id) ?? []).toString()

  it('is a file in the thread, whole, and the message names it', async () => {
    const { ref, fileIds } = await chat.post(long)
    const [id = ''] = fileIds
    const shown = await workspace.control.waitFor((one) => one.fileIds.includes(id))
    expect(shown.threadTs).toBe(ref.ts)
    expect(textOf(id)).toContain('process-599')
    expect(textOf(id)).toContain('All processes')
    const blocks = JSON.stringify(workspace.control.message(ref.ts)?.blocks)
    expect(blocks).not.toContain('process-599')
    expect(blocks).toMatch(/more rows/)
    expect(blocks).toContain('What did not fit is in the thread: rest.txt')
  })

  it('stands once in the thread when the message is updated, and goes when all fits', async () => {
    const first = await chat.post(long)
    const second = await chat.update(first, long)
    expect(second.fileIds).toHaveLength(1)
    expect(first.fileIds.map((id) => workspace.control.file(id))).toEqual([null])
    expect(textOf(second.fileIds[0] ?? '')).toContain('process-599')
    const third = await chat.update(second, post())
    expect(third.fileIds).toEqual([])
    expect(second.fileIds.map((id) => workspace.control.file(id))).toEqual([null])
  })

  it('of what one person is told goes to that person', async () => {
    await chat.tell('U0ANA', 'C0OPS', long.message, 'en')
    const shown = await workspace.control.waitFor((one) => one.fileIds.length > 0)
    expect(shown.channel).toMatch(/^D/)
    expect(textOf(shown.fileIds[0] ?? '')).toContain('process-599')
    expect(fromBot().map(({ ephemeralTo }) => ephemeralTo)).toEqual(['U0ANA'])
  })
})

describe('a Slack that refuses tables', () => {
  const columns = [{ title: 'name', align: 'left' as const }]
  const table: Block = { kind: 'table', caption: ['Groups'], columns, rows: [['worker']] }
  const types = (ts: string) =>
    (workspace.control.message(ts)?.blocks ?? []).map(({ type }) => type)

  it('gets them as text, after one try', async () => {
    workspace.control.refuseTypes(['table'])
    const { ref } = await chat.post(post({ message: { text: 'db1', blocks: [table] } }))
    expect(types(ref.ts)).toEqual(['section', 'rich_text'])
    expect(JSON.stringify(workspace.control.message(ref.ts)?.blocks)).toContain('worker')
    expect(posted('chat.postMessage')).toHaveLength(2)
  })

  it('keeps the pictures of the same message', async () => {
    workspace.control.refuseTypes(['table'])
    const message = { text: 'db1', blocks: [table, CHART] }
    const { ref } = await chat.post(post({ message, pictures: [PICTURE] }))
    expect(types(ref.ts)).toEqual(['section', 'rich_text', 'image'])
  })

  it('gets them when a message is updated, too', async () => {
    const first = await chat.post(post())
    workspace.control.refuseTypes(['table'])
    await chat.update(first, post({ message: { text: 'db1', blocks: [table] } }))
    expect(types(first.ref.ts)).toEqual(['section', 'rich_text'])
  })

  it('is not asked again for what is wrong with other blocks', async () => {
    workspace.control.refuseTypes(['section'])
    const refused = chat.post(post({ message: { text: 'db1', blocks: [table] } }))
    await expect(refused).rejects.toMatchObject({ params: { error: 'invalid_blocks' } })
    expect(posted('chat.postMessage')).toHaveLength(1)
  })
})

describe('update', () => {
  it('replaces the message and removes the pictures of the version before', async () => {
    const first = await chat.post(withChart)
    const second = await chat.update(first, {
      ...withChart,
      message: { text: 'new', blocks: [CHART] },
    })
    expect(second.ref).toEqual(first.ref)
    expect(fromBot()).toHaveLength(1)
    const [before = ''] = first.fileIds
    const [after = ''] = second.fileIds
    expect(after).not.toBe(before)
    expect(workspace.control.file(before)).toBeNull()
    expect(workspace.control.file(after)).not.toBeNull()
    expect(workspace.control.message(first.ref.ts)).toMatchObject({ text: 'new' })
  })

  it('of a message that is gone is refused', async () => {
    const gone = { ref: { channel: 'C0OPS', ts: '1.000001' }, fileIds: [] }
    await expect(chat.update(gone, post())).rejects.toMatchObject({
      code: 'chat-refused',
      params: { error: 'message_not_found' },
    })
  })
})

describe('tell', () => {
  it('is seen by one person', async () => {
    await chat.tell('U0LI', 'C0OPS', message('only you'), 'zh')
    expect(await workspace.control.waitFor((one) => one.text === 'only you')).toMatchObject({
      ephemeralTo: 'U0LI',
      channel: 'C0OPS',
    })
  })

  it('goes to the direct messages where the channel is closed to the bot', async () => {
    await chat.tell('U0ANA', 'C0GENERAL', message('invite me'), 'en')
    const shown = await workspace.control.waitFor((one) => one.text === 'invite me')
    expect(shown.channel).toMatch(/^D/)
  })

  it('never throws', async () => {
    workspace.control.down(true)
    await chat.tell('U0ANA', 'C0OPS', message('x'), 'en')
    expect(log.lines.map(({ event }) => event)).toContain('slack.not-told')
  })
})

it('tells the address of a message that stands, and of none that does not', async () => {
  const { ref } = await chat.post(post())
  expect(await chat.link(ref)).toBe(`${workspace.url}archives/C0OPS/p${ref.ts.replace('.', '')}`)
  expect(await chat.link({ channel: 'C0OPS', ts: '1.000000' })).toBeNull()
})
