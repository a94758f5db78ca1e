/** What the local workspace does not do: answers lost on the way, pages of proxies, redirects, foreign hosts. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/domain/limits.ts'
import { createSlackChat } from '../../src/slack/chat.ts'
import { downloadFile } from '../../src/slack/download.ts'
import { FakeLog, message } from './fakes.ts'

let server: Server
let base: string
let calls: string[]
let bodies: string[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  calls = []
  bodies = []
  server = createServer((request, response) => {
    calls.push(request.url ?? '')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString())
      answer(request, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  base = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const post = {
  channel: 'C1',
  threadTs: null,
  message: message('x'),
  pictures: [],
  outboxId: 'o1',
  runId: null,
  lang: 'en',
  urgency: 'person',
} as const

function chat() {
  return createSlackChat({ botToken: 'xoxb-secret', apiUrl: `${base}/api/`, log: new FakeLog() })
}

function json(value: unknown) {
  return (_: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(value))
  }
}

describe('a call whose answer is lost', () => {
  it('is not repeated when it posts', async () => {
    answer = (_, response) => void response.destroy()
    await expect(chat().post(post)).rejects.toMatchObject({ code: 'chat-unreachable' })
    expect(calls).toEqual(['/api/chat.postMessage'])
  })

  it('is repeated when it updates', async () => {
    answer = (_, response) => {
      if (calls.length < 3) response.destroy()
      else json({ ok: true, channel: 'C1', ts: '1.2' })(_, response)
    }
    await chat().update({ ref: { channel: 'C1', ts: '1.2' }, fileIds: [] }, post)
    expect(calls).toHaveLength(3)
  })
})

describe('a message that Slack finds too long', () => {
  const long = {
    ...post,
    message: { text: 'x', blocks: [{ kind: 'code', text: 'line\n'.repeat(2000) }] },
  } as const

  /** The tries of the message itself; its rest is shared beside it. */
  const posted = (): readonly URLSearchParams[] =>
    bodies.map((body) => new URLSearchParams(body)).filter((body) => body.get('text') === 'x')

  it('is cut further and sent', async () => {
    answer = (request, response) => {
      const tooLong = calls.length < 3
      const reply = tooLong ? { ok: false, error: 'msg_blocks_too_long' } : { ok: true, ts: '1.2' }
      json(reply)(request, response)
    }
    await expect(chat().post(long)).resolves.toMatchObject({ ref: { channel: 'C1', ts: '1.2' } })
    const sizes = posted().map((body) => body.get('blocks')?.length ?? 0)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(sizes.at(-1)).toBeLessThan(0.3 * LIMITS.messageChars)
  })

  it('goes out as its one line at last', async () => {
    answer = (request, response) => {
      const blocks = new URLSearchParams(bodies.at(-1)).get('blocks')
      const tooLong = blocks !== null && blocks !== '[]'
      const reply = tooLong ? { ok: false, error: 'msg_blocks_too_long' } : { ok: true, ts: '1.2' }
      json(reply)(request, response)
    }
    await expect(chat().post(long)).resolves.toMatchObject({ ref: { ts: '1.2' } })
    expect(posted().at(-1)?.get('text')).toBe('x')
    expect(posted().at(-1)?.get('blocks')).toBe('[]')
  })
})

describe('refusals', () => {
  it.each([
    ['is_archived', 'chat-refused'],
    ['missing_scope', 'chat-refused'],
    ['account_inactive', 'chat-refused'],
    ['invalid_blocks', 'chat-refused'],
    ['internal_error', 'chat-unreachable'],
    ['not_in_channel', 'not-in-channel'],
  ])('%s is %s', async (error, code) => {
    answer = json({ ok: false, error })
    await expect(chat().post(post)).rejects.toMatchObject({ code, params: { error } })
  })

  it('a page of a proxy is no word of Slack', async () => {
    answer = (_, response) => void response.end('<html>Please log in</html>')
    await expect(chat().post(post)).rejects.toMatchObject({ code: 'chat-unreachable' })
  })
})

describe('download', () => {
  const from = () => ({ botToken: 'xoxb-secret', apiUrl: `${base}/api/` })

  it('gives the bytes, and the token to Slack alone', async () => {
    answer = (request, response) => void response.end(request.headers.authorization)
    const bytes = await downloadFile(`${base}/files/a.txt`, 'a.txt', from())
    expect(Buffer.from(bytes).toString()).toBe('Bearer xoxb-secret')
  })

  it.each([
    'https://evil.example/a.txt',
    'file:///etc/passwd',
    'no url',
    'https://files.slack.com.evil.example/a',
  ])('asks nothing of %s', async (url) => {
    const refused = { code: 'file-unreadable', params: { detail: 'not-on-slack' } }
    await expect(downloadFile(url, 'a.txt', from())).rejects.toMatchObject(refused)
    const real = { botToken: 'xoxb-secret', apiUrl: null }
    await expect(downloadFile(url, 'a.txt', real)).rejects.toMatchObject(refused)
  })

  it('follows no redirect', async () => {
    answer = (_, response) => void response.writeHead(302, { location: `${base}/login` }).end()
    await expect(downloadFile(`${base}/a`, 'a.txt', from())).rejects.toMatchObject({
      code: 'file-unreadable',
    })
    expect(calls).toEqual(['/a'])
  })

  it('stops at the limit', async () => {
    answer = (_, response) => void response.end(Buffer.alloc(LIMITS.sharedFileBytes + 1))
    await expect(downloadFile(`${base}/a`, 'a.txt', from())).rejects.toMatchObject({
      code: 'file-too-large',
      params: { file: 'a.txt', limitBytes: LIMITS.sharedFileBytes },
    })
  })
})
