/** A person's language, time zone and account, from his Slack profile (users.info, scope users:read). */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../domain/ports.ts'
import { MINUTE_MS } from '../domain/time.ts'
import type { Lang } from '../domain/words.ts'
import type { SlackClient } from './client.ts'
import { Kept } from './kept.ts'
import { isRetryLater, reasonOf } from './refusals.ts'

/** Whose a person is. */
export interface Account {
  /** Ids of his workspaces. */
  readonly teams: readonly string[]
  /** Of a workspace of ours, but for some channels only. */
  readonly isGuest: boolean
  /** Of another organisation, met in a shared channel; or no person any more. */
  readonly isStranger: boolean
}

export interface Person {
  readonly lang: Lang
  /** IANA name. */
  readonly zone: string
  /** Null where Slack did not say. */
  readonly account: Account | null
}

/** Gives what Slack knows of a user; waits so long at most. Never rejects: English, UTC and no account then. */
export type PersonOf = (user: string, withinMs?: number) => Promise<Person>

const UNKNOWN: Person = { lang: 'en', zone: 'UTC', account: null }

/** An answer waits for language and zone no longer: Slack wants its ack within 3 s. */
const ASK_MS = 700
/** Who leaves the company, or becomes a guest, is judged as such after this. */
const FRESH_MS = 5 * MINUTE_MS
const KEPT = 5000

export function createPersonOf(client: SlackClient, log: Log): PersonOf {
  const known = new Kept({ forMs: FRESH_MS, entries: KEPT }, (user) => ask(client, log, user))
  return (user, withinMs = ASK_MS) =>
    Promise.race([known.of(user).catch(() => UNKNOWN), sleep(withinMs, UNKNOWN, { ref: false })])
}

/** Rejects where another try may learn it: an outage passes, a missing scope stays missing. */
async function ask(client: SlackClient, log: Log, user: string): Promise<Person> {
  try {
    const { user: person } = await client.users.info({ user, include_locale: true })
    const teams = [person?.team_id, ...(person?.enterprise_user?.teams ?? [])]
    return {
      lang: person?.locale?.startsWith('zh') === true ? 'zh' : 'en',
      zone: person?.tz ?? UNKNOWN.zone,
      account: {
        teams: teams.filter((team) => team !== undefined),
        isGuest: person?.is_restricted === true || person?.is_ultra_restricted === true,
        isStranger: isStranger(person) || person?.deleted === true,
      },
    }
  } catch (error) {
    log.info('slack.locale-unknown', { error: reasonOf(error) })
    if (isRetryLater(error)) throw error
    return UNKNOWN
  }
}

/** docs.slack.dev/reference/objects/user-object: there in shared channels alone, and not in every type of the client. */
function isStranger(person: object | undefined): boolean {
  return person !== undefined && 'is_stranger' in person && person.is_stranger === true
}
