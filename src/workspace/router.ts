/** Which request goes where, after the guard has let it in. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { answerApi } from './api.ts'
import { Assets } from './assets.ts'
import type { Feed } from './feed.ts'
import { bearerOf, isSecret, refusal, Session } from './guard.ts'
import { HttpError, sendJson, sendText } from './http.ts'
import { newSecret } from './ids.ts'
import { giveFile, takeResponse, takeUpload } from './side.ts'
import { answerUi } from './ui.ts'
import type { World } from './world.ts'

export class Router {
  readonly #world: World
  readonly #feed: Feed
  readonly #session: Session
  readonly #assets = new Assets()

  constructor(world: World, feed: Feed, port: number) {
    this.#world = world
    this.#feed = feed
    this.#session = new Session(port, newSecret(''))
  }

  attach(server: Server): void {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#answer(request, response).catch((error: unknown) => fail(response, error))
    })
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    )
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request.headers)
    if (refused !== null) throw new HttpError(403, refused)
    const url = new URL(request.url ?? '/', this.#world.baseUrl)
    const [, room = '', rest = ''] = /^\/([a-z]*)(?:\/(.*))?$/.exec(url.pathname) ?? []
    const isPost = request.method === 'POST'
    if (room === 'api') return answerApi(request, response, rest, this.#world)
    if (room === 'upload' && isPost) return takeUpload(request, response, rest, this.#world)
    if (room === 'response' && isPost) return takeResponse(request, response, rest, this.#world)
    if (request.method === 'GET' && this.#sendPage(response, url.pathname, room, rest)) return
    const isPage = this.#session.has(request.headers)
    const isBot = isSecret(bearerOf(request.headers), this.#world.botToken)
    if (room === 'files' && (isPage || isBot)) return giveFile(response, rest, this.#world)
    if (room === 'ui' && isPage) return answerUi(request, response, url, this.#world, this.#feed)
    if (room === 'ui' || room === 'files') throw new HttpError(401, 'open the page first')
    throw new HttpError(404, 'not found')
  }

  /** The page and its files; a message's own address opens the page, which finds the message. */
  #sendPage(response: ServerResponse, path: string, room: string, rest: string): boolean {
    if (path === '/favicon.ico') {
      response.writeHead(204).end()
      return true
    }
    if (path === '/' || room === 'archives') {
      return this.#assets.send(response, 'index.html', { 'set-cookie': this.#session.cookie })
    }
    return room === 'page' && this.#assets.send(response, rest)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const url = new URL(request.url ?? '/', this.#world.baseUrl)
    const isLink = /^\/link\/?$/.test(url.pathname)
    if (!isLink || refusal(request.headers) !== null || this.#world.switches.down) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    this.#world.sockets.upgrade(request, socket, head, url.searchParams.get('ticket') ?? '')
  }
}

/** A fault of the request is told; a fault of ours is a plain 500 that says what broke, on loopback only. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy()
  else if (error instanceof HttpError) sendText(response, error.status, error.message)
  else {
    const message = error instanceof Error ? error.message : String(error)
    sendJson(response, { ok: false, error: 'internal_error', message }, 500)
  }
}
