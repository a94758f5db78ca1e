/** A message with its pictures and files. One that fails never costs the words: the message says what is missing. */
import { setTimeout as sleep } from 'node:timers/promises'
import { SURFACE_WORDS } from '../blockkit/words.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ChatPost, MessageRef, Posted } from '../domain/ports.ts'
import { plain, say, type Text } from '../domain/words.ts'
import { type Content, contentOf, type Shown } from './content.ts'
import { reasonOf } from './refusals.ts'
import {
  deleteFiles,
  type FilePlace,
  pictureReady,
  type Uploader,
  uploadPicture,
  uploadText,
} from './uploads.ts'

export interface Attachments extends Uploader {
  readonly postMessage: (post: ChatPost, content: Content) => Promise<MessageRef>
}

type Send = (content: Content) => Promise<MessageRef>

/** One picture's fate: its file id, or why there is none. */
type Uploaded =
  | { readonly id: string; readonly note: null }
  | { readonly id: null; readonly note: Text }

/** Tries when a message is too long for Slack; after them its one line goes out alone. */
const SIZE_SHARES = [1, 0.6, 0.3] as const

/** Slack may refuse a fresh picture for some time although it says that it is ready: waits before each try. */
const PICTURE_WAITS_MS = [0, 500, 1500] as const

/** Uploads, sends and shares. Throws what `send` throws; failed attachments are said, not thrown. */
export async function deliver(edge: Attachments, post: ChatPost, send: Send): Promise<Posted> {
  const pictures = await Promise.all(post.pictures.map((picture) => uploadOne(edge, post, picture)))
  const ids = pictures.flatMap(({ id }) => (id === null ? [] : [id]))
  const shown = await sendPatiently(ids.length > 0, () => sendFitting(edge, post, pictures, send))
  if (shown !== null) {
    return { ref: shown, fileIds: [...ids, ...(await shareFiles(edge, post, shown))] }
  }
  edge.log.warn('slack.picture-not-taken', { outboxId: post.outboxId })
  const without = pictures.map(({ note }) => ({ id: null, note }))
  const ref = await sendFitting(edge, post, without, send)
  await deleteFiles(edge, ids)
  const shared = await sharePictures(edge, post, ref)
  return { ref, fileIds: [...shared, ...(await shareFiles(edge, post, ref))] }
}

/** How Slack counts a message's size is not known: what it finds too long is cut further, and sent. */
async function sendFitting(
  edge: Attachments,
  post: ChatPost,
  pictures: readonly Shown[],
  send: Send,
): Promise<MessageRef> {
  for (const share of SIZE_SHARES) {
    try {
      return await send(contentOf(edge.log, post, pictures, share * LIMITS.messageChars))
    } catch (error) {
      if (!isRefusedAs('msg_blocks_too_long', error)) throw error
      edge.log.warn('slack.message-too-long', { outboxId: post.outboxId })
    }
  }
  return send({ ...contentOf(edge.log, post, [], LIMITS.messageChars), blocks: [] })
}

async function uploadOne(
  edge: Attachments,
  post: ChatPost,
  picture: ChatPost['pictures'][number],
): Promise<Uploaded> {
  try {
    const id = await uploadPicture(edge, picture, null)
    await pictureReady(edge, id)
    return { id, note: null }
  } catch (error) {
    const reason = reasonOf(error)
    edge.log.warn('slack.picture-refused', { error: reason })
    const params = { name: picture.name, reason }
    return { id: null, note: say(SURFACE_WORDS.pictureRefused, params, post.lang) }
  }
}

/** Null when Slack refuses the blocks to the end and pictures may be the reason. */
async function sendPatiently(
  hasPictures: boolean,
  send: () => Promise<MessageRef>,
): Promise<MessageRef | null> {
  for (const waitMs of PICTURE_WAITS_MS) {
    await sleep(waitMs)
    try {
      return await send()
    } catch (error) {
      if (!hasPictures || !isRefusedAs('invalid_blocks', error)) throw error
    }
  }
  return null
}

/** The way out when Slack takes no picture in the message: each stands in the thread by itself. */
async function sharePictures(
  edge: Attachments,
  post: ChatPost,
  ref: MessageRef,
): Promise<readonly string[]> {
  const ids: string[] = []
  for (const picture of post.pictures) {
    const share = (place: FilePlace): Promise<string> => uploadPicture(edge, picture, place)
    ids.push(...(await orSay(edge, post, ref, picture.name, 'pictureRefused', share)))
  }
  return ids
}

async function shareFiles(
  edge: Attachments,
  post: ChatPost,
  ref: MessageRef,
): Promise<readonly string[]> {
  const ids: string[] = []
  for (const block of post.message.blocks) {
    if (block.kind !== 'file') continue
    const file = { name: block.name, title: plain(block.title), text: block.text }
    const share = (place: FilePlace): Promise<string> => uploadText(edge, file, place)
    ids.push(...(await orSay(edge, post, ref, block.name, 'fileRefused', share)))
  }
  return ids
}

/** Shares a file in the message's thread, or says there that it could not be, and why. */
async function orSay(
  edge: Attachments,
  post: ChatPost,
  ref: MessageRef,
  name: string,
  word: 'pictureRefused' | 'fileRefused',
  share: (place: FilePlace) => Promise<string>,
): Promise<readonly string[]> {
  const place = { channel: ref.channel, threadTs: post.threadTs ?? ref.ts }
  try {
    return [await share(place)]
  } catch (error) {
    const reason = reasonOf(error)
    edge.log.warn('slack.file-refused', { error: reason })
    await sayRefused(
      edge,
      { ...post, ...place },
      say(SURFACE_WORDS[word], { name, reason }, post.lang),
    )
    return []
  }
}

async function sayRefused(edge: Attachments, post: ChatPost, note: Text): Promise<void> {
  const message = { text: plain(note), blocks: [{ kind: 'context' as const, items: [note] }] }
  // Not the id of the message itself: `find` must not take this note for it.
  const reply = { ...post, message, outboxId: `${post.outboxId}-note` }
  try {
    await edge.postMessage(reply, contentOf(edge.log, reply, [], LIMITS.messageChars))
  } catch (error) {
    edge.log.warn('slack.note-not-posted', { error: reasonOf(error) })
  }
}

function isRefusedAs(reason: string, error: unknown): boolean {
  return error instanceof UserError && error.params.error === reason
}
