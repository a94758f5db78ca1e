/**
 * Files into Slack: ask for an address, send the bytes, complete (docs.slack.dev, files.getUploadURLExternal).
 * A file completed without a channel is only ours until an image block shows it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../domain/errors.ts'
import type { Log, Picture } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import { callSlack, type SlackClient } from './client.ts'
import { isRetryLater, reasonOf } from './refusals.ts'

export interface Uploader {
  readonly client: SlackClient
  readonly log: Log
}

/** Where a file is shown at once: a thread. */
export interface FilePlace {
  readonly channel: string
  readonly threadTs: string
}

interface Upload {
  readonly name: string
  readonly title: string
  readonly alt: string | null
  readonly isText: boolean
  readonly bytes: Uint8Array
  readonly place: FilePlace | null
}

const SEND_MS = 60 * SECOND_MS
/** Slack's limit of a file's alternative text. */
const ALT_CHARS = 1000
/** An image block that names a file which Slack has not looked at yet is refused (node-slack-sdk #2260). */
const READY_WAITS_MS = [100, 200, 400, 800, 1500, 3000] as const

/** Uploads a picture; with no place it can be named in an image block. Gives its id. Throws UserError. */
export function uploadPicture(
  uploader: Uploader,
  picture: Picture,
  place: FilePlace | null,
): Promise<string> {
  const { name, alt, png } = picture
  return upload(uploader, { name, title: name, alt, isText: false, bytes: png, place })
}

/** Uploads a text into a thread, as a snippet but for a page, which is to be opened. Gives its id. Throws UserError. */
export function uploadText(
  uploader: Uploader,
  file: { readonly name: string; readonly title: string; readonly text: string },
  place: FilePlace,
): Promise<string> {
  // Slack refuses files of no bytes.
  const bytes = Buffer.from(file.text === '' ? '\n' : file.text, 'utf8')
  const { name, title } = file
  const isText = !name.endsWith('.html')
  return upload(uploader, { name, title: title || name, alt: null, isText, bytes, place })
}

/** Waits until Slack has looked at a picture; gives up quietly, because the post itself will tell. */
export async function pictureReady({ client, log }: Uploader, fileId: string): Promise<void> {
  for (const waitMs of READY_WAITS_MS) {
    try {
      const { file } = await client.files.info({ file: fileId })
      if (typeof file?.mimetype === 'string' && file.mimetype !== '') return
    } catch (error) {
      if (!isRetryLater(error)) {
        log.warn('slack.file-not-seen', { file: fileId, error: reasonOf(error) })
        return
      }
    }
    await sleep(waitMs)
  }
  log.warn('slack.file-slow', { file: fileId })
}

/** Removes files that a newer version replaced; best effort. */
export async function deleteFiles(
  { client, log }: Uploader,
  ids: readonly string[],
): Promise<void> {
  for (const file of ids) {
    try {
      await callSlack(() => client.files.delete({ file }), { repeatable: true })
    } catch (error) {
      log.warn('slack.file-not-deleted', { file, error: reasonOf(error) })
    }
  }
}

async function upload({ client }: Uploader, file: Upload): Promise<string> {
  const address = await callSlack(
    () =>
      client.files.getUploadURLExternal({
        filename: file.name,
        length: file.bytes.byteLength,
        ...(file.alt === null ? {} : { alt_text: file.alt.slice(0, ALT_CHARS) }),
        ...(file.isText ? { snippet_type: 'text' } : {}),
      }),
    { repeatable: true },
  )
  const { upload_url: url, file_id: id } = address
  if (url === undefined || id === undefined)
    throw new UserError('chat-refused', { error: 'no_upload_url' })
  await callSlack(() => send(url, file.bytes), { repeatable: true })
  const files: [{ id: string; title: string }] = [{ id, title: file.title }]
  const place =
    file.place === null ? {} : { channel_id: file.place.channel, thread_ts: file.place.threadTs }
  // Completed twice it would be shown twice.
  await callSlack(() => client.files.completeUploadExternal({ files, ...place }), {
    repeatable: file.place === null,
    ...(file.place === null ? {} : { channel: file.place.channel }),
  })
  return id
}

async function send(url: string, bytes: Uint8Array): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    body: Buffer.from(bytes),
    headers: { 'content-type': 'application/octet-stream' },
    redirect: 'error',
    signal: AbortSignal.timeout(SEND_MS),
  })
  await response.arrayBuffer()
  if (response.status === 200) return
  if (response.status >= 500 || response.status === 429)
    throw new Error(`upload http ${response.status}`)
  throw new UserError('chat-refused', { error: `upload_http_${response.status}` })
}
