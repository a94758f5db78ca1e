/** Who and what is in the workspace from its first minute. */
import type { Channel, Person } from './model.ts'

export const TEAM = { id: 'T0LOCAL', domain: 'local', name: 'Local workspace' } as const
/** Whose people come in by shared channels. */
export const OTHER_TEAM = 'T0OTHER'
export const APP_ID = 'A0MEMCHECK'
export const BOT = { userId: 'U0MEMCHECK', botId: 'B0MEMCHECK' } as const
export const SLACKBOT = { userId: 'USLACKBOT', name: 'Slackbot' } as const

/** The people of the workspace; the page acts as the first. `tz` is the zone of this machine. */
export function defaultPeople(tz: string): readonly Person[] {
  return [
    { id: 'U0ANA', name: 'ana', realName: 'Ana', tz, locale: 'en-US' },
    { id: 'U0LI', name: 'li', realName: 'Li', tz: 'Asia/Shanghai', locale: 'zh-CN' },
  ]
}

/**
 * The channels. The bot is in #ops and in the private #alerts but not in #general, so that what an app must
 * do where it was not invited is met here first.
 */
export function channelsFor(people: readonly Person[]): readonly Channel[] {
  return [
    { id: 'C0OPS', name: 'ops', kind: 'public', person: null, topic: 'Hosts, services, on call' },
    {
      id: 'C0ALERTS',
      name: 'alerts',
      kind: 'private',
      person: null,
      topic: 'What the monitors say',
    },
    { id: 'C0GENERAL', name: 'general', kind: 'public', person: null, topic: 'Everything else' },
    ...people.map(
      (person): Channel => ({
        id: `D${person.id.slice(1)}`,
        name: person.name,
        kind: 'im',
        person: person.id,
        topic: '',
      }),
    ),
  ]
}

/** Channels that the bot is in before anybody invites it. */
export const BOT_IS_IN: readonly string[] = ['C0OPS', 'C0ALERTS']
