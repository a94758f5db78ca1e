/** chat.*: docs.slack.dev/reference/methods?family=chat */
import { ApiError, type Args } from '../args.ts'
import type { Dict, Message } from '../model.ts'
import {
  cutText,
  findChannel,
  findThread,
  memberChannel,
  takeChatBlocks,
  takeMetadata,
} from '../posting.ts'
import { BOT } from '../roster.ts'
import { toSlack } from '../toSlack.ts'
import type { World } from '../world.ts'
import { botMethod, type Method } from './method.ts'

export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  'chat.postMessage': botMethod('chat:write', postMessage),
  'chat.postEphemeral': botMethod('chat:write', postEphemeral),
  'chat.update': botMethod('chat:write', update),
  'chat.delete': botMethod('chat:write', remove),
  'chat.getPermalink': botMethod(null, getPermalink),
}

function postMessage(args: Args, world: World): Dict {
  const channel = memberChannel(args.need('channel', 'channel_not_found'), world)
  const said = whatIsSaid(args, world)
  const threadTs = args.text('thread_ts')
  const metadata = args.json('metadata', 'invalid_metadata_format')
  const message = world.room.post({
    channel: channel.id,
    author: BOT.userId,
    ...said,
    threadTs: threadTs === null ? null : findThread(channel, threadTs, world).ts,
    metadata: metadata === undefined ? null : takeMetadata(metadata),
  })
  return { channel: channel.id, ts: message.ts, message: toSlack(world, message, true) }
}

function postEphemeral(args: Args, world: World): Dict {
  const channel = memberChannel(args.need('channel', 'channel_not_found'), world)
  const user = args.need('user')
  if (!world.people.some((person) => person.id === user)) throw new ApiError('user_not_in_channel')
  const threadTs = args.text('thread_ts')
  const message = world.room.post({
    channel: channel.id,
    author: BOT.userId,
    ...whatIsSaid(args, world),
    threadTs: threadTs === null ? null : findThread(channel, threadTs, world).ts,
    ephemeralTo: user,
  })
  return { message_ts: message.ts }
}

/** What is not sent stays as it was; an empty list of blocks takes them away. */
function update(args: Args, world: World): Dict {
  const old = ownMessage(args, world, 'cant_update_message')
  const blocks = args.json('blocks', 'invalid_blocks_format')
  const metadata = args.json('metadata', 'invalid_metadata_format')
  const text = args.text('text')
  if (text === null && blocks === undefined) throw new ApiError('no_text')
  const message = world.room.change(old, {
    text: text === null ? old.text : cutText(text),
    blocks: blocks === undefined ? old.blocks : takeChatBlocks(blocks, world),
    metadata: metadata === undefined ? old.metadata : takeMetadata(metadata),
  })
  return {
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: toSlack(world, message, true),
  }
}

function remove(args: Args, world: World): Dict {
  const message = ownMessage(args, world, 'cant_delete_message')
  world.room.remove(message)
  return { channel: message.channel, ts: message.ts }
}

function getPermalink(args: Args, world: World): Dict {
  const channel = findChannel(args.need('channel', 'channel_not_found'), world)
  const message = world.room.find(channel.id, args.need('message_ts', 'message_not_found'))
  if (message === null || message.ephemeralTo !== null) throw new ApiError('message_not_found')
  const path = `/archives/${channel.id}/p${message.ts.replace('.', '')}`
  const query = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`
  return { channel: channel.id, permalink: `${world.baseUrl}${path}${query}` }
}

/** A message of the bot that it may change. */
function ownMessage(args: Args, world: World, code: string): Message {
  const channel = findChannel(args.need('channel', 'channel_not_found'), world)
  const message = world.room.find(channel.id, args.need('ts', 'message_not_found'))
  // An ephemeral message has a ts but no method finds it.
  if (message === null || message.ephemeralTo !== null) throw new ApiError('message_not_found')
  if (message.author !== BOT.userId || message.subtype === 'tombstone') throw new ApiError(code)
  return message
}

function whatIsSaid(args: Args, world: World): Pick<Message, 'text' | 'blocks'> {
  const blocks = takeChatBlocks(args.json('blocks', 'invalid_blocks_format'), world)
  const text = args.text('text')
  if (text === null && blocks.length === 0) throw new ApiError('no_text')
  return { text: cutText(text ?? ''), blocks }
}
