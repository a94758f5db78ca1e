/** What people do in the workspace, on the page or in a test: say, share, send commands. */
import { DeliveryError } from './delivery.ts'
import type { Channel, Dict, Message, Person } from './model.ts'
import { takeAnswer } from './respond.ts'
import { APP_ID, BOT, SLACKBOT, TEAM } from './roster.ts'
import { channelLabel } from './slackJson.ts'
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
      trigger_id: world.triggers.issue(spot.user.id),
    })
    if (ack.text !== undefined || ack.blocks !== undefined) takeAnswer(world, origin, ack)
    return ack
  } catch (error) {
    notice(world, spot, `${command} failed with the error "${codeOf(error)}"`)
    throw error
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

export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return 'internal_error'
}

/** Slack does not even ask the app. */
export function refused(what: string): DeliveryError {
  return new DeliveryError('dispatch_failed', what, 'connection_failed')
}
