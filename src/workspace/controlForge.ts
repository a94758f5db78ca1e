/** What a client that lies can send: elements that no message has. In a test's hands. */
import { click } from './clicks.ts'
import type { Dict, Message } from './model.ts'
import { type At, personOf, spotOf } from './spots.ts'
import { type Offered, suggest } from './suggestions.ts'
import type { World } from './world.ts'

export interface ForgeControl {
  /** Presses a button that a message does not have. Gives the ack; rejects like Slack. */
  forge(ts: string, actionId: string, value: string, at?: At): Promise<Dict>
  /** Asks for the options of a menu that a message does not have. */
  forgeOptions(ts: string, actionId: string, typed: string, at?: At): Promise<readonly Offered[]>
}

export function forgeControlOf(world: World): ForgeControl {
  return {
    async forge(ts, actionId, value, at = {}) {
      const message = messageAt(world, ts)
      const spot = spotOf(world, { threadTs: message.threadTs, ...at, channel: message.channel })
      const text = { type: 'plain_text', text: 'forged' }
      const element = { type: 'button', action_id: actionId, value, text }
      return click(world, spot, message, { block: { block_id: 'forged' }, element, option: null })
    },
    async forgeOptions(ts, actionId, typed, at = {}) {
      const element = { type: 'external_select', action_id: actionId }
      const placed = { block: { block_id: 'forged' }, element }
      return suggest(world, personOf(world, at.user), messageAt(world, ts), placed, typed)
    },
  }
}

function messageAt(world: World, ts: string): Message {
  const message = world.room.list(null).find((one) => one.ts === ts)
  if (message === undefined) throw new Error(`no message at ${ts}`)
  return message
}
