/** Who a page acts as decides what it sees; and what the inspector masks. */
import { describe, expect, it } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import { masked, Traffic } from '../../src/workspace/traffic.ts'
import { call, workspace } from './harness.ts'

async function asPerson(slack: Workspace, id: string) {
  const first = await fetch(slack.url)
  const headers = {
    cookie: first.headers.get('set-cookie')?.split(';')[0] ?? '',
    origin: new URL(slack.url).origin,
  }
  return (path: string, body?: unknown): Promise<Response> => {
    const url = new URL(path, slack.url)
    url.searchParams.set('as', id)
    const method = body === undefined ? 'GET' : 'POST'
    return fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }
}

describe('a page', () => {
  it('acts as the person that it names, in what it says and in what it sees', async () => {
    const slack = await workspace()
    await call(slack, 'chat.postEphemeral', { channel: 'C0OPS', user: 'U0LI', text: 'for Li' })
    const [ana, li] = await Promise.all([asPerson(slack, 'U0ANA'), asPerson(slack, 'U0LI')])
    const texts = async (ask: typeof ana): Promise<readonly string[]> => {
      const answer = await (await ask('/ui/messages?channel=C0OPS')).json()
      return (answer as { messages: { text: string }[] }).messages.map((one) => one.text)
    }
    expect(await texts(ana)).toEqual([])
    expect(await texts(li)).toEqual(['for Li'])
    await li('/ui/send', { channel: 'C0OPS', threadTs: null, text: 'hi' })
    expect((await slack.control.waitFor((one) => one.text === 'hi')).author).toBe('U0LI')
    expect(await (await li('/ui/state')).json()).toMatchObject({
      me: { id: 'U0LI' },
      people: [{ id: 'U0ANA' }, { id: 'U0LI' }],
    })
  })

  it('cannot read or use what is another person’s', async () => {
    const slack = await workspace()
    const li = await asPerson(slack, 'U0LI')
    const nobody = await asPerson(slack, 'U0NOBODY')
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' } }
    const { message_ts } = await call(slack, 'chat.postEphemeral', {
      channel: 'C0OPS',
      user: 'U0ANA',
      text: 'x',
      blocks: [{ type: 'actions', block_id: 'b', elements: [button] }],
    })
    const press = { channel: 'C0OPS', ts: message_ts, block: 'b', action: 'a', value: '' }
    expect((await li('/ui/messages?channel=D0ANA')).status).toBe(404)
    expect((await li('/ui/click', press)).status).toBe(404)
    expect((await li('/ui/submit', { view: 'V0NONE', values: {} })).status).toBe(404)
    expect((await nobody('/ui/state')).status).toBe(404)
  })
})

describe('the traffic', () => {
  it('is masked where it holds rights', () => {
    expect(
      masked({
        token: 'xoxb-local-1',
        list: ['a xapp-local-22 b', { trigger_id: '1.2.ab' }],
        response_url: 'http://127.0.0.1:1/response/abc123',
        url: 'ws://127.0.0.1:1/link/?ticket=abc&app_id=A0',
        text: 'kept',
      }),
    ).toEqual({
      token: '•••',
      list: ['a ••• b', { trigger_id: '•••' }],
      response_url: 'http://127.0.0.1:1/response/•••',
      url: 'ws://127.0.0.1:1/link/?ticket=•••&app_id=A0',
      text: 'kept',
    })
  })

  it('keeps the newest 500, each with its answer and how long it took', () => {
    let nowMs = 0
    const traffic = new Traffic(() => nowMs)
    for (let n = 0; n < 501; n += 1) {
      const end = traffic.begin('api', `call ${n}`, {})
      nowMs += 3
      end({ ok: n !== 500 }, n === 500 ? 'not_in_channel' : undefined)
    }
    expect(traffic.kept).toHaveLength(500)
    expect(traffic.kept[0]?.title).toBe('call 1')
    expect(traffic.kept.at(-1)).toMatchObject({
      answer: { ok: false },
      error: 'not_in_channel',
      tookMs: 3,
    })
  })
})
