/** The chat port over Slack: post, update, find, tell. */
import { renderMessage } from '../blockkit/render.ts'
import type { Chat, ChatPost, Log, MessageRef, Posted } from '../domain/ports.ts'
import type { Message } from '../domain/report.ts'
import type { UploadLog } from '../domain/upload.ts'
import type { Urgency } from '../domain/urgency.ts'
import type { Lang } from '../domain/words.ts'
import { type Attachments, deliver } from './attach.ts'
import { callSlack, createCaller } from './client.ts'
import { type Content, QUIET } from './content.ts'
import { findByOutboxId } from './find.ts'
import { Pacer } from './pacer.ts'
import { reasonOf } from './refusals.ts'
import { sendRest } from './rest.ts'
import { deleteFile, deleteFiles } from './uploads.ts'

export interface SlackChatOptions {
  readonly botToken: string
  /** `https://HOST/api/` of another Slack than slack.com; null for slack.com. */
  readonly apiUrl: string | null
  readonly log: Log
  /** The one that all who call this workspace share; by default its own. */
  readonly pacer?: Pacer
  /** Where uploads are written down, for whoever deletes them later. */
  readonly uploads?: UploadLog
}

/** No links or names found in the text. */
const LITERAL = { parse: 'none', link_names: false } as const

/** A chat over Slack's Web API. It connects to nothing until it is used. Throws as the port says. */
export function createSlackChat(options: SlackChatOptions): Chat {
  const pacer = options.pacer ?? new Pacer()
  const edges = { person: edgeFor('person', options, pacer), bulk: edgeFor('bulk', options, pacer) }
  const people = edges.person
  return {
    post: (post) => {
      const edge = edges[post.urgency]
      return deliver(edge, post, (content) => postMessage(edge, post, content))
    },
    update: async (posted, post) => {
      const edge = edges[post.urgency]
      const next = await deliver(edge, post, (content) => updateMessage(edge, posted, content))
      await deleteFiles(edge, posted.fileIds)
      return next
    },
    find: (channel, threadTs, outboxId) => findByOutboxId(people, channel, threadTs, outboxId),
    link: (ref) => linkTo(people, ref),
    deleteFile: (fileId) => deleteFile(edges.bulk, fileId),
    tell: (user, channel, message, lang) => tell(people, user, channel, message, lang),
  }
}

function edgeFor(urgency: Urgency, options: SlackChatOptions, pacer: Pacer): Attachments {
  const edge: Attachments = {
    ...createCaller(options, urgency, pacer),
    log: options.log,
    uploads: options.uploads ?? null,
    postMessage: (post, content) => postMessage(edge, post, content),
  }
  return edge
}

async function postMessage(
  edge: Attachments,
  post: ChatPost,
  content: Content,
): Promise<MessageRef> {
  const { channel } = post
  const thread = post.threadTs === null ? {} : { thread_ts: post.threadTs }
  const options = { method: 'chat.postMessage', repeatable: false, channel }
  const sent = await callSlack(edge, options, () =>
    edge.client.chat.postMessage({ channel, ...thread, ...content, ...QUIET, ...LITERAL }),
  )
  // A post to a person's id is answered with the id of the conversation.
  return { channel: sent.channel ?? channel, ts: sent.ts ?? '' }
}

async function updateMessage(
  edge: Attachments,
  { ref }: Posted,
  content: Content,
): Promise<MessageRef> {
  const { channel, ts } = ref
  await callSlack(edge, { method: 'chat.update', repeatable: true, channel }, () =>
    edge.client.chat.update({ channel, ts, ...content, ...LITERAL }),
  )
  return ref
}

async function linkTo(edge: Attachments, ref: MessageRef): Promise<string | null> {
  try {
    const { channel, ts } = ref
    const told = await callSlack(edge, { method: 'chat.getPermalink', repeatable: true }, () =>
      edge.client.chat.getPermalink({ channel, message_ts: ts }),
    )
    return told.permalink ?? null
  } catch (error) {
    edge.log.info('slack.no-permalink', { error: reasonOf(error) })
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
    await callSlack(edge, { method: 'chat.postEphemeral', ...once }, () =>
      client.chat.postEphemeral({ channel, user, ...words }),
    )
  } catch (error) {
    log.info('slack.ephemeral-refused', { error: reasonOf(error) })
    await callSlack(edge, { method: 'chat.postMessage', channel: user, ...once }, () =>
      client.chat.postMessage({ channel: user, ...words, ...QUIET }),
    ).catch((failure: unknown) => log.warn('slack.not-told', { error: reasonOf(failure) }))
  }
  const post = (direct: ChatPost): Promise<unknown> =>
    deliver(edge, direct, (content) => postMessage(edge, direct, content))
  await sendRest({ log, post }, user, rest, lang)
}
