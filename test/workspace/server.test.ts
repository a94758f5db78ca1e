/** The real Bolt app on the local workspace: what memcheck does in Slack, end to end over loopback. */
import type { App } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { bolt, call, folder, later, manifestWith, PNG, workspace } from './harness.ts'

describe('a slash command', () => {
  it('is acked with a text that only the asker sees', async () => {
    const slack = await workspace()
    await bolt(slack, (app) => {
      app.command('/memcheck', ({ ack, command }) => ack({ text: `usage: ${command.text}` }))
    })
    expect(await slack.control.slash('db1 4242')).toMatchObject({ text: 'usage: db1 4242' })
    const [answer] = slack.control.messages('ops')
    expect(answer).toMatchObject({
      text: 'usage: db1 4242',
      ephemeralTo: 'U0ANA',
      channel: 'C0OPS',
    })
  })

  it('answers in the channel through its response URL, five times and no more', async () => {
    const slack = await workspace()
    const url = later<string>()
    await bolt(slack, (app) => {
      app.command('/memcheck', async ({ ack, command }) => {
        await ack()
        url.resolve(command.response_url)
      })
    })
    await slack.control.slash('db1', { channel: 'general' })
    const respond = async (n: number): Promise<number> => {
      const body = JSON.stringify({ text: `answer ${n}`, response_type: 'in_channel' })
      return (await fetch(await url.promise, { method: 'POST', body })).status
    }
    const statuses: number[] = []
    for (let n = 1; n <= 6; n += 1) statuses.push(await respond(n))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
    expect(slack.control.messages('general').map((one) => one.text)).toEqual([
      'answer 1',
      'answer 2',
      'answer 3',
      'answer 4',
      'answer 5',
    ])
    expect(slack.control.messages('general')[0]?.command).toEqual({
      user: 'U0ANA',
      text: '/memcheck db1',
    })
  })

  it('that is not acked within 3 s shows operation_timeout to the asker', async () => {
    const slack = await workspace()
    await bolt(slack, (app) => {
      app.command('/memcheck', async () => {})
    })
    await expect(slack.control.slash('db1')).rejects.toThrow('operation_timeout')
    expect(slack.control.messages('ops')).toMatchObject([
      { text: '/memcheck failed with the error "operation_timeout"', ephemeralTo: 'U0ANA' },
    ])
  })

  it('without a connected app shows dispatch_failed', async () => {
    const slack = await workspace()
    await expect(slack.control.slash('db1')).rejects.toThrow('dispatch_failed')
  })

  it('shows the person when the ack breaks Slack rules', async () => {
    const slack = await workspace()
    await bolt(slack, (app) => {
      app.command('/memcheck', ({ ack }) => ack({ blocks: [{ type: 'nonsense' }] }))
    })
    await expect(slack.control.slash('x')).rejects.toThrow('invalid_blocks')
  })
})

describe('messages', () => {
  it('come to the app from threads, mentions and direct messages', async () => {
    const slack = await workspace()
    const heard: string[] = []
    const app = await bolt(slack, (it) => {
      it.event('app_mention', async ({ event }) => {
        heard.push(`mention ${event.text}`)
      })
      it.message(async ({ message }) => {
        if (!('text' in message)) return
        const thread = 'thread_ts' in message ? ' in thread' : ''
        heard.push(`${message.channel_type}${thread} ${message.text}`)
      })
    })
    const root = await app.client.chat.postMessage({ channel: 'C0OPS', text: 'report' })
    slack.control.say('smaps', { threadTs: root.ts ?? '' })
    slack.control.say('@memcheck <b> & db1.example.com', { channel: 'alerts' })
    slack.control.say('help', { channel: 'D0ANA' })
    slack.control.say('unheard', { channel: 'general' })
    await expect.poll(() => heard).toHaveLength(4)
    const text = '<@U0MEMCHECK> &lt;b&gt; &amp; <http://db1.example.com|db1.example.com>'
    expect(heard).toEqual(
      expect.arrayContaining([
        'channel in thread smaps',
        `group ${text}`,
        `mention ${text}`,
        'im help',
      ]),
    )
  })

  it('of the app itself come back to it, as posts and as changes', async () => {
    const slack = await workspace()
    const heard: unknown[] = []
    const listen = (app: App): void => {
      app.event('message', async ({ event }) => {
        heard.push(event)
      })
    }
    const { client } = await bolt(slack, listen, false)
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'working' })
    await client.chat.update({ channel: 'C0OPS', ts, text: 'done' })
    await expect.poll(() => heard).toHaveLength(2)
    expect(heard).toMatchObject([
      { bot_id: 'B0MEMCHECK', text: 'working' },
      { subtype: 'message_changed', message: { text: 'done' }, previous_message: { ts } },
    ])
  })

  it('that the manifest does not subscribe to are not delivered', async () => {
    const manifestPath = manifestWith((manifest) => {
      manifest.settings.event_subscriptions.bot_events = ['app_mention']
    })
    const slack = await workspace({ manifestPath })
    expect(slack.control.say('hello').eventId).toBeNull()
    expect(slack.control.say('hello @memcheck').eventId).toMatch(/^Ev/)
  })

  it('are delivered again at once when they are not acked within 3 s', async () => {
    const slack = await workspace()
    const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken)
    const deaf = new WebSocket(String(url))
    const frames: Record<string, unknown>[] = []
    deaf.on('message', (data) => frames.push(JSON.parse(String(data))))
    await expect.poll(() => frames).toHaveLength(1)
    const { eventId } = slack.control.say('anybody?')
    await expect.poll(() => frames).toHaveLength(3)
    expect(frames.slice(1)).toMatchObject([
      { retry_attempt: 0, retry_reason: '', payload: { event_id: eventId } },
      { retry_attempt: 1, retry_reason: 'timeout', payload: { event_id: eventId } },
    ])
  })

  it('are delivered again when a test asks for it', async () => {
    const slack = await workspace()
    const attempts: (number | undefined)[] = []
    await bolt(slack, (app) => {
      app.use(async ({ context, next }) => {
        attempts.push(context.retryNum)
        await next()
      })
    })
    const { eventId } = slack.control.say('once')
    await expect.poll(() => attempts).toEqual([0])
    await slack.control.redeliver(eventId ?? '')
    expect(attempts).toEqual([0, 1])
  })
})

