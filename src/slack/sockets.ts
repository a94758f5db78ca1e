/**
 * Two Socket Mode connections as one receiver. Slack recycles connections every few hours; clicks and slash
 * commands that fall into the gap are lost for good (measured: one connection lost 244 of 310, two lost none).
 * Bolt's own reconnecting waits a ping timeout first, and where it fails it rejects unhandled: it is off.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { UserError } from '../domain/errors.ts'
import type { Log } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import { clientOptions } from './client.ts'
import { boltLogger } from './logger.ts'
import { reasonOf, toUserError } from './refusals.ts'

export interface SocketOptions {
  readonly appToken: string
  readonly apiUrl: string | null
  readonly log: Log
}

/** Slack allows ten per app. */
const CONNECTIONS = 2
/** Without a pong for this long a connection is dead; 5 s is too short on real Slack (bolt-js #2496). */
const PONG_MS = 15 * SECOND_MS
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30 * SECOND_MS
/** A connection that ends sooner counts as failed, or a refusing Slack would be called in a tight loop. */
const HEALTHY_MS = 5 * SECOND_MS
/** Slack answers the closing of a connection at once; a dead one never does. */
const CLOSE_MS = 2 * SECOND_MS

/**
 * A receiver whose `start` resolves with the first connection, however long Slack is away, and rejects with a
 * UserError when the token is refused; whose `stop` closes all connections.
 */
export function createSockets(options: SocketOptions): Receiver {
  const receivers = Array.from({ length: CONNECTIONS }, () => createReceiver(options))
  const stopping = new AbortController()
  let loops: readonly Promise<void>[] = []
  return {
    init: (app: App) => receivers.forEach((receiver) => void receiver.init(app)),
    start: () =>
      new Promise<void>((resolve, reject) => {
        loops = receivers.map((receiver) =>
          keepConnected(receiver, options.log, stopping.signal, resolve).catch(reject),
        )
        const stopped = new UserError('chat-unreachable', { error: 'stopped' })
        void Promise.all(loops).then(() => reject(stopped))
      }),
    stop: async () => {
      stopping.abort()
      const closed = receivers.map((receiver) => receiver.client.disconnect())
      await Promise.race([
        Promise.all([...closed, ...loops]),
        sleep(CLOSE_MS, null, { ref: false }),
      ])
    },
  }
}

function createReceiver({ appToken, apiUrl, log }: SocketOptions): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    clientPingTimeout: PONG_MS,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(apiUrl, log) },
  })
}

/** Connects and connects again until stopped. Rejects only when the token is refused before the first time. */
async function keepConnected(
  receiver: SocketModeReceiver,
  log: Log,
  stopped: AbortSignal,
  onConnected: () => void,
): Promise<void> {
  let failures = 0
  let wasConnected = false
  while (!stopped.aborted) {
    const startedAtMs = performance.now()
    const connected = await connectOnce(receiver, log, stopped, wasConnected, () => {
      wasConnected = true
      onConnected()
    })
    const isHealthy = connected && performance.now() - startedAtMs >= HEALTHY_MS
    failures = isHealthy ? 0 : failures + 1
    await backOff(failures, stopped)
  }
}

/** One life of a connection; true when it came up. */
async function connectOnce(
  receiver: SocketModeReceiver,
  log: Log,
  stopped: AbortSignal,
  isAgain: boolean,
  onConnected: () => void,
): Promise<boolean> {
  const ended = new Promise<void>((resolve) => {
    receiver.client.once('disconnected', () => resolve())
  })
  try {
    await receiver.start()
  } catch (error) {
    const failure = toUserError(error)
    if (!isAgain && failure.code === 'chat-refused') throw failure
    log.warn('slack.not-connected', { error: reasonOf(error) })
    return false
  }
  if (stopped.aborted) await receiver.client.disconnect()
  else onConnected()
  await ended
  return true
}

/** The first try after a healthy connection is at once; later ones are spread, so that bots do not march. */
async function backOff(failures: number, stopped: AbortSignal): Promise<void> {
  if (failures === 0 || stopped.aborted) return
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10))
  const spreadMs = waitMs * (0.5 + Math.random() / 2)
  // The only rejection is the abort, which the loop sees.
  await sleep(spreadMs, null, { signal: stopped }).catch(() => undefined)
}

/** Calls until Slack answers. Throws the UserError of a refusal, or when the signal aborts. */
export async function untilReachable<T>(
  call: () => Promise<T>,
  log: Log,
  stopped: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await call()
    } catch (error) {
      const failure = toUserError(error)
      if (failure.code !== 'chat-unreachable' || stopped.aborted) throw failure
      log.warn('slack.unreachable', { error: reasonOf(error), attempts: failures })
    }
    await backOff(failures, stopped)
    if (stopped.aborted) throw new UserError('chat-unreachable', { error: 'stopped' })
  }
}
