/** What people do with elements of messages: press, choose. */
import { actionJson, type Placed, type Raw, stateOf } from './fields.ts'
import { interact, interactionOf, menusOf } from './interactive.ts'
import type { Dict, Message } from './model.ts'
import { codeOf, notice, type Spot } from './people.ts'
import { channelLabel, channelType } from './slackJson.ts'
import { toSlack } from './toSlack.ts'
import type { World } from './world.ts'

/** What a person clicked: an element of a block, and for a menu the option's value. */
export interface Clicked extends Placed {
  readonly option: Raw
}

/** A person clicks. Gives the ack's payload; rejects with a DeliveryError, which the person sees. */
export async function click(
  world: World,
  spot: Spot,
  message: Message,
  clicked: Clicked,
): Promise<Dict> {
  const payload = clickPayload(world, spot, message, clicked)
  try {
    return await interact(world, payload)
  } catch (error) {
    notice(world, spot, `The button did not work: "${codeOf(error)}"`)
    throw error
  }
}

function clickPayload(world: World, spot: Spot, message: Message, clicked: Clicked): Dict {
  const { user, channel } = spot
  const isEphemeral = message.ephemeralTo !== null
  const origin = { channel: channel.id, user: user.id, ts: message.ts, threadTs: message.threadTs }
  const hook = world.hooks.open({ ...origin, command: null })
  const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs }
  const find = menusOf(world, message)
  const { option } = clicked
  return {
    ...interactionOf('block_actions', user),
    channel: { id: channel.id, name: channelLabel(channel), type: channelType(channel) },
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    // Of a message that only one person sees, Slack hands out no copy.
    ...(!isEphemeral && { message: toSlack(world, message, true) }),
    state: {
      values: stateOf(
        message.blocks,
        ({ element }) => (element === clicked.element ? option : undefined),
        find,
      ),
    },
    trigger_id: world.triggers.issue(user.id),
    response_url: `${world.baseUrl}/response/${hook}`,
    actions: [actionJson(clicked, option, find, world.room.stamps.next())],
  }
}