describe('a report', () => {
  it('is posted, updated in place and found again by its metadata', async () => {
    const slack = await workspace()
    const { client } = await bolt(slack)
    const metadata = { event_type: 'memcheck_post', event_payload: { outbox: 'o1' } }
    const posted = await client.chat.postMessage({ channel: '#ops', text: 'collecting', metadata })
    const ts = posted.ts ?? ''
    await client.chat.postMessage({ channel: 'C0OPS', text: 'detail', thread_ts: ts })
    await client.chat.update({ channel: 'C0OPS', ts, text: 'verdict' })
    const history = await client.conversations.history({
      channel: 'C0OPS',
      include_all_metadata: true,
    })
    expect(history.messages).toMatchObject([{ ts, text: 'verdict', metadata, reply_count: 1 }])
    const bare = await client.conversations.history({ channel: 'C0OPS' })
    expect(bare.messages?.[0]).not.toHaveProperty('metadata')
    const thread = await client.conversations.replies({ channel: 'C0OPS', ts })
    expect(thread.messages?.map((one) => one.text)).toEqual(['verdict', 'detail'])
    const link = await client.chat.getPermalink({ channel: 'C0OPS', message_ts: ts })
    expect(link.permalink).toBe(`${slack.url}archives/C0OPS/p${ts.replace('.', '')}`)
  })

  it('has buttons that the app hears', async () => {
    const slack = await workspace()
    const heard = later<unknown>()
    const { client } = await bolt(slack, (app) => {
      app.action('drill', async ({ ack, action, body, respond }) => {
        await ack()
        heard.resolve({ action, body })
        await respond({ text: 'smaps of db1', replace_original: false })
      })
    })
    const button = {
      type: 'button' as const,
      action_id: 'drill',
      value: 'smaps',
      text: { type: 'plain_text' as const, text: 'smaps' },
    }
    const { ts = '' } = await client.chat.postMessage({
      channel: 'C0OPS',
      text: 'report',
      blocks: [{ type: 'actions', elements: [button] }],
    })
    await slack.control.click(ts, 'drill', { user: 'li' })
    expect(await heard.promise).toMatchObject({
      action: { action_id: 'drill', value: 'smaps', type: 'button' },
      body: { user: { id: 'U0LI' }, container: { message_ts: ts }, message: { ts } },
    })
    const answer = await slack.control.waitFor((one) => one.text === 'smaps of db1')
    expect(answer.ephemeralTo).toBe('U0LI')
  })

  it('shows a picture only when Slack has looked at the file', async () => {
    const slack = await workspace()
    const { client } = await bolt(slack)
    slack.control.slowFileMs = 1500
    const upload = { filename: 'rss.png', length: PNG.length, alt_text: 'RSS grows' }
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal(upload)
    const sent = await fetch(upload_url, { method: 'POST', body: new Uint8Array(PNG) })
    expect(sent.status).toBe(200)
    await client.files.completeUploadExternal({ files: [{ id: file_id, title: 'RSS' }] })
    const blocks = [{ type: 'image' as const, alt_text: 'RSS', slack_file: { id: file_id } }]
    const post = () => client.chat.postMessage({ channel: 'C0OPS', text: 'graph', blocks })
    await expect(post()).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]'],
        },
      },
    })
    const mimetype = async (): Promise<string | undefined> =>
      (await client.files.info({ file: file_id })).file?.mimetype
    await expect.poll(mimetype).toBe('image/png')
    expect((await post()).ok).toBe(true)
    expect(slack.control.file(file_id)).toEqual(PNG)
    await client.files.delete({ file: file_id })
    expect(slack.control.file(file_id)).toBeNull()
  })

  it('gets a file into its thread by filesUploadV2', async () => {
    const slack = await workspace()
    const { client } = await bolt(slack)
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'report' })
    await client.filesUploadV2({
      channel_id: 'C0OPS',
      thread_ts: ts,
      filename: 'smaps.txt',
      file: Buffer.from('Rss: 4 kB\n'),
      initial_comment: 'evidence',
    })
    const message = await slack.control.waitFor((one) => one.text === 'evidence')
    expect(message).toMatchObject({ threadTs: ts, subtype: 'file_share' })
    const bytes = slack.control.file(message.fileIds[0] ?? '') ?? new Uint8Array()
    expect(Buffer.from(bytes).toString()).toBe('Rss: 4 kB\n')
  })
})

