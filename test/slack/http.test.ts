/** HTTP mode: the same app behind signed requests, and what becomes of requests that are not Slack's. */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/domain/limits.ts'
import { type SlackEdge, startSlack } from '../../src/slack/app.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'
import { FakeListener, FakeLog, say } from './fakes.ts'

let workspace: Workspace
let edge: SlackEdge
let listener: FakeListener
let log: FakeLog

beforeEach(async () => {
  workspace = await startWorkspace({
    port: 0,
    manifestPath: 'manifest.json',
    dataDir: null,
    delivery: 'http',
    now: Date.now,
  })
  listener = new FakeListener()
  log = new FakeLog()
  edge = await startSlack(options())
  await workspace.control.requestUrl(url())
})

afterEach(async () => {
  await edge.stop()
  await workspace.close()
})

function options(port = 0, signingSecret = workspace.signingSecret) {
  const { botToken, apiUrl } = workspace
  const wire = { kind: 'http', signingSecret, host: '127.0.0.1', port } as const
  return { botToken, apiUrl, wire, listener, log }
}

function url(): string {
  return edge.requestUrl ?? ''
}

const FORM = 'application/x-www-form-urlencoded'

/** A command as Slack writes it, with what is wrong with it. */
async function send(
  change: {
    readonly secret?: string
    readonly atMs?: number
    readonly body?: string
    readonly signedBody?: string
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<number> {
  const body = change.body ?? commandBody('1.1')
  const stamp = String(Math.floor((change.atMs ?? Date.now()) / 1000))
  const hmac = createHmac('sha256', change.secret ?? workspace.signingSecret)
  const signature = `v0=${hmac.update(`v0:${stamp}:${change.signedBody ?? body}`).digest('hex')}`
  const answer = await fetch(url(), {
    method: 'POST',
    headers: {
      'content-type': FORM,
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': signature,
      ...change.headers,
    },
    body,
  })
  return answer.status
}

function commandBody(trigger: string): string {
  return new URLSearchParams({
    command: '/memcheck',
    text: 'db1',
    user_id: 'U0ANA',
    channel_id: 'C0OPS',
    team_id: 'T0LOCAL',
    trigger_id: trigger,
    response_url: `${workspace.apiUrl}none`,
  }).toString()
}

describe('what Slack sends', () => {
  it('arrives: command, click, message, mention, file', async () => {
    listener.answer = ({ what }) => (what === 'command' ? say('asker', 'usage: HOST') : null)
    expect(await workspace.control.slash('db1 x < y & z')).toMatchObject({ text: 'usage: HOST' })
    const buttons = [{ action: 'again', label: ['again'], value: 'db1' }]
    const { ref } = await edge.chat.post({
      channel: 'C0OPS',
      threadTs: null,
      message: { text: 'report', blocks: [{ kind: 'buttons', buttons }] },
      pictures: [],
      outboxId: 'o1',
      runId: null,
      lang: 'en',
      urgency: 'person',
    })
    await workspace.control.click(ref.ts, 'mc:again')
    workspace.control.say('smaps', { threadTs: ref.ts })
    workspace.control.say('@memcheck hosts')
    workspace.control.share('a.txt', Buffer.from('MemTotal'), { text: '@memcheck read' })
    await expect.poll(() => listener.heard.length).toBe(5)
    expect(listener.heard.map(({ what, args }) => [what, args[0]])).toEqual(
      expect.arrayContaining([
        ['command', 'db1 x < y & z'],
        ['button', 'again'],
        ['message', 'smaps'],
        ['message', 'hosts'],
        ['file', 'a.txt'],
      ]),
    )
  })

  it('is taken once, though it comes again', async () => {
    const said = workspace.control.say('@memcheck hosts')
    await expect.poll(() => listener.heard.length).toBe(1)
    await workspace.control.redeliver(said.eventId ?? '')
    workspace.control.say('@memcheck second')
    await expect.poll(() => listener.heard.length).toBe(2)
    expect(listener.heard.map(({ args }) => args[0])).toEqual(['hosts', 'second'])
  })

  it('comes again at once after an answer that is an error', async () => {
    const { port } = new URL(url())
    await edge.stop()
    edge = await startSlack(options(Number(port), 'f'.repeat(32)))
    workspace.control.say('@memcheck hosts')
    // Each message is two events: as a message and as a mention.
    await expect.poll(() => refusals()).toBeGreaterThanOrEqual(4)
    expect(listener.heard).toEqual([])
  })
})

function refusals(): number {
  return log.lines.filter((line) => JSON.stringify(line.fields).includes('signature mismatch'))
    .length
}

describe('a request that is not Slack’s', () => {
  it('with the right signature is taken, or the cases below would say nothing', async () => {
    expect(await send()).toBe(200)
    expect(listener.heard).toHaveLength(1)
  })

  it.each([
    ['another secret', { secret: 'f'.repeat(32) }],
    ['a body that was changed', { signedBody: 'command=%2Fmemcheck' }],
    ['a time of six minutes ago', { atMs: Date.now() - 6 * 60_000 }],
    ['no time', { headers: { 'x-slack-request-timestamp': '' } }],
    ['a time that is no number', { headers: { 'x-slack-request-timestamp': 'now' } }],
    ['no signature', { headers: { 'x-slack-signature': '' } }],
    ['another version', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
    ['no body', { body: '', signedBody: 'x' }],
  ])('%s: 401, and nobody hears of it', async (_name, change) => {
    expect(await send(change)).toBe(401)
    expect(listener.heard).toEqual([])
  })

  it('a replay within the five minutes is answered and not done again', async () => {
    const atMs = Date.now()
    expect(await send({ atMs })).toBe(200)
    expect(await send({ atMs })).toBe(200)
    expect(listener.heard).toHaveLength(1)
  })

  it('a replayed shortcut asks once', async () => {
    listener.answer = () => null
    const shortcut = { type: 'shortcut', callback_id: 'memcheck_check', trigger_id: '7.7' }
    const who = { user: { id: 'U0ANA' }, team: { id: 'T0LOCAL' } }
    const body = new URLSearchParams({ payload: JSON.stringify({ ...shortcut, ...who }) })
    for (const _ of [1, 2]) expect(await send({ body: body.toString() })).toBe(200)
    await expect.poll(() => listener.heard.length).toBe(1)
    workspace.control.say('@memcheck after')
    await expect.poll(() => listener.heard.length).toBe(2)
    expect(listener.heard.map(({ what }) => what)).toEqual(['shortcut', 'message'])
  })

  it('a check of TLS needs no signature and smuggles no command in', async () => {
    const body = `${commandBody('2.2')}&ssl_check=1`
    expect(await send({ body, secret: 'f'.repeat(32) })).toBe(200)
    expect(listener.heard).toEqual([])
  })

  it('one that is too large is refused before its signature is looked at', async () => {
    const body = `${commandBody('3.3')}&x=${'x'.repeat(LIMITS.slackRequestBytes)}`
    expect(await send({ body })).toBe(413)
    expect(listener.heard).toEqual([])
  })

  it('signed nonsense is a bad request', async () => {
    const headers = { 'content-type': 'application/json' }
    expect(await send({ body: '{', headers })).toBe(400)
  })

  it.each([
    ['GET', '/slack/events'],
    ['GET', '/'],
    ['POST', '/'],
    ['POST', '/slack/events/x'],
    ['POST', '/slack/install'],
    ['PUT', '/slack/events'],
    ['POST', '//'],
  ])('%s %s is not there', async (method, path) => {
    const { origin } = new URL(url())
    const answer = await fetch(`${origin}${path}`, { method })
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('')
  })
})

describe('the person', () => {
  it('is told when the signature is refused', async () => {
    const { port } = new URL(url())
    await edge.stop()
    edge = await startSlack(options(Number(port), 'f'.repeat(32)))
    await expect(workspace.control.slash('db1')).rejects.toMatchObject({
      code: 'dispatch_failed',
      reason: 'http_error',
    })
    expect(workspace.control.messages('ops')).toMatchObject([
      { text: '/memcheck failed with the error "dispatch_failed"', ephemeralTo: 'U0ANA' },
    ])
  })

  it('is told when nobody is there', async () => {
    await edge.stop()
    await expect(workspace.control.slash('db1')).rejects.toMatchObject({
      code: 'dispatch_failed',
      reason: 'connection_failed',
    })
    edge = await startSlack(options())
  })
})

describe('the port', () => {
  it('that is taken is said, and nothing is left open', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await expect(startSlack(options(port))).rejects.toMatchObject({
      code: 'port-taken',
      params: { port },
    })
    other.close()
  })

  it('of an address that is not this machine’s is said', async () => {
    const wire = { ...options().wire, host: '192.0.2.1' }
    await expect(startSlack({ ...options(), wire })).rejects.toMatchObject({
      code: 'cannot-listen',
    })
  })

  it('is closed by stop, and free again', async () => {
    const { port } = new URL(url())
    await edge.stop()
    await expect(fetch(url())).rejects.toThrow()
    edge = await startSlack(options(Number(port)))
    expect(new URL(url()).port).toBe(port)
  })
})

it('a request URL that does not give the challenge back is not taken', async () => {
  await expect(workspace.control.requestUrl(workspace.url)).rejects.toThrow()
})

it('neither secret nor body is in the log', async () => {
  await send({ secret: 'f'.repeat(32) })
  await workspace.control.slash('hunter2')
  const text = JSON.stringify(log.lines)
  expect(text).not.toContain(workspace.signingSecret)
  expect(text).not.toContain('hunter2')
})
