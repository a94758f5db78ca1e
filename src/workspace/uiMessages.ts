/** What the page shows of channels, and what its person does there. */
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { type Clicked, click } from './clicks.ts'
import { send } from './composer.ts'
import { elementsIn } from './fields.ts'
import { HttpError, readBody, sendJson } from './http.ts'
import { BOUNDS } from './limits.ts'
import type { Dict, Message } from './model.ts'
import { share } from './people.ts'
import { viewOf } from './render.ts'
import { TEAM } from './roster.ts'
import { bodyAs, type Request, spotFor, Ts, Where } from './uiRequest.ts'

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
  value: z.union([z.string().max(3000), z.array(z.string().max(3000)).max(100)]),
})

export function stateOf({ world, user }: Request): Dict {
  const { room, manifest, deliver } = world
  const mine = room.channels.filter(
    (channel) => channel.kind !== 'im' || channel.person === user.id,
  )
  return {
    team: TEAM.name,
    me: { id: user.id, name: user.name, realName: user.realName },
    people: world.people.map(({ id, realName }) => ({ id, realName })),
    bot: manifest.botName,
    online: deliver.count > 0,
    commands: manifest.commands,
    completes: world.complete !== null,
    shortcuts: manifest.shortcuts,
    homeTab: manifest.homeTab,
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
export function messagesOf(request: Request): Dict {
  const { world, user, url } = request
  const id = url.searchParams.get('channel') ?? ''
  const { channel } = spotFor({ channel: id, threadTs: null }, request)
  const all = world.room.list(channel.id)
  const roots = all.filter((message) => message.threadTs === null).slice(-BOUNDS.threadsShown)
  const shown = new Set(roots.map((root) => root.ts))
  return {
    messages: all
      .filter((message: Message) => shown.has(message.threadTs ?? message.ts))
      .flatMap((message) => viewOf(world, message, user.id) ?? []),
  }
}

export async function sendTyped(request: Request, response: ServerResponse): Promise<void> {
  const sent = await bodyAs(Sent, request)
  const spot = spotFor(sent, request)
  // What comes of it is told over the feed; the composer is free at once.
  sendJson(response, { ok: true }, 202)
  return send(request.world, spot, sent.text)
}

export async function shareFile(request: Request): Promise<Dict> {
  const { searchParams } = request.url
  const asked = Shared.safeParse({
    channel: searchParams.get('channel'),
    threadTs: searchParams.get('thread') || null,
    name: searchParams.get('name'),
    text: searchParams.get('text') ?? '',
  })
  if (!asked.success) throw new HttpError(400, 'bad request')
  const bytes = await readBody(request.incoming, BOUNDS.fileBytes)
  if (bytes.length === 0) throw new HttpError(400, 'the file is empty')
  share(request.world, spotFor(asked.data, request), asked.data.name, bytes, asked.data.text)
  return { ok: true }
}

export async function press(request: Request): Promise<Dict> {
  const { world } = request
  const pressed = await bodyAs(Pressed, request)
  const message = messageSeen(request, pressed.channel, pressed.ts)
  const clicked = findElement(message, pressed)
  if (clicked === null) throw new HttpError(404, 'no such button')
  const spot = spotFor({ channel: pressed.channel, threadTs: message.threadTs }, request)
  // A failure has been told to the person by Slackbot already.
  const ok = await click(world, spot, message, clicked).then(
    () => true,
    (error: unknown) => {
      if (error instanceof HttpError) throw error
      return false
    },
  )
  return { ok }
}

/** A message that the acting person sees. Throws HttpError 404. */
export function messageSeen({ world, user }: Request, channel: string, ts: string): Message {
  const message = world.room.find(channel, ts)
  const isSeen = message?.ephemeralTo === null || message?.ephemeralTo === user.id
  if (message === null || !isSeen) throw new HttpError(404, 'no such message')
  return message
}

/** The element as it was posted: what the browser says of it decides which, not what is sent to the app. */
function findElement(message: Message, pressed: z.infer<typeof Pressed>): Clicked | null {
  const placed = elementsIn(message.blocks).find(
    ({ block, element }) =>
      block.block_id === pressed.block && element.action_id === pressed.action,
  )
  return placed === undefined ? null : { ...placed, option: pressed.value }
}
