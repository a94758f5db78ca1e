/**
 * Slack's rates as the bot keeps to them: docs.slack.dev/apis/web-api/rate-limits and each method's own page. Bursts are
 * smaller than what Slack lets pass, which it does not name: what is refused is waited for longer than what is not asked.
 */

export interface Rate {
  readonly perMinute: number
  /** Calls that may go at once after a quiet time. */
  readonly burst: number
  /** Of these, how many are left for people: bulk goes only while more than that could. */
  readonly reserve: number
}

export interface MethodRates {
  /** Over the workspace. */
  readonly whole: Rate
  /** In one channel, where Slack counts that too. */
  readonly channel?: Rate
}

const TIER_1: Rate = { perMinute: 1, burst: 10, reserve: 0 }
const TIER_3: Rate = { perMinute: 50, burst: 8, reserve: 4 }
const TIER_4: Rate = { perMinute: 100, burst: 16, reserve: 6 }
const HUNDREDS: Rate = { perMinute: 300, burst: 40, reserve: 10 }

/** The methods that the bot calls; one that is not here is held back by Slack's own word alone. */
export const SLACK_RATES: Readonly<Record<string, MethodRates>> = {
  'apps.connections.open': { whole: TIER_1 },
  'auth.test': { whole: HUNDREDS },
  'chat.getPermalink': { whole: HUNDREDS },
  'chat.postEphemeral': { whole: TIER_4 },
  'chat.postMessage': {
    whole: { perMinute: 300, burst: 40, reserve: 10 },
    channel: { perMinute: 60, burst: 5, reserve: 2 },
  },
  'chat.update': { whole: TIER_3 },
  'conversations.history': { whole: TIER_3 },
  'conversations.replies': { whole: TIER_3 },
  'files.completeUploadExternal': { whole: TIER_4 },
  'files.delete': { whole: TIER_3 },
  'files.getUploadURLExternal': { whole: TIER_4 },
  'files.info': { whole: TIER_4 },
  'views.open': { whole: TIER_4 },
  'views.publish': { whole: TIER_4 },
}
