/** Cases of Prometheus' HTTP API, and of what stands before one: errors, proxies, slow and endless answers. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPrometheus } from '../../src/prometheus/client.ts'

const TOKEN = 'tok-0123456789abcdef'
const QUESTION = { query: 'up{a="b&c"}', fromMs: 1_000_000, toMs: 2_000_400, stepMs: 600_000 }

let server: Server
let base: string
let seen: { readonly url: string; readonly authorization: string | undefined }[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  seen = []
  server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization })
    answer(request, response)
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

const ask = (of: { readonly timeoutMs?: number; readonly token?: string | null } = {}) =>
  createPrometheus({ url: base, token: TOKEN, ...of }).range(QUESTION)

test('asks for a range in seconds, with the token, and gives what came as it came', async () => {
  const text = '{"status":"success","data":{"resultType":"matrix","result":[]}}'
  answer = (_, response) => response.end(text)
  expect(await ask()).toEqual({ kind: 'ok', text, cut: null })
  const url = new URL(seen[0]?.url ?? '', base)
  expect(url.pathname).toBe('/api/v1/query_range')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    query: QUESTION.query,
    start: '1000',
    end: '2000',
    step: '600',
  })
  expect(seen[0]?.authorization).toBe(`Bearer ${TOKEN}`)
  await ask({ token: null })
  expect(seen[1]?.authorization).toBeUndefined()
})

describe('an answer that is none', () => {
  test.each([
    [400, 'failed', 'http 400: bad_data: invalid parameter "step"'],
    [422, 'failed', 'http 422: bad_data: invalid parameter "step"'],
    [503, 'failed', 'http 503: bad_data: invalid parameter "step"'],
    [401, 'denied', 'http 401: bad_data: invalid parameter "step"'],
    [403, 'denied', 'http 403: bad_data: invalid parameter "step"'],
  ])('status %i, as Prometheus words it', async (status, reason, detail) => {
    answer = (_, response) => {
      response.statusCode = status
      response.end(
        '{"status":"error","errorType":"bad_data","error":"invalid parameter \\"step\\""}',
      )
    }
    expect(await ask()).toEqual({ kind: 'gap', reason, detail })
  })

  test('a page of a proxy', async () => {
    answer = (_, response) => {
      response.statusCode = 502
      response.end('<html>Bad Gateway</html>')
    }
    expect(await ask()).toEqual({ kind: 'gap', reason: 'failed', detail: 'http 502' })
  })

  test('nobody there', async () => {
    server.close()
    await once(server, 'close')
    expect(await ask()).toMatchObject({ kind: 'gap', reason: 'lost', detail: 'ECONNREFUSED' })
  })

  test('a connection that ends in the middle', async () => {
    answer = (_, response) => {
      response.setHeader('content-length', '1000')
      response.write('{"status":')
      setImmediate(() => response.destroy())
    }
    expect(await ask()).toMatchObject({ kind: 'gap', reason: 'lost' })
  })

  test('one that never comes, and one that never ends, are given up', async () => {
    answer = () => undefined
    expect(await ask({ timeoutMs: 100 })).toEqual({ kind: 'gap', reason: 'timeout', detail: '' })
    answer = (_, response) => void response.write('{')
    expect(await ask({ timeoutMs: 100 })).toEqual({ kind: 'gap', reason: 'timeout', detail: '' })
  })

  test('more than is held in memory', async () => {
    answer = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1 << 16)));
      }
      response.on('drain', more)
      more()
    }
    expect(await ask()).toMatchObject({ kind: 'gap', reason: 'too-large' })
  })
})

describe('redirects', () => {
  test('within the same origin are followed, with the token', async () => {
    answer = (request, response) => {
      if (request.url?.startsWith('/api')) response.writeHead(307, { location: '/prom/q' }).end()
      else response.end('{}')
    }
    expect(await ask()).toEqual({ kind: 'ok', text: '{}', cut: null })
    expect(seen[1]).toEqual({ url: '/prom/q', authorization: `Bearer ${TOKEN}` })
  })

  test('to another host are refused: the token goes nowhere else', async () => {
    let elsewhere = 0
    const other = createServer((_, response) => {
      elsewhere += 1
      response.end('{}')
    }).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    answer = (_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${port}/login` }).end()
    const gap = await ask()
    other.close()
    expect(gap).toEqual({ kind: 'gap', reason: 'failed', detail: 'redirected to another host' })
    expect(elsewhere).toBe(0)
  })

  test('round and round end', async () => {
    answer = (request, response) => response.writeHead(302, { location: request.url }).end()
    expect(await ask()).toMatchObject({ kind: 'gap', reason: 'failed' })
    expect(seen).toHaveLength(4)
  })
})
