/** A message with its pictures and files. One that fails never costs the words: the message says what is missing. */
import { setTimeout as sleep } from 'node:timers/promises'
import { wholeOf } from '../blockkit/rest.ts'
import { SURFACE_WORDS } from '../blockkit/words.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ChatPost, MessageRef, Posted } from '../domain/ports.ts'
import type { Message } from '../domain/report.ts'
import { plain, say, type Text } from '../domain/words.ts'
import { type Content, contentOf, type Drawn, type Shown } from './content.ts'
import { faultsOf, reasonOf } from './refusals.ts'
import { type FileBlock, restFile } from './rest.ts'
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

/** Where a message stands, and what of it did not fit. */
interface Sent {
  readonly ref: MessageRef
  readonly rest: string | null
}

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
    return { ref: shown.ref, fileIds: [...ids, ...(await shareFiles(edge, post, shown))] }
  }
  edge.log.warn('slack.picture-not-taken', { outboxId: post.outboxId })
  const without = pictures.map(({ note }) => ({ id: null, note }))
  const sent = await sendFitting(edge, post, without, send)
  await deleteFiles(edge, ids)
  const shared = await sharePictures(edge, post, sent.ref)
  return { ref: sent.ref, fileIds: [...shared, ...(await shareFiles(edge, post, sent))] }
}

/**
 * How Slack counts a message's size is not known: what it finds too long is cut further, and sent. A Slack that refuses
 * tables gets them as text.
 */
async function sendFitting(
  edge: Attachments,
  post: ChatPost,
  pictures: readonly Shown[],
  send: Send,
): Promise<Sent> {
  let drawn = AT_BEST
  let share = 0
  while (share < SIZE_SHARES.length) {
    const maxChars = (SIZE_SHARES[share] ?? 1) * LIMITS.messageChars
    const { content, rest } = contentOf(edge.log, post, pictures, { ...drawn, maxChars })
    try {
      return { ref: await send(content), rest }
    } catch (error) {
      if (drawn.tables === 'native' && refusesTables(error, content)) {
        edge.log.warn('slack.table-refused', { outboxId: post.outboxId })
        drawn = { ...drawn, tables: 'code' }
      } else if (isRefusedAs('msg_blocks_too_long', error)) {
        edge.log.warn('slack.message-too-long', { outboxId: post.outboxId })
        share += 1
      } else throw error
    }
  }
  const { content } = contentOf(edge.log, post, [], AT_BEST)
  return {
    ref: await send({ ...content, blocks: [] }),
    rest: wholeOf(post.message, post.lang),
  }
}

const AT_BEST: Drawn = { maxChars: LIMITS.messageChars, tables: 'native' }

/** Slack names the block that it does not know; where it names none, a table is the one that not every Slack knows. */
function refusesTables(error: unknown, { blocks }: Content): boolean {
  if (!isRefusedAs('invalid_blocks', error) && !isRefusedAs('invalid_attachments', error))
    return false
  const at = blocks.findIndex(({ type }) => type === 'table')
  const faults = faultsOf(error)
  return at >= 0 && (faults.length === 0 || faults.some((fault) => fault.includes(`/blocks/${at}`)))
}

async function uploadOne(
  edge: Attachments,
  post: ChatPost,
  picture: ChatPost['pictures'][number],
): Promise<Uploaded> {
  try {
    const id = await uploadPicture(edge, post, picture, null)
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
  send: () => Promise<Sent>,
): Promise<Sent | null> {
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
    const share = (place: FilePlace): Promise<string> => uploadPicture(edge, post, picture, place)
    ids.push(...(await orSay(edge, post, ref, picture.name, 'pictureRefused', share)))
  }
  return ids
}

async function shareFiles(
  edge: Attachments,
  post: ChatPost,
  { ref, rest }: Sent,
): Promise<readonly string[]> {
  const ids: string[] = []
  for (const file of [...filesOf(post.message), ...restFile(rest, post.lang)]) {
    const share = (place: FilePlace): Promise<string> =>
      uploadText(edge, post, { ...file, title: plain(file.title) }, place)
    ids.push(...(await orSay(edge, post, ref, file.name, 'fileRefused', share)))
  }
  return ids
}

function filesOf({ blocks }: Message): readonly FileBlock[] {
  return blocks.filter((block) => block.kind === 'file')
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
    await edge.postMessage(reply, contentOf(edge.log, reply, [], AT_BEST).content)
  } catch (error) {
    edge.log.warn('slack.note-not-posted', { error: reasonOf(error) })
  }
}

function isRefusedAs(reason: string, error: unknown): boolean {
  return error instanceof UserError && error.params.error === reason
}
