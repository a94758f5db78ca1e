/** Answers to a command or click that do not go through the Web API: in the ack, or to its response URL. */
import { ApiError } from './args.ts'
import type { Origin } from './hooks.ts'
import type { Dict } from './model.ts'
import { cutText, takeBlocks } from './posting.ts'
import { BOT } from './roster.ts'
import type { World } from './world.ts'

/**
 * Takes an answer: a new message for the asker alone or for the channel, or a change of the message that was
 * clicked. Works where the bot is no member, too. Throws ApiError.
 */
export function takeAnswer(world: World, origin: Origin, answer: Dict): void {
  const blocks = takeBlocks(answer.blocks, world)
  const text = typeof answer.text === 'string' ? cutText(answer.text) : ''
  const original = origin.ts === null ? null : world.room.find(origin.channel, origin.ts)
  if (answer.delete_original === true) {
    if (original !== null) world.room.remove(original)
    return
  }
  if (text === '' && blocks.length === 0) throw new ApiError('no_text')
  if (answer.replace_original === true && original !== null) {
    world.room.change(original, { text, blocks })
    return
  }
  const isPublic = answer.response_type === 'in_channel'
  const threadTs = typeof answer.thread_ts === 'string' ? answer.thread_ts : origin.threadTs
  world.room.post({
    channel: origin.channel,
    author: BOT.userId,
    text,
    blocks,
    threadTs,
    ephemeralTo: isPublic ? null : origin.user,
    command:
      isPublic && origin.command !== null ? { user: origin.user, text: origin.command } : null,
  })
}