describe('bad days', () => {
  it('429 makes the client wait and try again', async () => {
    const slack = await workspace()
    const { client } = await bolt(slack)
    slack.control.rateLimitNext(1)
    expect((await client.chat.postMessage({ channel: 'C0OPS', text: 'late' })).ok).toBe(true)
    const posts = slack.control.calls().filter((one) => one.method === 'chat.postMessage')
    expect(posts).toHaveLength(2)
  })

  it('an API that is down answers 503, and comes back', async () => {
    const slack = await workspace()
    slack.control.down(true)
    expect((await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })).status).toBe(503)
    slack.control.down(false)
    expect((await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })).status).toBe(200)
  })

  it('an upload can fail', async () => {
    const slack = await workspace()
    const { client } = await bolt(slack)
    // The client tries three times in all.
    slack.control.failUpload(3)
    const upload = { filename: 'a.txt', file: Buffer.from('a') }
    await expect(client.filesUploadV2(upload)).rejects.toThrow()
    await expect(client.filesUploadV2(upload)).resolves.toMatchObject({ ok: true })
  })

  it('a kicked socket gets its share until it is closed: what Bolt drops then, its sender is told of', async () => {
    const slack = await workspace()
    const prepare = (app: App): void => {
      app.command('/memcheck', ({ ack }) => ack({ text: 'here' }))
    }
    await bolt(slack, prepare)
    await bolt(slack, prepare)
    await expect.poll(() => slack.control.sockets()).toBe(2)
    slack.control.kick('refresh_requested')
    const asked = await Promise.allSettled([1, 2, 3, 4].map(() => slack.control.slash('x')))
    const failed = asked.filter((one) => one.status === 'rejected')
    expect(failed.map(({ reason }) => reason.code)).toEqual(failed.map(() => 'operation_timeout'))
    const notices = slack.control.messages('ops').filter((one) => one.author === 'USLACKBOT')
    expect(notices).toHaveLength(failed.length)
    expect(asked.length - failed.length).toBeGreaterThanOrEqual(2)
  })
})

describe('a restart', () => {
  it('keeps channels, threads, metadata, files and invitations; ephemeral words go', async () => {
    const dataDir = folder()
    const first = await workspace({ dataDir })
    const { client } = await bolt(first, (app) => {
      app.command('/memcheck', ({ ack }) => ack({ text: 'only you' }))
    })
    const metadata = { event_type: 'memcheck_post', event_payload: { outbox: 'o7' } }
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'root', metadata })
    await client.chat.postMessage({ channel: 'C0OPS', text: 'gone', thread_ts: ts })
    const gone = first.control.messages('ops').find((one) => one.text === 'gone')
    await client.chat.delete({ channel: 'C0OPS', ts: gone?.ts ?? '' })
    await first.control.slash('x')
    const shared = first.control.share('core.png', PNG, { threadTs: ts })
    first.control.invite('general')
    const before = first.control.messages().filter((one) => one.ephemeralTo === null)
    const lastTs = before.at(-1)?.ts ?? ''

    const clockBack = (): number => 1_000_000
    const second = await workspace({ dataDir, now: clockBack })
    expect(second.control.messages()).toEqual(before)
    expect(second.control.file(shared.message.fileIds[0] ?? '')).toEqual(PNG)
    const later = second.control.say('after', { channel: 'general' })
    expect(later.message.ts > lastTs).toBe(true)
    expect(later.eventId).not.toBeNull()
  })

  it('takes a free port when its own is taken', async () => {
    const first = await workspace()
    const port = Number(new URL(first.url).port)
    const second = await workspace({ port })
    expect(second.url).not.toBe(first.url)
  })
})
