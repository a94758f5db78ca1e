/**
 * One Socket Mode connection. Slack tells a connection to leave and closes it some seconds later; until then it may
 * still send on it. Bolt's client answers the telling by closing at once, and what arrives between is dropped
 * unseen: here the connection stays and takes what comes while another takes its place.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import { clientOptions } from './client.ts'
import { boltLogger } from './logger.ts'

export interface SocketOptions {
  readonly appToken: string
  readonly apiUrl: string | null
  readonly log: Log
}

export interface Connection {
  /** Resolves when another one should take its place: it was told to leave, or is closed. */
  readonly leaving: Promise<void>
  readonly closed: Promise<void>
  /** Closes it and waits until it is closed, but not for ever: a dead peer never answers. */
  close(): Promise<void>
}

/** Without a pong for this long a connection is dead; 5 s is too short on real Slack (bolt-js #2496). */
const PONG_MS = 15 * SECOND_MS
/** Slack answers the closing of a connection at once; a dead one never does. */
const CLOSE_MS = 2 * SECOND_MS

/** Connects. Rejects with what Slack's client throws. */
export async function connect(options: SocketOptions, app: App): Promise<Connection> {
  const receiver = createReceiver(options)
  receiver.init(app)
  const { client } = receiver
  const closed = new Promise<void>((resolve) => {
    client.once('disconnected', () => resolve())
  })
  const told = new Promise<void>((resolve) => hearFarewell(client, resolve))
  await receiver.start()
  let closing: Promise<unknown> | null = null
  return {
    leaving: Promise.race([told, closed]),
    closed,
    close: async () => {
      // A second closing would cut off what the first still has to send.
      closing ??= Promise.race([client.disconnect(), sleep(CLOSE_MS, null, { ref: false })])
      await closing
    },
  }
}

/** Bolt's own reconnecting waits a ping timeout first, and where it fails it rejects unhandled: it is off. */
function createReceiver({ appToken, apiUrl, log }: SocketOptions): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    clientPingTimeout: PONG_MS,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(apiUrl, log) },
  })
}

/**
 * Puts itself between the socket and the client, which would close: `disconnect` goes to us, all else to it.
 * Should a later client name its event otherwise, nothing changes and it closes as before.
 */
function hearFarewell(client: SocketModeReceiver['client'], onTold: () => void): void {
  const takers = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    if (isFarewell(data)) onTold()
    else for (const take of takers) take.call(client, data, isBinary)
  })
}

/** `too_many_websockets` comes in place of the greeting: such a connection never lived, and the client must end it. */
function isFarewell(data: unknown): boolean {
  if (typeof data !== 'string' || !/"type"\s*:\s*"disconnect"/.test(data)) return false
  try {
    const frame: unknown = JSON.parse(data)
    if (typeof frame !== 'object' || frame === null) return false
    const isTold = 'type' in frame && frame.type === 'disconnect'
    return isTold && !('reason' in frame && frame.reason === 'too_many_websockets')
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
