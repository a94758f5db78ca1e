/** Messages as the page shows them: data, and HTML in which all text is escaped already. */
import { blocksToHtml, mrkdwnToHtml } from '../blockkit/html.ts'
import { dictOf, dictsOf } from './faults.ts'
import type { Dict, Message, SharedFile } from './model.ts'
import { BOT, SLACKBOT } from './roster.ts'
import { filesOf } from './toSlack.ts'
import type { View } from './views.ts'
import type { World } from './world.ts'

export interface MessageView {
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | null
  readonly author: string
  readonly name: string
  readonly isApp: boolean
  readonly isEphemeral: boolean
  readonly isEdited: boolean
  readonly isQuiet: boolean
  /** Who used which command, above a public answer to it. */
  readonly command: string | null
  readonly html: string
  readonly files: readonly FileView[]
  /** Notification text, for screen readers' announcements. */
  readonly text: string
}

interface FileView {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly name: string
  readonly alt: string
  readonly sizeBytes: number
  readonly isPicture: boolean
}

/** What the page needs of a message. Ephemeral messages of other people are not for it: give null for them. */
export function viewOf(world: World, message: Message, viewer: string): MessageView | null {
  if (message.ephemeralTo !== null && message.ephemeralTo !== viewer) return null
  const names = namesOf(world)
  const { command } = message
  return {
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs,
    author: message.author,
    name: names.get(message.author) ?? message.author,
    isApp: message.author === BOT.userId || message.author === SLACKBOT.userId,
    isEphemeral: message.ephemeralTo !== null,
    isEdited: message.editedTs !== null && message.author !== BOT.userId,
    isQuiet: message.subtype === 'channel_join' || message.subtype === 'tombstone',
    command: command === null ? null : `${names.get(command.user) ?? ''} used ${command.text}`,
    html: htmlOf(world, message, names),
    files: filesOf(world.files, message).map(fileView),
    text: message.text,
  }
}

/** Blocks stand for the text where there are blocks, as in Slack. */
function htmlOf(world: World, message: Message, names: ReadonlyMap<string, string>): string {
  if (message.blocks.length === 0) return mrkdwnToHtml(named(message.text, names))
  return drawn(world, message.blocks, message.ts, names)
}

/** A view's blocks. */
export function viewHtml(world: World, view: View): string {
  return drawn(world, dictsOf(view.body.blocks), view.id, namesOf(world))
}

function drawn(
  world: World,
  blocks: readonly Dict[],
  scope: string,
  names: ReadonlyMap<string, string>,
): string {
  return blocksToHtml(
    blocks.map((block) => withNames(block, names)),
    {
      scope,
      fileUrl: (id) => `/files/${encodeURIComponent(id)}`,
      people: world.people.map(({ id, realName }) => ({ id, name: realName })),
      channels: world.room.channels
        .filter((channel) => channel.kind !== 'im')
        .map(({ id, name }) => ({ id, name: `#${name}` })),
    },
  )
}

/** People's and channels' ids in mrkdwn become names: `<@U1>` -> `<@U1|@ana>`. */
function named(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/<([@#])([UC][A-Z0-9]+)>/g, (whole, mark: string, id: string) => {
    const name = names.get(id)
    return name === undefined ? whole : `<${mark}${id}|${mark}${name}>`
  })
}

function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withNames(item, names))
  const dict = dictOf(value)
  if (dict === null) return value
  return Object.fromEntries(
    Object.entries(dict).map(([key, item]) => [
      key,
      dict.type === 'mrkdwn' && key === 'text' && typeof item === 'string'
        ? named(item, names)
        : withNames(item, names),
    ]),
  )
}

function namesOf(world: World): ReadonlyMap<string, string> {
  return new Map([
    [BOT.userId, world.manifest.botName],
    [SLACKBOT.userId, SLACKBOT.name],
    ...world.people.map((person): [string, string] => [person.id, person.realName]),
    ...world.room.channels.map((channel): [string, string] => [channel.id, channel.name]),
  ])
}

function fileView(file: SharedFile): FileView {
  return {
    id: file.id,
    url: `/files/${file.id}`,
    title: file.title,
    name: file.name,
    alt: file.alt === '' ? file.title : file.alt,
    sizeBytes: file.sizeBytes,
    isPicture: /^image\/(png|jpeg|gif)$/.test(file.mimetype ?? ''),
  }
}
