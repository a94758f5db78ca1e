/** Who acts in a chat, for tests that ask without one: a member, in a channel that the bot is in. */
import type { Actor, ChatStanding } from '../../src/domain/authorize.ts'
import type { Law } from '../../src/domain/policy.ts'
import type { Directory } from '../../src/domain/ports.ts'

/** No policy: chats look, on the machine itself they read memory. */
export const PLAIN_LAW: Law = { policy: null, readOnly: false, embedded: true }

/** Everybody is a member, everywhere was the bot invited. */
export const OPEN_DIRECTORY: Directory = {
  standing: async ({ channel }) => standingIn(channel),
}

function standingIn(channel: string): ChatStanding {
  return { standing: 'member', groups: [], unlearned: [], channel, room: 'joined' }
}

export function memberIn(channel: string, id = 'U1'): Actor {
  return { id, surface: 'slack', team: null, chat: standingIn(channel) }
}
