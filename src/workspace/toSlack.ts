/** Messages of the workspace as Slack's API and events carry them. */
import type { Files } from './files.ts'
import type { Dict, Message, SharedFile } from './model.ts'
import type { Room } from './room.ts'
import { fileJson, messageJson } from './slackJson.ts'

/** The files of a message that are still there. */
export function filesOf(files: Files, message: Message): readonly SharedFile[] {
  return message.fileIds.flatMap((id) => files.find(id) ?? [])
}

/** What a message is written with. */
export interface Writing {
  readonly baseUrl: string
  readonly files: Files
  readonly room: Room
}

/** A message as Slack writes it, with its files and, for a thread's first, what hangs on it. */
export function toSlack(parts: Writing, message: Message, withMetadata: boolean): Dict {
  const files = filesOf(parts.files, message).map((file) => fileJson(file, parts.baseUrl))
  const replies = message.threadTs === null ? parts.room.replies(message) : []
  return messageJson(message, files, { withMetadata, replies })
}
