/** A person's language and time zone, from his Slack profile (users.info, scope users:read). Asked once, then kept. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../domain/ports.ts'
import type { Lang } from '../domain/words.ts'
import type { SlackClient } from './client.ts'
import { isRetryLater, reasonOf } from './refusals.ts'

export interface Person {
  readonly lang: Lang
  /** IANA name. */
  readonly zone: string
}

const UNKNOWN: Person = { lang: 'en', zone: 'UTC' }

/** An answer waits for this no longer: Slack wants its ack within 3 s. */
const ASK_MS = 700
/** People known at once; beyond it all are asked anew. */
const KEPT = 5000

/** Gives a user's language and zone; English and UTC where they cannot be known in time. Never rejects. */
export function createPersonOf(client: SlackClient, log: Log): (user: string) => Promise<Person> {
  const known = new Map<string, Promise<Person>>()
  return (user) => {
    const asked = known.get(user) ?? ask(client, log, user, () => known.delete(user))
    if (known.size >= KEPT) known.clear()
    known.set(user, asked)
    return Promise.race([asked, sleep(ASK_MS, UNKNOWN, { ref: false })])
  }
}

async function ask(
  client: SlackClient,
  log: Log,
  user: string,
  forget: () => void,
): Promise<Person> {
  try {
    const { user: person } = await client.users.info({ user, include_locale: true })
    return {
      lang: person?.locale?.startsWith('zh') === true ? 'zh' : 'en',
      zone: person?.tz ?? UNKNOWN.zone,
    }
  } catch (error) {
    // A missing scope stays missing; an outage passes.
    if (isRetryLater(error)) forget()
    log.info('slack.locale-unknown', { error: reasonOf(error) })
    return UNKNOWN
  }
}
