/**
 * Two Socket Mode connections as one receiver. Slack recycles connections every few hours; clicks and slash
 * commands that fall into the gap are lost for good (measured: one connection lost 244 of 310, two lost none).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Receiver } from '@slack/bolt'
import { UserError } from '../domain/errors.ts'
import type { Log } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import { type Connection, connect, type SocketOptions } from './connection.ts'
import { reasonOf, toUserError } from './refusals.ts'

/** Slack allows ten per app; with those that were told to leave there are at most twice as many. */
const CONNECTIONS = 2
/** Slack closes a connection that it told to leave after some ten seconds; then we do. */
const LINGER_MS = 20 * SECOND_MS
/** A stop waits so long: the closing of a live connection takes far less. */
const STOP_MS = 3 * SECOND_MS
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30 * SECOND_MS
/** A connection that ends sooner counts as failed, or a refusing Slack would be called in a tight loop. */
const HEALTHY_MS = 5 * SECOND_MS

/**
 * A receiver whose `start` resolves with the first connection, however long Slack is away, and rejects with a
 * UserError when the token is refused; whose `stop` closes all connections.
 */
export function createSockets(options: SocketOptions): Receiver {
  const stopping = new AbortController()
  let app: App | null = null
  let loops: readonly Promise<void>[] = []
  return {
    init: (made: App) => {
      app = made
    },
    start: () =>
      new Promise<void>((resolve, reject) => {
        const seats = Array.from({ length: CONNECTIONS }, () => new Seat(options, stopping.signal))
        loops = seats.map((seat) => seat.keep(app as App, resolve).catch(reject))
        const stopped = new UserError('chat-unreachable', { error: 'stopped' })
        void Promise.all(loops).then(() => reject(stopped))
      }),
    stop: async () => {
      stopping.abort()
      // One that is just connecting may take longer; it closes by itself.
      await Promise.race([Promise.all(loops), sleep(STOP_MS, null, { ref: false })])
    },
  }
}

/** One of the two: the connection of today, and the one before while that still lives. */
class Seat {
  readonly #options: SocketOptions
  readonly #stopped: AbortSignal
  readonly #whenStopped: Promise<void>
  #before: Connection | null = null
  #wasConnected = false

  constructor(options: SocketOptions, stopped: AbortSignal) {
    this.#options = options
    this.#stopped = stopped
    this.#whenStopped = new Promise((resolve) => {
      stopped.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  /** Connects and connects again until stopped. Rejects only when the token is refused before the first time. */
  async keep(app: App, onConnected: () => void): Promise<void> {
    let failures = 0
    while (!this.#stopped.aborted) {
      const startedAtMs = performance.now()
      const connection = await this.#connect(app)
      if (connection !== null) {
        if (!this.#stopped.aborted) onConnected()
        await Promise.race([connection.leaving, this.#whenStopped])
        await this.#replace(connection)
      }
      const isHealthy = connection !== null && performance.now() - startedAtMs >= HEALTHY_MS
      failures = isHealthy ? 0 : failures + 1
      await backOff(failures, this.#stopped)
    }
    await this.#before?.close()
  }

  /** Null when it did not come up. */
  async #connect(app: App): Promise<Connection | null> {
    try {
      const connection = await connect(this.#options, app)
      this.#wasConnected = true
      return connection
    } catch (error) {
      const failure = toUserError(error)
      if (!this.#wasConnected && failure.code === 'chat-refused') throw failure
      this.#options.log.warn('slack.not-connected', { error: reasonOf(error) })
      return null
    }
  }

  /** The one that was told to leave stays until Slack closes it; whoever stayed before it goes now. */
  async #replace(leaving: Connection): Promise<void> {
    const older = this.#before
    this.#before = leaving
    void linger(leaving, this.#whenStopped)
    await older?.close()
  }
}

async function linger(connection: Connection, stopped: Promise<void>): Promise<void> {
  const over = new AbortController()
  const late = sleep(LINGER_MS, null, { ref: false, signal: over.signal }).catch(() => undefined)
  await Promise.race([connection.closed, late, stopped])
  over.abort()
  await connection.close()
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
