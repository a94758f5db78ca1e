/** The workspace's data as Slack writes it in answers and events. */
import type { Channel, Dict, Message, Person, SharedFile } from './model.ts'
import { APP_ID, BOT, OTHER_TEAM, TEAM } from './roster.ts'

/** A message as in `conversations.history`; metadata only where it was asked for. */
export function messageJson(
  message: Message,
  files: readonly Dict[],
  extra: { readonly withMetadata: boolean; readonly replies?: readonly Message[] },
): Dict {
  const isBot = message.author === BOT.userId
  return {
    type: 'message',
    ...(message.subtype !== null && { subtype: message.subtype }),
    user: message.author,
    text: message.text,
    ts: message.ts,
    team: TEAM.id,
    ...(isBot && { bot_id: BOT.botId, app_id: APP_ID }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(files.length > 0 && { files, upload: true }),
    ...(message.editedTs !== null && { edited: { user: message.author, ts: message.editedTs } }),
    ...(extra.withMetadata && message.metadata !== null && { metadata: message.metadata }),
    ...threadJson(message, extra.replies ?? []),
  }
}

function threadJson(message: Message, replies: readonly Message[]): Dict {
  if (message.threadTs !== null) return { thread_ts: message.threadTs }
  const last = replies.at(-1)
  if (last === undefined) return {}
  const users = [...new Set(replies.map((reply) => reply.author))]
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: last.ts,
  }
}

/** A file; its type is empty until Slack has looked at it. */
export function fileJson(file: SharedFile, baseUrl: string): Dict {
  const ready = file.stage === 'ready'
  return {
    id: file.id,
    created: Math.floor(file.createdAtMs / 1000),
    name: file.name,
    title: file.title,
    mimetype: file.mimetype ?? '',
    filetype: ready ? file.name.slice(file.name.lastIndexOf('.') + 1) : '',
    size: file.sizeBytes,
    user: file.owner,
    ...(file.alt !== '' && { alt_txt: file.alt }),
    url_private: `${baseUrl}/files/${file.id}`,
    url_private_download: `${baseUrl}/files/${file.id}`,
  }
}

export function channelJson(channel: Channel, botIsMember: boolean): Dict {
  return {
    id: channel.id,
    ...(channel.kind !== 'im' && { name: channel.name, topic: { value: channel.topic } }),
    ...(channel.person !== null && { user: channel.person }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'im',
    is_private: channel.kind !== 'public',
    is_archived: false,
    ...(channel.kind !== 'im' && { is_member: botIsMember }),
  }
}

/** A person; the locale only where it was asked for, as Slack does. */
export function personJson(person: Person, withLocale: boolean, nowMs: number): Dict {
  return {
    id: person.id,
    team_id: teamOf(person),
    name: person.name,
    real_name: person.realName,
    tz: person.tz,
    tz_offset: offsetSeconds(person.tz, nowMs),
    deleted: false,
    is_bot: false,
    is_restricted: person.standing === 'guest',
    is_ultra_restricted: false,
    ...(person.standing === 'stranger' && { is_stranger: true }),
    profile: { real_name: person.realName, display_name: person.name },
    ...(withLocale && { locale: person.locale }),
  }
}

/** The id of a person's workspace. */
export function teamOf({ standing }: Person): string {
  return standing === 'stranger' ? OTHER_TEAM : TEAM.id
}

/** Slack's word for the kind of a channel, in events. */
export function channelType(channel: Channel): 'channel' | 'group' | 'im' {
  if (channel.kind === 'im') return 'im'
  return channel.kind === 'private' ? 'group' : 'channel'
}

/** What Slack writes as a channel's name into payloads of commands and clicks. */
export function channelLabel(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage'
  return channel.kind === 'private' ? 'privategroup' : channel.name
}

function offsetSeconds(tz: string, nowMs: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' })
    .formatToParts(new Date(nowMs))
    .find((part) => part.type === 'timeZoneName')
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(parts?.value ?? '') ?? []
  if (sign === undefined) return 0
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return sign === '-' ? -seconds : seconds
}
