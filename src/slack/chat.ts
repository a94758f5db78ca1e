/** The chat port over Slack: post, update, find, tell. */
import { renderMessage } from '../blockkit/render.ts'
import type { Chat, ChatPost, Log, MessageRef, Posted } from '../domain/ports.ts'
import type { Message } from '../domain/report.ts'
import type { Lang } from '../domain/words.ts'
import { type Attachments, deliver } from './attach.ts'
import { callSlack, createClient } from './client.ts'
import type { Content } from './content.ts'
import { findByOutboxId } from './find.ts'
import { reasonOf } from './refusals.ts'
import { sendRest } from './rest.ts'
import { deleteFiles } from './uploads.ts'

export interface SlackChatOptions {
  readonly botToken: string
  /** `https://HOST/api/` of another Slack than slack.com; null for slack.com. */
  readonly apiUrl: string | null
  readonly log: Log
}

/** Slack adds nothing of its own: no previews, no links or names found in the text. */
const QUIET = { unfurl_links: false, unfurl_media: false } as const
const LITERAL = { parse: 'none', link_names: false } as const

/** A chat over Slack's Web API. It connects to nothing until it is used. Throws as the port says. */
export function createSlackChat(options: SlackChatOptions): Chat {
  const client = createClient(options.botToken, options.apiUrl, options.log)
  const edge: Attachments = {
    client,
    log: options.log,
    postMessage: (post, content) => postMessage(edge, post, content),
  }
  return {
    post: (post) => deliver(edge, post, (content) => postMessage(edge, post, content)),
    update: async (posted, post) => {
      const next = await deliver(edge, post, (content) => updateMessage(edge, posted, content))
      await deleteFiles(edge, posted.fileIds)
      return next
    },
    find: (channel, threadTs, outboxId) => findByOutboxId(client, channel, threadTs, outboxId),
    link: (ref) => linkTo(edge, ref),
    tell: (user, channel, message, lang) => tell(edge, user, channel, message, lang),
  }
}

async function postMessage(
  { client }: Attachments,
  post: ChatPost,
  content: Content,
): Promise<MessageRef> {
  const { channel } = post
  const thread = post.threadTs === null ? {} : { thread_ts: post.threadTs }
  const sent = await callSlack(
    () => client.chat.postMessage({ channel, ...thread, ...content, ...QUIET, ...LITERAL }),
    { repeatable: false, channel },
  )
  // A post to a person's id is answered with the id of the conversation.
  return { channel: sent.channel ?? channel, ts: sent.ts ?? '' }
}

async function updateMessage(
  { client }: Attachments,
  { ref }: Posted,
  content: Content,
): Promise<MessageRef> {
  const { channel, ts } = ref
  await callSlack(() => client.chat.update({ channel, ts, ...content, ...LITERAL }), {
    repeatable: true,
    channel,
  })
  return ref
}

async function linkTo({ client, log }: Attachments, ref: MessageRef): Promise<string | null> {
  try {
    const { channel, ts } = ref
    const told = await callSlack(() => client.chat.getPermalink({ channel, message_ts: ts }), {
      repeatable: true,
    })
    return told.permalink ?? null
  } catch (error) {
    log.info('slack.no-permalink', { error: reasonOf(error) })
    return null
  }
}

/** In the channel where only that person sees it; where that is refused, in a direct message. */
async function tell(
  edge: Attachments,
  user: string,
  channel: string,
  message: Message,
  lang: Lang,
): Promise<void> {
  const { client, log } = edge
  const { rest, ...rendered } = renderMessage(message, { lang, imageIds: [], files: 'inline' })
  const words = { ...rendered, ...LITERAL }
  const once = { repeatable: false }
  try {
    await callSlack(() => client.chat.postEphemeral({ channel, user, ...words }), once)
  } catch (error) {
    log.info('slack.ephemeral-refused', { error: reasonOf(error) })
    await callSlack(
      () => client.chat.postMessage({ channel: user, ...words, ...QUIET }),
      once,
    ).catch((failure: unknown) => log.warn('slack.not-told', { error: reasonOf(failure) }))
  }
  const post = (direct: ChatPost): Promise<unknown> =>
    deliver(edge, direct, (content) => postMessage(edge, direct, content))
  await sendRest({ log, post }, user, rest, lang)
}
