/** The way to Slack's Web API: one client, one rule for limits, outages and refusals. */
import { setTimeout as sleep } from 'node:timers/promises'
import { webApi } from '@slack/bolt'
import type { Log } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import { boltLogger } from './logger.ts'
import { isRetryLater, toUserError } from './refusals.ts'

export type SlackClient = webApi.WebClient

/** One request; Slack answers within a second, an upload's completion within a few. */
const REQUEST_MS = 15 * SECOND_MS
/** Tries of one call, and the longest that all its waits for a rate limit may take. */
const TRIES = 4
const RATE_WAIT_MS = 60 * SECOND_MS
const FIRST_RETRY_MS = 300

/**
 * A client that never repeats by itself: `callSlack` decides, because a post that is repeated blindly after a
 * lost answer stands twice in the channel.
 */
export function createClient(token: string, apiUrl: string | null, log: Log): SlackClient {
  return new webApi.WebClient(token, clientOptions(apiUrl, log))
}

/** The options that every client shares; a new object each time, because Bolt writes into it. */
export function clientOptions(apiUrl: string | null, log: Log): webApi.WebClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    logger: boltLogger(log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: REQUEST_MS,
  }
}

export interface CallOptions {
  /** True when doing it twice does no harm: then lost answers and outages are tried again. */
  readonly repeatable: boolean
  /** Named in errors. */
  readonly channel?: string
}

/**
 * Calls Slack. Waits where Slack says so (429); repeats what may be repeated.
 * Throws UserError `not-in-channel`, `channel-not-found`, `chat-refused`, `chat-unreachable`.
 */
export async function callSlack<T>(call: () => Promise<T>, options: CallOptions): Promise<T> {
  let waitedMs = 0
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const waitMs = nextWaitMs(error, attempt, options.repeatable)
      if (waitMs === null || attempt >= TRIES || waitedMs + waitMs > RATE_WAIT_MS) {
        throw toUserError(error, options.channel)
      }
      waitedMs += waitMs
      await sleep(waitMs)
    }
  }
}

function nextWaitMs(error: unknown, attempt: number, repeatable: boolean): number | null {
  // A refused call did not happen: it may always be repeated.
  if (error instanceof webApi.WebAPIRateLimitedError) return error.retryAfter * SECOND_MS
  return repeatable && isRetryLater(error) ? FIRST_RETRY_MS * 2 ** (attempt - 1) : null
}
