/** The parts of the workspace, as its entry points see them. */
import type { Events } from './events.ts'
import type { Files } from './files.ts'
import type { Hooks } from './hooks.ts'
import type { Manifest } from './manifest.ts'
import type { Dict, Message, Person, SharedFile } from './model.ts'
import type { Room } from './room.ts'
import { fileJson, messageJson } from './slackJson.ts'
import type { Sockets } from './sockets.ts'
import type { Switches } from './switches.ts'

export interface World {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly baseUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly manifest: Manifest
  readonly people: readonly Person[]
  readonly room: Room
  readonly files: Files
  readonly sockets: Sockets
  readonly events: Events
  readonly hooks: Hooks
  readonly switches: Switches
  readonly now: () => number
}

/** The files of a message that are still there. */
export function filesOf(files: Files, message: Message): readonly SharedFile[] {
  return message.fileIds.flatMap((id) => files.find(id) ?? [])
}

/** A message as Slack writes it, with its files and, for a thread's first, what hangs on it. */
export function toSlack(
  parts: Pick<World, 'baseUrl' | 'files' | 'room'>,
  message: Message,
  withMetadata: boolean,
): Dict {
  const files = filesOf(parts.files, message).map((file) => fileJson(file, parts.baseUrl))
  const replies = message.threadTs === null ? parts.room.replies(message) : []
  return messageJson(message, files, { withMetadata, replies })
}
