/** What people do in the workspace, on the page or in a test: say, share, click. */
import { DeliveryError } from './delivery.ts'
import { newSecret } from './ids.ts'
import type { Channel, Dict, Message, Person } from './model.ts'
import { takeAnswer } from './respond.ts'
import { APP_ID, BOT, SLACKBOT, TEAM } from './roster.ts'
import { channelLabel, channelType } from './slackJson.ts'
import { toSlack } from './toSlack.ts'
import { asTyped } from './typed.ts'
import type { World } from './world.ts'

/** Who does it and where. */
export interface Spot {
  readonly user: Person
  readonly channel: Channel
  readonly threadTs: string | null
}

/** A person says something; the app hears of it by events. */
export function say(world: World, spot: Spot, text: string): Message {
  const message = world.room.post({
    channel: spot.channel.id,
    author: spot.user.id,
    text: asTyped(text, world.people, world.manifest.botName),
    threadTs: spot.threadTs,
  })
  const isMention = message.text.includes(`<@${BOT.userId}>`)
  if (isMention && !world.room.botIsIn(spot.channel)) {
    const { botName } = world.manifest
    notice(
      world,
      spot,
      `${botName} is not in this channel. To bring it in: \`/invite @${botName}\``,
    )
  }
  return message
}

/** A person shares a file. */
export function share(
  world: World,
  spot: Spot,
  name: string,
  bytes: Uint8Array,
  text: string,
): Message {
  const file = world.files.add(name, bytes, spot.user.id)
  return world.room.post({
    channel: spot.channel.id,
    author: spot.user.id,
    subtype: 'file_share',
    text: asTyped(text, world.people, world.manifest.botName),
    fileIds: [file.id],
    threadTs: spot.threadTs,
  })
}

/**
 * A person sends a slash command of the app. Gives the ack's payload. Rejects with a DeliveryError, or with an
 * ApiError when the answer in the ack breaks Slack's rules; the person sees either.
 */
export async function slash(
  world: World,
  spot: Spot,
  command: string,
  text: string,
): Promise<Dict> {
  const typed = `${command} ${text}`.trim()
  try {
    if (!world.manifest.scopes.has('commands')) {
      throw refused('the manifest lacks the scope commands')
    }
    const origin = {
      channel: spot.channel.id,
      user: spot.user.id,
      ts: null,
      threadTs: null,
      command: typed,
    }
    const ack = await world.deliver.send('slash_commands', {
      token: 'local',
      team_id: TEAM.id,
      team_domain: TEAM.domain,
      channel_id: spot.channel.id,
      channel_name: channelLabel(spot.channel),
      user_id: spot.user.id,
      user_name: spot.user.name,
      command,
      text,
      api_app_id: APP_ID,
      is_enterprise_install: 'false',
      response_url: `${world.baseUrl}/response/${world.hooks.open(origin)}`,
      trigger_id: newSecret(''),
    })
    if (ack.text !== undefined || ack.blocks !== undefined) takeAnswer(world, origin, ack)
    return ack
  } catch (error) {
    notice(world, spot, `${command} failed with the error "${codeOf(error)}"`)
    throw error
  }
}

/** What a person clicked: an element of a block, and for a menu the option's value. */
export interface Clicked {
  readonly block: Dict
  readonly element: Dict
  readonly option: string | null
}

/** A person clicks. Gives the ack's payload; rejects with a DeliveryError, which the person sees. */
export async function click(
  world: World,
  spot: Spot,
  message: Message,
  clicked: Clicked,
): Promise<Dict> {
  try {
    if (!world.manifest.interactive) {
      throw refused('the manifest has interactivity off')
    }
    return await world.deliver.send('interactive', clickPayload(world, spot, message, clicked))
  } catch (error) {
    notice(world, spot, `The button did not work: "${codeOf(error)}"`)
    throw error
  }
}

function clickPayload(world: World, spot: Spot, message: Message, clicked: Clicked): Dict {
  const { user, channel } = spot
  const { block, element } = clicked
  const isEphemeral = message.ephemeralTo !== null
  const origin = { channel: channel.id, user: user.id, ts: message.ts, threadTs: message.threadTs }
  const hook = world.hooks.open({ ...origin, command: null })
  const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs }
  const options = Array.isArray(element.options) ? (element.options as readonly Dict[]) : []
  const option = options.find((one) => one.value === clicked.option)
  return {
    type: 'block_actions',
    token: 'local',
    api_app_id: APP_ID,
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.name, name: user.name, team_id: TEAM.id },
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
    state: { values: {} },
    trigger_id: newSecret(''),
    response_url: `${world.baseUrl}/response/${hook}`,
    actions: [
      {
        type: element.type,
        action_id: element.action_id,
        block_id: block.block_id,
        text: element.text,
        value: element.value,
        style: element.style,
        ...(option !== undefined && { selected_option: option }),
        action_ts: world.room.stamps.next(),
      },
    ],
  }
}

/** Slackbot tells one person. */
export function notice(world: World, spot: Spot, text: string): void {
  world.room.post({
    channel: spot.channel.id,
    author: SLACKBOT.userId,
    text,
    threadTs: spot.threadTs,
    ephemeralTo: spot.user.id,
  })
}

/** Slack does not even ask the app. */
function refused(what: string): DeliveryError {
  return new DeliveryError('dispatch_failed', what, 'connection_failed')
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return 'internal_error'
}
