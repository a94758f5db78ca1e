/** What the app may post: texts, blocks and metadata, held to Slack's rules. */
import { ApiError } from './args.ts'
import { withIds } from './blockIds.ts'
import { areTooLong, blockFaults } from './blockRules.ts'
import { dictOf, dictsOf } from './faults.ts'
import type { Channel, Dict, Message } from './model.ts'
import type { World } from './world.ts'

/** Slack cuts texts here (docs.slack.dev/changelog/2018-truncating-really-long-messages). */
const MAX_TEXT_CHARS = 40_000
/** Metadata of a message as JSON (docs.slack.dev/messaging/message-metadata). */
const MAX_METADATA_CHARS = 16_000

export function cutText(text: string): string {
  return text.slice(0, MAX_TEXT_CHARS)
}

/** Blocks as Slack keeps them, each with an id. Throws what Slack would answer. */
export function takeBlocks(value: unknown, world: World): readonly Dict[] {
  if (value === undefined || value === null) return []
  const whole = dictsOf(value)
  if (!Array.isArray(value) || whole.length < value.length) {
    throw new ApiError('invalid_blocks_format')
  }
  const faults = blockFaults(whole, {
    file: (id) => world.files.find(id),
    refused: world.switches.refuseTypes,
  })
  if (faults.length > 0) {
    const told = faults.map((fault) => `${fault.message} [json-pointer:${fault.pointer}]`)
    throw new ApiError('invalid_blocks', {
      errors: told,
      response_metadata: { messages: told.map((line) => `[ERROR] ${line}`) },
    })
  }
  return whole.map(withIds)
}

/** As takeBlocks, with the bound on all blocks together that the chat methods hold and response URLs do not. */
export function takeChatBlocks(value: unknown, world: World): readonly Dict[] {
  const blocks = takeBlocks(value, world)
  if (areTooLong(dictsOf(value))) throw new ApiError('msg_blocks_too_long')
  return blocks
}

/** Metadata: an event type and a flat payload; an empty object means none. */
export function takeMetadata(value: unknown): Dict | null {
  const metadata = dictOf(value)
  if (metadata === null) throw new ApiError('invalid_metadata_format')
  if (Object.keys(metadata).length === 0) return null
  if (typeof metadata.event_type !== 'string' || dictOf(metadata.event_payload) === null) {
    throw new ApiError('invalid_metadata_schema')
  }
  if (JSON.stringify(metadata).length > MAX_METADATA_CHARS) throw new ApiError('metadata_too_large')
  return { event_type: metadata.event_type, event_payload: metadata.event_payload }
}

/** A channel by id, by name (`#ops`), or a person's direct messages by the person's id. */
export function findChannel(reference: string, world: World): Channel {
  const name = reference.replace(/^#/, '')
  const found = world.room.channels.find(
    (channel) =>
      channel.id === reference ||
      channel.person === reference ||
      (channel.kind !== 'im' && channel.name === name),
  )
  // A private channel that the bot is not in does not exist for it.
  if (found === undefined || (found.kind === 'private' && !world.room.botIsIn(found))) {
    throw new ApiError('channel_not_found')
  }
  return found
}

/** As findChannel, for what only members may do. */
export function memberChannel(reference: string, world: World): Channel {
  const channel = findChannel(reference, world)
  if (!world.room.botIsIn(channel)) throw new ApiError('not_in_channel')
  return channel
}

/** The first message of the thread that a ts belongs to. */
export function findThread(channel: Channel, ts: string, world: World): Message {
  const message = world.room.find(channel.id, ts)
  const root = message?.threadTs == null ? message : world.room.find(channel.id, message.threadTs)
  if (root === null || root.ephemeralTo !== null) throw new ApiError('thread_not_found')
  return root
}
