/**
 * Who somebody is and where he acts, by Slack's own word: users.info, conversations.info and usergroups.users.list
 * (scopes users:read, channels:read, groups:read, im:read, mpim:read, usergroups:read). Kept five minutes; what Slack
 * does not say in time is not known, and who decides on it refuses.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatStanding, Room, Standing } from '../domain/authorize.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Directory, Log } from '../domain/ports.ts'
import { MINUTE_MS } from '../domain/time.ts'
import { type Caller, callSlack } from './client.ts'
import { Kept } from './kept.ts'
import type { Account, PersonOf } from './person.ts'
import { reasonOf } from './refusals.ts'

const FRESH_MS = 5 * MINUTE_MS
/** A slash command is acked without an answer before that, which then follows. */
const WITHIN_MS = 2500

/** `personOf` is shared with who asks for languages: one question a person. */
export function createDirectory(caller: Caller, personOf: PersonOf, log: Log): Directory {
  const own = new Kept({ forMs: FRESH_MS, entries: 1 }, () => ownTeam(caller))
  const rooms = new Kept({ forMs: FRESH_MS, entries: LIMITS.directoryRooms }, (channel) =>
    roomOf(caller, channel),
  )
  const members = new Kept({ forMs: FRESH_MS, entries: LIMITS.policyGrants }, (group) =>
    membersOf(caller, group),
  )
  const inTime = <T>(event: string, answer: Promise<T>, otherwise: T): Promise<T> =>
    Promise.race([
      answer.catch((error: unknown) => {
        log.warn(event, { error: reasonOf(error) })
        return otherwise
      }),
      sleep(WITHIN_MS, otherwise, { ref: false }),
    ])
  const standing = async (user: string, team: string | null): Promise<Standing> => {
    const ours = await own.of('')
    return standingOf((await personOf(user, WITHIN_MS)).account, team, ours)
  }
  return {
    async standing({ user, team, channel, usergroups }): Promise<ChatStanding> {
      const [person, room, lists] = await Promise.all([
        inTime('slack.standing-unknown', standing(user, team), 'unknown'),
        inTime(
          'slack.room-unknown',
          isOwnPlace(channel, user) ? DIRECT : rooms.of(channel),
          'unknown',
        ),
        Promise.all(
          usergroups.map(async (group) => ({
            group,
            users: await inTime<ReadonlySet<string> | null>(
              'slack.groups-unknown',
              members.of(group),
              null,
            ),
          })),
        ),
      ])
      return {
        standing: person,
        groups: lists.filter(({ users }) => users?.has(user)).map(({ group }) => group),
        unlearned: lists.filter(({ users }) => users === null).map(({ group }) => group),
        channel,
        room,
      }
    },
  }
}

const DIRECT: Promise<Room> = Promise.resolve('direct')

/** What happened outside of any channel is of the person alone. */
function isOwnPlace(channel: string, user: string): boolean {
  return channel === user
}

async function ownTeam(caller: Caller): Promise<string> {
  const { team_id: team } = await callSlack(caller, { method: 'auth.test', repeatable: true }, () =>
    caller.client.auth.test(),
  )
  if (team === undefined) throw new Error('auth.test names no team')
  return team
}

/**
 * In an Enterprise organisation a person is of several teams. Whose event says that it came from another team is of
 * that, whatever his profile says.
 */
function standingOf(account: Account | null, team: string | null, ours: string): Standing {
  if (account === null) return team === null || team === ours ? 'unknown' : 'outsider'
  if (account.isStranger || !account.teams.includes(ours)) return 'outsider'
  if (team !== null && !account.teams.includes(team)) return 'outsider'
  return account.isGuest ? 'guest' : 'member'
}

async function roomOf(caller: Caller, channel: string): Promise<Room> {
  try {
    const { channel: room } = await callSlack(
      caller,
      { method: 'conversations.info', repeatable: true },
      () => caller.client.conversations.info({ channel }),
    )
    if (room?.is_im === true) return 'direct'
    return room?.is_member === true ? 'joined' : 'apart'
  } catch (error) {
    // So Slack says of private channels and of the direct messages of others.
    if (reasonOf(error) === 'channel_not_found') return 'apart'
    throw error
  }
}

async function membersOf(caller: Caller, usergroup: string): Promise<ReadonlySet<string>> {
  const { users } = await callSlack(
    caller,
    { method: 'usergroups.users.list', repeatable: true },
    () => caller.client.usergroups.users.list({ usergroup }),
  )
  return new Set(users ?? [])
}
