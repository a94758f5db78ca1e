/** conversations.*: docs.slack.dev/reference/methods?family=conversations */
import { ApiError, type Args } from '../args.ts'
import { compareTs } from '../ids.ts'
import type { Channel, Dict, Message } from '../model.ts'
import { findChannel, findThread, memberChannel } from '../posting.ts'
import { channelJson } from '../slackJson.ts'
import { toSlack } from '../toSlack.ts'
import type { World } from '../world.ts'
import { botMethod, type Method } from './method.ts'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 999

const HISTORY = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const
const READ = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const

export const CONVERSATION_METHODS: Readonly<Record<string, Method>> = {
  'conversations.history': { token: 'bot', scope: byKind(HISTORY), run: history },
  'conversations.replies': { token: 'bot', scope: byKind(HISTORY), run: replies },
  'conversations.info': { token: 'bot', scope: byKind(READ), run: info },
  'conversations.open': botMethod('im:write', open),
}

/** The scope hangs on what kind of channel is asked about. */
function byKind(scopes: Readonly<Record<Channel['kind'], string>>): Method['scope'] {
  return (args, world) => scopes[findChannel(args.need('channel', 'channel_not_found'), world).kind]
}

/** The channel's own messages, newest first. */
function history(args: Args, world: World): Dict {
  const channel = memberChannel(args.need('channel', 'channel_not_found'), world)
  const roots = everyones(world, channel).filter((message) => message.threadTs === null)
  const page = pageOf([...roots.filter(withinTimes(args))].reverse(), args)
  return { ...answer(page.items, args, world), ...page.next }
}

/** A thread, its first message before its replies, oldest first. */
function replies(args: Args, world: World): Dict {
  const channel = memberChannel(args.need('channel', 'channel_not_found'), world)
  const root = findThread(channel, args.need('ts', 'thread_not_found'), world)
  const within = withinTimes(args)
  const thread = everyones(world, channel).filter(
    (message) => message.ts === root.ts || (message.threadTs === root.ts && within(message)),
  )
  const page = pageOf(thread, args)
  return { ...answer(page.items, args, world), ...page.next }
}

function info(args: Args, world: World): Dict {
  const channel = findChannel(args.need('channel', 'channel_not_found'), world)
  return { channel: channelJson(channel, world.room.botIsIn(channel)) }
}

function open(args: Args, world: World): Dict {
  const channel = world.room.channels.find((other) => other.person === args.need('users'))
  if (channel === undefined) throw new ApiError('user_not_found')
  return { channel: { id: channel.id } }
}

function everyones(world: World, channel: Channel): readonly Message[] {
  return world.room.list(channel.id).filter((message) => message.ephemeralTo === null)
}

function answer(messages: readonly Message[], args: Args, world: World): Dict {
  const withMetadata = args.flag('include_all_metadata')
  return { messages: messages.map((message) => toSlack(world, message, withMetadata)) }
}

function withinTimes(args: Args): (message: Message) => boolean {
  const oldest = args.text('oldest')
  const latest = args.text('latest')
  const inclusive = args.flag('inclusive')
  return ({ ts }) => {
    const afterOldest = oldest === null ? 1 : compareTs(ts, padded(oldest))
    const beforeLatest = latest === null ? 1 : compareTs(padded(latest), ts)
    return inclusive ? afterOldest >= 0 && beforeLatest >= 0 : afterOldest > 0 && beforeLatest > 0
  }
}

/** Callers may leave the microseconds out. */
function padded(ts: string): string {
  const [seconds = '0', micros = ''] = ts.split('.')
  return `${seconds.padStart(10, '0')}.${micros.padEnd(6, '0')}`
}

interface Page {
  readonly items: readonly Message[]
  readonly next: Dict
}

/** A cursor names the last message of the page before, so that new messages do not shift pages. */
function pageOf(messages: readonly Message[], args: Args): Page {
  const limit = Math.max(1, args.count('limit', DEFAULT_LIMIT, MAX_LIMIT))
  const cursor = args.text('cursor')
  const lastTs = cursor === null ? null : Buffer.from(cursor, 'base64').toString('utf8')
  const at = lastTs === null ? 0 : messages.findIndex((message) => message.ts === lastTs) + 1
  if (lastTs !== null && at === 0) throw new ApiError('invalid_cursor')
  const items = messages.slice(at, at + limit)
  const last = items.at(-1)
  const hasMore = at + limit < messages.length && last !== undefined
  const nextCursor = hasMore ? Buffer.from(last.ts, 'utf8').toString('base64') : ''
  return { items, next: { has_more: hasMore, response_metadata: { next_cursor: nextCursor } } }
}
