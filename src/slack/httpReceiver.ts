/**
 * Slack's requests to an address of ours, as one receiver: for sites where outgoing connections may not stay open.
 * Bolt checks the signature and the time of each request before anything reads its body.
 */
import type { Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, HTTPReceiver, type Receiver } from '@slack/bolt'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Log } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import { boltLogger } from './logger.ts'

export interface HttpOptions {
  readonly signingSecret: string
  /** What to listen on; loopback unless a proxy on another machine must reach it. */
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  readonly log: Log
}

export interface HttpWire {
  readonly receiver: Receiver
  /** Where it listens, as an address of this machine; null before the start. */
  requestUrl(): string | null
}

/** The one address of events, commands and clicks. */
const PATH = '/slack/events'
/** Slack sends a request at once and hangs up after 3 s; who is slower is not Slack. */
const REQUEST_MS = 10 * SECOND_MS
/** What is being answered may end; then connections are cut. */
const CLOSE_MS = 2 * SECOND_MS

/**
 * A receiver whose `start` resolves when the port is open and throws UserError `port-taken` or `cannot-listen`;
 * whose `stop` closes the port and all connections, also when it never started.
 */
export function createHttp({ signingSecret, host, port, log }: HttpOptions): HttpWire {
  let server: Server | null = null
  const bolt = new HTTPReceiver({
    signingSecret,
    endpoints: PATH,
    bodyLimit: LIMITS.slackRequestBytes,
    logger: boltLogger(log),
    dispatchErrorHandler: ({ request, response }) => {
      log.info('slack.request-refused', { method: request.method ?? '' })
      answer(response, 404)
    },
    processEventErrorHandler: async ({ error, response }) => {
      log.bug('slack.request-failed', error)
      answer(response, 500)
      return true
    },
    unhandledRequestHandler: ({ response }) => {
      log.warn('slack.request-unanswered')
      answer(response, 404)
    },
  })
  const receiver: Receiver = {
    init: (app: App) => bolt.init(app),
    async start() {
      const limits = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }
      try {
        server = await bolt.start({ host, port }, limits)
      } catch (error) {
        throw cannotListen(error, host, port)
      }
      log.info('slack.listening', { host, port: portOf(server), path: PATH })
    },
    async stop() {
      const open = server
      server = null
      if (open === null) return
      const closed = bolt.stop()
      open.closeIdleConnections()
      await Promise.race([closed, sleep(CLOSE_MS, null, { ref: false })])
      open.closeAllConnections()
      await closed
    },
  }
  return {
    receiver,
    requestUrl: () => (server === null ? null : `http://${hostOf(host)}:${portOf(server)}${PATH}`),
  }
}

function answer(response: ServerResponse, status: number): void {
  if (response.headersSent) return
  response.writeHead(status).end()
}

function cannotListen(error: unknown, host: string, port: number): UserError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const code = reason === 'EADDRINUSE' ? 'port-taken' : 'cannot-listen'
  return new UserError(code, { address: host, port, error: reason }, error)
}

function portOf(server: Server): number {
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

/** What listens on all addresses is reached by loopback; an IPv6 address stands in brackets. */
function hostOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
