/** Who may reach the workspace: this machine and its own page, and nobody through a browser's other pages. */
import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Workspace } from '../../src/workspace/server.ts'
import { call, PNG, workspace } from './harness.ts'

/** node:http lets a test write the Host header, which fetch does not. */
function status(
  slack: Workspace,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<number> {
  const { port } = new URL(slack.url)
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end()
  })
}

async function cookie(slack: Workspace): Promise<string> {
  const page = await fetch(slack.url)
  return page.headers.get('set-cookie')?.split(';')[0] ?? ''
}

describe('the guard', () => {
  it.each([
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost:1', 200],
    ['127.0.0.1', 200],
  ])('host %s: %i', async (host, expected) => {
    const slack = await workspace()
    expect(await status(slack, '/', { host })).toBe(expected)
  })

  it.each([
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://127.0.0.1:1' }, 403],
    [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
    [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 200],
  ])('%j: %i', async (headers, expected) => {
    const slack = await workspace()
    const { host } = new URL(slack.url)
    expect(await status(slack, '/', { host, ...headers })).toBe(expected)
    if (expected === 403) {
      expect(await status(slack, '/api/auth.test', { host, ...headers }, 'POST')).toBe(403)
    }
  })

  it('the page forbids scripts of others and inline ones, and being framed', async () => {
    const slack = await workspace()
    const policy = (await fetch(slack.url)).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain("script-src 'unsafe")
  })

  it('what the page reads needs its session', async () => {
    const slack = await workspace()
    const state = `${slack.url}ui/state`
    expect((await fetch(state)).status).toBe(401)
    expect((await fetch(state, { headers: { cookie: await cookie(slack) } })).status).toBe(200)
    const forged = (await cookie(slack)).replace(/.$/, 'z')
    expect((await fetch(state, { headers: { cookie: forged } })).status).toBe(401)
  })

  it('a file needs the session or the bot token, and runs nowhere', async () => {
    const slack = await workspace()
    const { message } = slack.control.share('evil.html', PNG)
    const url = `${slack.url}files/${message.fileIds[0]}`
    expect((await fetch(url)).status).toBe(401)
    const asBot = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } })
    expect(asBot.status).toBe(200)
    expect(asBot.headers.get('content-type')).toBe('application/octet-stream')
    expect(asBot.headers.get('content-disposition')).toMatch(/^attachment/)
    expect((await fetch(url, { headers: { cookie: await cookie(slack) } })).status).toBe(200)
  })

  it.each([
    '/page/../server.ts',
    '/page/%2e%2e/limits.ts',
    '/files/..%2fmessages.jsonl',
    '/nowhere',
  ])('gives nothing at %s', async (path) => {
    const slack = await workspace()
    const headers = { host: new URL(slack.url).host, cookie: await cookie(slack) }
    expect(await status(slack, path, headers)).toBe(404)
  })

  it('a socket needs a ticket, which is good once', async () => {
    const slack = await workspace()
    const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken)
    const first = (address: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(address)
        socket.on('message', (data) => {
          resolve(JSON.parse(String(data)).type)
          socket.close()
        })
        socket.on('error', (error) => resolve(error.message))
      })
    expect(await first(String(url))).toBe('hello')
    expect(await first(String(url))).toBe('Unexpected server response: 401')
  })

  it('an eleventh socket is sent away', async () => {
    const slack = await workspace()
    const hello = async (): Promise<unknown> => {
      const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken)
      return new Promise((resolve) => {
        new WebSocket(String(url)).on('message', (data) => resolve(JSON.parse(String(data))))
      })
    }
    const hellos: unknown[] = []
    for (let n = 1; n <= 11; n += 1) hellos.push(await hello())
    expect(hellos[9]).toMatchObject({ type: 'hello', num_connections: 10 })
    expect(hellos[10]).toEqual({ type: 'disconnect', reason: 'too_many_websockets' })
    expect(slack.control.sockets()).toBe(10)
  })
})
