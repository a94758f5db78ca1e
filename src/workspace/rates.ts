/**
 * Slack's rate limits, held as a switch: docs.slack.dev/apis/web-api/rate-limits, the tier of each method from its own
 * page there. How large a burst may be Slack does not say ("small", "occasional", "sporadic", "generous"): ours are small.
 */
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts'

interface Rate {
  readonly calls: number
  readonly perMs: number
  /** Calls that may come at once after a quiet time. */
  readonly burst: number
}

const TIER_1: Rate = { calls: 1, perMs: MINUTE_MS, burst: 10 }
const TIER_2: Rate = { calls: 20, perMs: MINUTE_MS, burst: 10 }
const TIER_3: Rate = { calls: 50, perMs: MINUTE_MS, burst: 10 }
const TIER_4: Rate = { calls: 100, perMs: MINUTE_MS, burst: 20 }
/** "Hundreds of requests per minute": auth.test, chat.getPermalink. */
const HUNDREDS: Rate = { calls: 300, perMs: MINUTE_MS, burst: 50 }
/** "One message per second per channel", short bursts allowed. */
const A_CHANNEL: Rate = { calls: 1, perMs: SECOND_MS, burst: 6 }
/** "Several hundred messages per minute" of all channels together. */
const ALL_CHANNELS: Rate = { calls: 300, perMs: MINUTE_MS, burst: 50 }

/** One method may be counted twice: in its channel, and in the workspace. */
const RATES: Readonly<Record<string, { readonly whole: Rate; readonly channel?: Rate }>> = {
  'apps.connections.open': { whole: TIER_1 },
  'auth.test': { whole: HUNDREDS },
  'chat.delete': { whole: TIER_3 },
  'chat.getPermalink': { whole: HUNDREDS },
  'chat.postEphemeral': { whole: TIER_4 },
  'chat.postMessage': { whole: ALL_CHANNELS, channel: A_CHANNEL },
  'chat.update': { whole: TIER_3 },
  'conversations.history': { whole: TIER_3 },
  'conversations.info': { whole: TIER_3 },
  'conversations.open': { whole: TIER_3 },
  'conversations.replies': { whole: TIER_3 },
  'files.completeUploadExternal': { whole: TIER_4 },
  'files.delete': { whole: TIER_3 },
  'files.getUploadURLExternal': { whole: TIER_4 },
  'files.info': { whole: TIER_4 },
  'usergroups.users.list': { whole: TIER_2 },
  'users.info': { whole: TIER_4 },
  'views.open': { whole: TIER_4 },
  'views.publish': { whole: TIER_4 },
  'views.push': { whole: TIER_4 },
  'views.update': { whole: TIER_4 },
}

/** What is left of a rate, as of an instant. */
interface Level {
  readonly calls: number
  readonly atMs: number
}

export class Rates {
  readonly #now: () => number
  readonly #levels = new Map<string, Level>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts a call; what is beyond the rate is not counted. Gives the whole seconds to wait, 0 when it may go on. */
  take(method: string, channel: string | null): number {
    const rates = RATES[method]
    if (rates === undefined) return 0
    const counted: (readonly [string, Rate])[] = [[method, rates.whole]]
    if (rates.channel !== undefined) counted.push([`${method} ${channel}`, rates.channel])
    const nowMs = this.#now()
    const waitMs = Math.max(...counted.map(([key, rate]) => this.#waitMs(key, rate, nowMs)))
    if (waitMs > 0) return Math.ceil(waitMs / SECOND_MS)
    for (const [key, rate] of counted) {
      this.#levels.set(key, { calls: this.#level(key, rate, nowMs) - 1, atMs: nowMs })
    }
    return 0
  }

  #level(key: string, rate: Rate, nowMs: number): number {
    const level = this.#levels.get(key)
    if (level === undefined) return rate.burst
    const grown = ((nowMs - level.atMs) * rate.calls) / rate.perMs
    return Math.min(rate.burst, level.calls + grown)
  }

  #waitMs(key: string, rate: Rate, nowMs: number): number {
    const missing = 1 - this.#level(key, rate, nowMs)
    return missing <= 0 ? 0 : (missing * rate.perMs) / rate.calls
  }
}
