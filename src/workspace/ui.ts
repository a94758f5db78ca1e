/** The page's own endpoints, under /ui: what is there, what happens, and what the person does. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { type Clicked, click } from './clicks.ts'
import { send } from './composer.ts'
import type { Feed } from './feed.ts'
import { elementsIn } from './fields.ts'
import { HttpError, readBody, sendJson } from './http.ts'
import { BOUNDS } from './limits.ts'
import type { Dict, Message } from './model.ts'
import { type Spot, share } from './people.ts'
import { type MessageView, viewOf } from './render.ts'
import { TEAM } from './roster.ts'
import type { World } from './world.ts'

const Ts = z.string().regex(/^\d{1,12}\.\d{6}$/)
const Where = z.object({ channel: z.string().max(40), threadTs: Ts.nullable() })
const Sent = Where.extend({ text: z.string().min(1).max(BOUNDS.typedChars) })
const Shared = Where.extend({
  name: z.string().min(1).max(255),
  text: z.string().max(BOUNDS.typedChars),
})
const Pressed = z.object({
  channel: z.string().max(40),
  ts: Ts,
  block: z.string().max(255),
  action: z.string().max(255),
  value: z.string().max(3000),
})

/** Answers one request of the page. Throws HttpError. */
export async function answerUi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  world: World,
  feed: Feed,
): Promise<void> {
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /ui/state':
      return sendJson(response, stateOf(world))
    case 'GET /ui/messages':
      return sendJson(response, { messages: messagesOf(world, url.searchParams.get('channel')) })
    case 'GET /ui/events':
      return feed.open(response)
    case 'POST /ui/send': {
      const sent = await bodyAs(Sent, request)
      const spot = spotOf(sent, world)
      // What comes of it is told over the feed; the composer is free at once.
      sendJson(response, { ok: true }, 202)
      return send(world, spot, sent.text)
    }
    case 'POST /ui/share':
      return shareFile(request, response, url, world)
    case 'POST /ui/click':
      return press(request, response, world)
    default:
      throw new HttpError(404, 'not found')
  }
}

function stateOf(world: World): Dict {
  const { room, manifest, sockets } = world
  const me = world.people[0]
  const mine = room.channels.filter((channel) => channel.kind !== 'im' || channel.person === me?.id)
  return {
    team: TEAM.name,
    me: { id: me?.id, name: me?.name, realName: me?.realName },
    bot: manifest.botName,
    online: sockets.count > 0,
    commands: manifest.commands,
    names: [manifest.botName, ...world.people.map((person) => person.name)],
    channels: mine.map((channel) => ({
      id: channel.id,
      name: channel.kind === 'im' ? manifest.botName : channel.name,
      kind: channel.kind,
      topic: channel.topic,
      botIsIn: room.botIsIn(channel),
    })),
  }
}

/** The newest threads of a channel, whole. */
function messagesOf(world: World, channelId: string | null): readonly MessageView[] {
  if (channelId === null || world.room.channel(channelId) === null) {
    throw new HttpError(404, 'no such channel')
  }
  const all = world.room.list(channelId)
  const roots = all.filter((message) => message.threadTs === null).slice(-BOUNDS.threadsShown)
  const shown = new Set(roots.map((root) => root.ts))
  const viewer = world.people[0]?.id ?? ''
  return all
    .filter((message: Message) => shown.has(message.threadTs ?? message.ts))
    .flatMap((message) => viewOf(world, message, viewer) ?? [])
}

async function shareFile(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  world: World,
): Promise<void> {
  const asked = Shared.safeParse({
    channel: url.searchParams.get('channel'),
    threadTs: url.searchParams.get('thread') || null,
    name: url.searchParams.get('name'),
    text: url.searchParams.get('text') ?? '',
  })
  if (!asked.success) throw new HttpError(400, 'bad request')
  const bytes = await readBody(request, BOUNDS.fileBytes)
  if (bytes.length === 0) throw new HttpError(400, 'the file is empty')
  share(world, spotOf(asked.data, world), asked.data.name, bytes, asked.data.text)
  sendJson(response, { ok: true })
}

async function press(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
): Promise<void> {
  const pressed = await bodyAs(Pressed, request)
  const message = world.room.find(pressed.channel, pressed.ts)
  const clicked = message === null ? null : findElement(message, pressed)
  if (message === null || clicked === null) throw new HttpError(404, 'no such button')
  const spot = spotOf({ channel: pressed.channel, threadTs: message.threadTs }, world)
  // A failure has been told to the person by Slackbot already.
  const ok = await click(world, spot, message, clicked).then(
    () => true,
    () => false,
  )
  sendJson(response, { ok })
}

/** The element as it was posted: what the browser says of it decides which, not what is sent to the app. */
function findElement(message: Message, pressed: z.infer<typeof Pressed>): Clicked | null {
  const placed = elementsIn(message.blocks).find(
    ({ block, element }) =>
      block.block_id === pressed.block && element.action_id === pressed.action,
  )
  return placed === undefined ? null : { ...placed, option: pressed.value }
}

function spotOf(where: z.infer<typeof Where>, world: World): Spot {
  const channel = world.room.channel(where.channel)
  const user = world.people[0]
  if (channel === null || user === undefined) throw new HttpError(404, 'no such channel')
  const root = where.threadTs === null ? null : world.room.find(channel.id, where.threadTs)
  if (where.threadTs !== null && root === null) throw new HttpError(404, 'no such thread')
  return { user, channel, threadTs: root === null ? null : (root.threadTs ?? root.ts) }
}

async function bodyAs<T>(schema: z.ZodType<T>, request: IncomingMessage): Promise<T> {
  const body = (await readBody(request, BOUNDS.bodyBytes)).toString('utf8')
  try {
    const parsed = schema.safeParse(JSON.parse(body))
    if (parsed.success) return parsed.data
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new HttpError(400, 'bad request')
}
