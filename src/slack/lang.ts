/** A person's language, from his Slack locale (users.info, scope users:read). Asked once, then kept. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../domain/ports.ts'
import type { Lang } from '../domain/words.ts'
import type { SlackClient } from './client.ts'
import { isRetryLater, reasonOf } from './refusals.ts'

/** An answer waits for this no longer: Slack wants its ack within 3 s. */
const ASK_MS = 700
/** People known at once; beyond it all are asked anew. */
const KEPT = 5000

/** Gives the language of a user id; English where it cannot be known in time. Never rejects. */
export function createLangOf(client: SlackClient, log: Log): (user: string) => Promise<Lang> {
  const known = new Map<string, Promise<Lang>>()
  return (user) => {
    const asked = known.get(user) ?? ask(client, log, user, () => known.delete(user))
    if (known.size >= KEPT) known.clear()
    known.set(user, asked)
    return Promise.race([asked, sleep(ASK_MS, 'en' as const, { ref: false })])
  }
}

async function ask(client: SlackClient, log: Log, user: string, forget: () => void): Promise<Lang> {
  try {
    const { user: person } = await client.users.info({ user, include_locale: true })
    return person?.locale?.startsWith('zh') === true ? 'zh' : 'en'
  } catch (error) {
    // A missing scope stays missing; an outage passes.
    if (isRetryLater(error)) forget()
    log.info('slack.locale-unknown', { error: reasonOf(error) })
    return 'en'
  }
}
