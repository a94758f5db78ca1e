/** The way to Slack's Web API: one client, one rule for limits, outages and refusals. */
import { setTimeout as sleep } from 'node:timers/promises'
import { webApi } from '@slack/bolt'
import { UserError } from '../domain/errors.ts'
import type { Log } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import type { Urgency } from '../domain/urgency.ts'
import { now } from './lane.ts'
import { boltLogger } from './logger.ts'
import type { Pacer } from './pacer.ts'
import { isRetryLater, toUserError } from './refusals.ts'

export type SlackClient = webApi.WebClient

/** One request; Slack answers within a second, an upload's completion within a few. */
const REQUEST_MS = 15 * SECOND_MS

/**
 * A client that never repeats by itself: `callSlack` decides, because a post that is repeated blindly after a
 * lost answer stands twice in the channel.
 */
export function createCaller(
  options: { readonly botToken: string; readonly apiUrl: string | null; readonly log: Log },
  urgency: Urgency,
  pacer: Pacer,
): Caller {
  const { botToken, apiUrl, log } = options
  return { client: new webApi.WebClient(botToken, clientOptions(apiUrl, log)), pacer, urgency }
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

/** A client, for those whom its calls are made for. All callers of one workspace share a pacer. */
export interface Caller {
  readonly client: SlackClient
  readonly pacer: Pacer
  readonly urgency: Urgency
}

export interface CallOptions {
  /** As Slack names it: what its rate is counted by. */
  readonly method: string
  /** True when doing it twice does no harm: then lost answers and outages are tried again. */
  readonly repeatable: boolean
  /** Where its rate is counted, and named in errors. */
  readonly channel?: string
  /** Waits for its turn as long as bulk does, for a person too: what is not tried again by anybody else. */
  readonly patient?: boolean
}

/** How long a call is tried: tries in an outage, and the time within which it must have been begun. */
interface Patience {
  readonly tries: number
  readonly withinMs: number
}

/** A person is told soon that it takes longer; the outbox tries again. A round has all the time that there is. */
const PATIENCE: Readonly<Record<Urgency, Patience>> = {
  person: { tries: 4, withinMs: 6 * SECOND_MS },
  bulk: { tries: 8, withinMs: 120 * SECOND_MS },
}
const FIRST_RETRY_MS = 300
const LAST_RETRY_MS = 15 * SECOND_MS

/**
 * Calls Slack, in its turn. Waits where Slack says so (429), and with it all who call the same; repeats what may be repeated.
 * Throws UserError `not-in-channel`, `channel-not-found`, `chat-refused`, `chat-unreachable`.
 */
export async function callSlack<T>(
  { pacer, urgency }: Pick<Caller, 'pacer' | 'urgency'>,
  options: CallOptions,
  call: () => Promise<T>,
): Promise<T> {
  const { method, channel = null } = options
  const { tries } = PATIENCE[urgency]
  const untilMs = now() + PATIENCE[options.patient === true ? 'bulk' : urgency].withinMs
  for (let failures = 0; ; ) {
    if (!(await pacer.turn(method, channel, urgency, untilMs)))
      throw new UserError('chat-unreachable', { error: 'ratelimited' })
    try {
      return await call()
    } catch (error) {
      if (error instanceof webApi.WebAPIRateLimitedError) {
        // A refused call did not happen: it may always be repeated.
        pacer.hold(method, channel, error.retryAfter * SECOND_MS + fullJitterMs(1))
        continue
      }
      failures += 1
      const waitMs = fullJitterMs(failures)
      const isOver = failures >= tries || now() + waitMs > untilMs
      if (!options.repeatable || !isRetryLater(error) || isOver)
        throw toUserError(error, channel ?? undefined)
      await sleep(waitMs, null, { signal: pacer.closed }).catch(() => undefined)
    }
  }
}

/** Anywhere up to a bound that doubles: those who failed together do not come again together. */
function fullJitterMs(failures: number): number {
  return Math.random() * Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures)
}
