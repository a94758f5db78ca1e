/** files.*: docs.slack.dev/messaging/working-with-files */
import { ApiError, type Args } from '../args.ts'
import { dictOf } from '../faults.ts'
import { BOUNDS } from '../limits.ts'
import type { Channel, Dict, Message, SharedFile } from '../model.ts'
import { cutText, findThread, memberChannel, takeChatBlocks } from '../posting.ts'
import { BOT } from '../roster.ts'
import { fileJson } from '../slackJson.ts'
import type { World } from '../world.ts'
import { botMethod, type Method } from './method.ts'

/** Slack's bound on the text for those who cannot see a picture. */
const MAX_ALT_CHARS = 1000

export const FILE_METHODS: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': botMethod('files:write', getUploadUrl),
  'files.completeUploadExternal': botMethod('files:write', completeUpload),
  'files.info': botMethod('files:read', info),
  'files.delete': botMethod('files:write', remove),
}

function getUploadUrl(args: Args, world: World): Dict {
  const length = args.count('length', 0, Number.MAX_SAFE_INTEGER)
  if (length === 0) throw new ApiError('invalid_arguments')
  if (length > BOUNDS.fileBytes) throw new ApiError('file_upload_size_restricted')
  const alt = args.text('alt_text') ?? args.text('alt_txt') ?? ''
  if (alt.length > MAX_ALT_CHARS) throw new ApiError('alt_txt_too_long')
  const file = world.files.announce(args.need('filename'), length, alt, BOT.userId)
  return { upload_url: `${world.baseUrl}/upload/${file.id}`, file_id: file.id }
}

/** Answers before the files are ready, as Slack does; the message with them comes after they are. */
function completeUpload(args: Args, world: World): Dict {
  const asked = askedFiles(args, world)
  const channelId = args.text('channel_id')
  const share = channelId === null ? null : shareOf(args, memberChannel(channelId, world), world)
  let waiting = asked.length
  const completed = asked.map(({ file, title }) =>
    world.files.complete(file, title, world.switches.slowFileMs, () => {
      waiting -= 1
      if (waiting > 0 || share === null) return
      const fileIds = asked.map((one) => one.file.id)
      world.room.post({ ...share, author: BOT.userId, subtype: 'file_share', fileIds })
    }),
  )
  return { files: completed.map((file) => fileJson(file, world.baseUrl)) }
}

function askedFiles(
  args: Args,
  world: World,
): readonly { readonly file: SharedFile; readonly title: string }[] {
  const list = args.json('files', 'invalid_arguments')
  if (!Array.isArray(list) || list.length === 0) throw new ApiError('invalid_arguments')
  return list.map((entry: unknown) => {
    const { id, title } = dictOf(entry) ?? {}
    const file = typeof id === 'string' ? world.files.find(id) : null
    if (file?.stage !== 'received') throw new ApiError('file_not_found')
    return { file, title: typeof title === 'string' ? title : file.name }
  })
}

function shareOf(
  args: Args,
  channel: Channel,
  world: World,
): Pick<Message, 'channel' | 'threadTs' | 'text' | 'blocks'> {
  const threadTs = args.text('thread_ts')
  const comment = args.text('initial_comment')
  // With a comment the blocks are ignored.
  const blocks = comment === null ? args.json('blocks', 'invalid_blocks_format') : undefined
  return {
    channel: channel.id,
    threadTs: threadTs === null ? null : findThread(channel, threadTs, world).ts,
    text: cutText(comment ?? ''),
    blocks: takeChatBlocks(blocks, world),
  }
}

function info(args: Args, world: World): Dict {
  return { file: fileJson(knownFile(args, world), world.baseUrl) }
}

/** Removes a file; a message that was nothing but this file goes with it. */
function remove(args: Args, world: World): Dict {
  const file = knownFile(args, world)
  if (file.owner !== BOT.userId) throw new ApiError('cant_delete_file')
  world.files.remove(file.id)
  for (const message of world.room.list(null)) {
    if (!message.fileIds.includes(file.id)) continue
    const fileIds = message.fileIds.filter((id) => id !== file.id)
    const isEmpty = fileIds.length === 0 && message.text === '' && message.blocks.length === 0
    if (isEmpty) world.room.remove(message)
    else world.room.change(message, { fileIds })
  }
  return {}
}

/** A file that was announced but never completed is not there yet. */
function knownFile(args: Args, world: World): SharedFile {
  const file = world.files.find(args.need('file', 'file_not_found'))
  if (file === null || file.stage === 'announced' || file.stage === 'received') {
    throw new ApiError('file_not_found')
  }
  return file
}
