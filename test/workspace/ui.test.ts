/** What the page can ask and do, by its own endpoints. */
import { describe, expect, it } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import { bolt, call, later, PNG, workspace } from './harness.ts'

interface View {
  readonly ts: string
  readonly html: string
  readonly name: string
  readonly files: readonly { readonly alt: string; readonly url: string }[]
}

/** The page's client: the session's cookie, as a browser holds it. */
async function page(
  slack: Workspace,
): Promise<(path: string, body?: unknown) => Promise<Response>> {
  const first = await fetch(slack.url)
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
  return (path, body) =>
    fetch(new URL(path, slack.url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie, origin: new URL(slack.url).origin },
      ...(body !== undefined && {
        body: body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    })
}

async function views(ask: (path: string) => Promise<Response>, channel: string): Promise<View[]> {
  const answer = (await (await ask(`/ui/messages?channel=${channel}`)).json()) as {
    messages: View[]
  }
  return answer.messages
}

const OPS = { channel: 'C0OPS', threadTs: null }

describe('the composer', () => {
  it.each([
    ['/nope x', OPS, '`/nope` is not a valid command. Commands here: `/memcheck`'],
    ['/memcheck db1', OPS, '/memcheck failed with the error "dispatch_failed"'],
    ['/invite @memcheck', OPS, 'memcheck is in this channel already.'],
    ['/invite @someone', OPS, 'Only the bot can be invited: `/invite @memcheck` in a channel.'],
    [
      '@memcheck hi',
      { channel: 'C0GENERAL', threadTs: null },
      'memcheck is not in this channel. To bring it in: `/invite @memcheck`',
    ],
  ])('%s is answered by Slackbot', async (text, where, answer) => {
    const slack = await workspace()
    const ask = await page(slack)
    expect((await ask('/ui/send', { ...where, text })).status).toBe(202)
    const told = await slack.control.waitFor((one) => one.author === 'USLACKBOT')
    expect(told).toMatchObject({ text: answer, ephemeralTo: 'U0ANA' })
  })

  it('takes no slash command in a thread', async () => {
    const slack = await workspace()
    const ask = await page(slack)
    const { ts } = slack.control.say('root').message
    await ask('/ui/send', { channel: 'C0OPS', threadTs: ts, text: '/memcheck db1' })
    const told = await slack.control.waitFor((one) => one.author === 'USLACKBOT')
    expect(told.text).toContain('`/memcheck` is not supported in threads.')
    expect(told.threadTs).toBe(ts)
  })

  it('invites the bot, which may then post', async () => {
    const slack = await workspace()
    const ask = await page(slack)
    const post = { channel: 'C0GENERAL', text: 'hello' }
    expect(await call(slack, 'chat.postMessage', post)).toMatchObject({ error: 'not_in_channel' })
    await ask('/ui/send', { channel: 'C0GENERAL', threadTs: null, text: '/invite @memcheck' })
    await slack.control.waitFor((one) => one.subtype === 'channel_join')
    expect(await call(slack, 'chat.postMessage', post)).toMatchObject({ ok: true })
  })

  it.each([
    [{ ...OPS, text: '' }, 400],
    [{ ...OPS, text: 'x'.repeat(12_001) }, 400],
    [{ channel: 'C0NOWHERE', threadTs: null, text: 'x' }, 404],
    [{ channel: 'C0OPS', threadTs: '1.000000', text: 'x' }, 404],
    ['nonsense', 400],
  ])('refuses %j', async (body, status) => {
    const slack = await workspace()
    expect((await (await page(slack))('/ui/send', body)).status).toBe(status)
  })
})

describe('messages', () => {
  it('are escaped, with names for ids, and only those the person may see', async () => {
    const slack = await workspace()
    slack.control.say('<img src=x onerror=alert(1)> @memcheck')
    await call(slack, 'chat.postEphemeral', { channel: 'C0OPS', user: 'U0LI', text: 'for Li' })
    await call(slack, 'chat.postMessage', {
      channel: 'C0OPS',
      text: 'x',
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'by <@U0ANA> <script>alert(1)</script>' },
        },
      ],
    })
    const shown = await views(await page(slack), 'C0OPS')
    expect(shown).toHaveLength(2)
    const html = shown.map((one) => one.html).join('\n')
    expect(html).not.toMatch(/<img|<script/)
    expect(html).toContain('@memcheck</span>')
    expect(html).toContain('by <span class="ref">@Ana</span>')
  })

  it('carry files with their alt text', async () => {
    const slack = await workspace()
    const ask = await page(slack)
    const query = new URLSearchParams({ channel: 'C0OPS', name: 'rss.png', text: 'look' })
    expect((await ask(`/ui/share?${query}`, new Uint8Array(PNG))).status).toBe(200)
    const [shown] = await views(ask, 'C0OPS')
    expect(shown?.files).toMatchObject([{ alt: 'rss.png' }])
    const bytes = await (await ask(shown?.files[0]?.url ?? '')).arrayBuffer()
    expect(Buffer.from(bytes)).toEqual(PNG)
  })
})

describe('a click', () => {
  const blocks = [
    {
      type: 'actions',
      block_id: 'row',
      elements: [
        {
          type: 'button',
          action_id: 'go',
          value: 'posted',
          text: { type: 'plain_text', text: 'Go' },
        },
      ],
    },
  ]

  it('sends what was posted, whatever the browser says', async () => {
    const slack = await workspace()
    const heard = later<unknown>()
    await bolt(slack, (app) => {
      app.action('go', async ({ ack, action }) => {
        await ack()
        heard.resolve(action)
      })
    })
    const { ts } = await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x', blocks })
    const ask = await page(slack)
    const click = { channel: 'C0OPS', ts, block: 'row', action: 'go', value: 'forged' }
    expect(await (await ask('/ui/click', click)).json()).toEqual({ ok: true })
    expect(await heard.promise).toMatchObject({ value: 'posted', block_id: 'row' })
    expect((await ask('/ui/click', { ...click, action: 'other' })).status).toBe(404)
  })

  it('that nobody takes is told to the person', async () => {
    const slack = await workspace()
    const { ts } = await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x', blocks })
    const ask = await page(slack)
    const click = { channel: 'C0OPS', ts, block: 'row', action: 'go', value: '' }
    expect(await (await ask('/ui/click', click)).json()).toEqual({ ok: false })
    const told = await slack.control.waitFor((one) => one.author === 'USLACKBOT')
    expect(told.text).toBe('The button did not work: "dispatch_failed"')
  })
})
