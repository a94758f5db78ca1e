/**
 * Socket Mode, Slack's side: tickets, open connections, envelopes and their acks.
 * Source of the format: docs.slack.dev/apis/events-api/using-socket-mode.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import {
  ACK_MS,
  type Again,
  type Deliveries,
  DeliveryError,
  type EnvelopeType,
} from './delivery.ts'
import { dictOf } from './faults.ts'
import { newSecret } from './ids.ts'
import { BOUNDS } from './limits.ts'
import type { Dict } from './model.ts'
import { APP_ID } from './roster.ts'

/** What Slack allows: ten connections of one app, a ping before 30 s have passed. */
const MAX_SOCKETS = 10
const PING_EVERY_MS = 10 * SECOND_MS
const TICKET_MS = MINUTE_MS
/** A connection that was told to leave is closed after this. Slack's word for it is `warning`: some ten seconds. */
const LEAVE_MS = 10 * SECOND_MS

interface Waiting {
  readonly timer: NodeJS.Timeout
  readonly resolve: (payload: Dict) => void
  readonly reject: (error: DeliveryError) => void
}

export class Sockets implements Deliveries {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: BOUNDS.frameBytes })
  readonly #now: () => number
  readonly #tickets = new Map<string, number>()
  readonly #waiting = new Map<string, Waiting>()
  readonly #listeners = new Set<() => void>()
  /** Connections that get envelopes, the oldest first. */
  #open: WebSocket[] = []
  /** Those that were told to leave. */
  readonly #told = new WeakSet<WebSocket>()
  #turn = 0

  constructor(now: () => number) {
    this.#now = now
  }

  get count(): number {
    return this.#open.length
  }

  onCount(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** A one-time ticket for one connection. */
  ticket(): string {
    const ticket = newSecret('')
    this.#tickets.set(ticket, this.#now() + TICKET_MS)
    for (const [old, until] of this.#tickets) if (until < this.#now()) this.#tickets.delete(old)
    return ticket
  }

  /** Takes a connection whose ticket is good; closes any other. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, ticket: string): void {
    const until = this.#tickets.get(ticket)
    this.#tickets.delete(ticket)
    if (until === undefined || until < this.#now()) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
      return
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client))
  }

  /**
   * Sends an envelope over the connection whose turn it is and gives the ack's payload. Rejects with
   * `dispatch_failed` when the app is not connected, `operation_timeout` when it does not ack in 3 s.
   */
  send(type: EnvelopeType, payload: Dict, again?: Again): Promise<Dict> {
    const client = this.#open[this.#turn % Math.max(1, this.#open.length)]
    this.#turn += 1
    if (client === undefined) {
      const what = 'the app is not connected'
      return Promise.reject(new DeliveryError('dispatch_failed', what, 'connection_failed'))
    }
    const envelopeId = randomUUID()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(envelopeId, 'operation_timeout', type), ACK_MS)
      this.#waiting.set(envelopeId, { timer, resolve, reject })
      const accepts = type !== 'events_api'
      client.send(
        JSON.stringify({
          envelope_id: envelopeId,
          type,
          payload,
          accepts_response_payload: accepts,
          ...again,
        }),
      )
    })
  }

  /**
   * Tells one connection to leave, as Slack does every few hours: the one of an index, or the oldest that was not told
   * yet. It gets its share of envelopes until it is closed, by the app or in the end from here.
   */
  kick(reason: string, index?: number): void {
    const client =
      index === undefined ? this.#open.find((one) => !this.#told.has(one)) : this.#open[index]
    if (client === undefined) return
    this.#told.add(client)
    const timer = setTimeout(() => {
      this.#forget(client)
      client.close()
    }, LEAVE_MS)
    client.on('close', () => clearTimeout(timer))
    client.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }))
  }

  close(): void {
    for (const id of [...this.#waiting.keys()]) this.#giveUp(id, 'dispatch_failed', 'closing')
    this.#open = []
    for (const client of this.#server.clients) client.terminate()
    this.#server.close()
  }

  #welcome(client: WebSocket): void {
    client.on('error', () => client.terminate())
    if (this.#open.length >= MAX_SOCKETS) {
      client.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }))
      client.close()
      return
    }
    this.#open.push(client)
    const ping = setInterval(() => client.ping(), PING_EVERY_MS)
    client.on('close', () => {
      clearInterval(ping)
      this.#forget(client)
    })
    client.on('message', (data) => this.#onFrame(data))
    client.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#open.length,
        connection_info: { app_id: APP_ID },
        debug_info: { host: 'local', approximate_connection_time: 18_060 },
      }),
    )
    this.#tell()
  }

  #onFrame(data: RawData): void {
    const frame = readFrame(String(data))
    const id = frame?.envelope_id
    if (typeof id !== 'string') return
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    clearTimeout(waiting.timer)
    waiting.resolve(dictOf(frame?.payload) ?? {})
  }

  #giveUp(envelopeId: string, code: DeliveryError['code'], what: string): void {
    const waiting = this.#waiting.get(envelopeId)
    if (waiting === undefined) return
    this.#waiting.delete(envelopeId)
    clearTimeout(waiting.timer)
    const reason = code === 'operation_timeout' ? 'timeout' : 'connection_failed'
    waiting.reject(new DeliveryError(code, what, reason))
  }

  #forget(client: WebSocket): void {
    this.#open = this.#open.filter((other) => other !== client)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** What the app sends is JSON; anything else is not for us. */
function readFrame(text: string): Dict | null {
  try {
    return dictOf(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
