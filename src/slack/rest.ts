/** What a message could not hold, as a file: in its thread, or sent to who asked where an answer has no thread. */
import { REST_FILE } from '../blockkit/rest.ts'
import { SURFACE_WORDS } from '../blockkit/words.ts'
import type { ChatPost, Log } from '../domain/ports.ts'
import type { Block } from '../domain/report.ts'
import { type Lang, plain, say } from '../domain/words.ts'
import { reasonOf } from './refusals.ts'

export type FileBlock = Extract<Block, { kind: 'file' }>

/** None where all of the message was shown. */
export function restFile(rest: string | null, lang: Lang): readonly FileBlock[] {
  if (rest === null) return []
  const title = say(SURFACE_WORDS.restTitle, {}, lang)
  return [{ kind: 'file', name: REST_FILE, title, text: rest }]
}

/** Sends the rest of an answer that only stands inline (an ack, a message that one person sees) to who asked. */
export async function sendRest(
  edge: { readonly log: Log; readonly post: (post: ChatPost) => Promise<unknown> },
  user: string,
  rest: string | null,
  lang: Lang,
): Promise<void> {
  const blocks = restFile(rest, lang)
  if (blocks.length === 0) return
  const text = plain(say(SURFACE_WORDS.restTitle, {}, lang))
  const direct = { channel: user, threadTs: null, pictures: [], runId: null, lang }
  const urgency = 'person' as const
  try {
    await edge.post({ ...direct, urgency, message: { text, blocks }, outboxId: `rest-${user}` })
  } catch (error) {
    edge.log.warn('slack.rest-not-sent', { error: reasonOf(error) })
  }
}
