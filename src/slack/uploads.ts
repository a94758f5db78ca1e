/**
 * Files into Slack: ask for an address, send the bytes, complete (docs.slack.dev, files.getUploadURLExternal).
 * A file completed without a channel is only ours until an image block shows it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../domain/errors.ts'
import type { ChatPost, Log, Picture } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'
import type { Deletion, UploadLog } from '../domain/upload.ts'
import { type Caller, callSlack } from './client.ts'
import { reasonOf } from './refusals.ts'

export interface Uploader extends Caller {
  readonly log: Log
  /** Null where nobody deletes them later. */
  readonly uploads: UploadLog | null
}

/** The message that a file belongs to. */
export type FileOf = Pick<ChatPost, 'channel' | 'outboxId' | 'runId'>

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
  readonly of: FileOf
}

const SEND_MS = 60 * SECOND_MS
/** Slack's limit of a file's alternative text. */
const ALT_CHARS = 1000
/** An image block that names a file which Slack has not looked at yet is refused (node-slack-sdk #2260). */
const READY_WAITS_MS = [100, 200, 400, 800, 1500, 3000] as const

/** Uploads a picture; with no place it can be named in an image block. Gives its id. Throws UserError. */
export function uploadPicture(
  uploader: Uploader,
  of: FileOf,
  picture: Picture,
  place: FilePlace | null,
): Promise<string> {
  const { name, alt, png } = picture
  return upload(uploader, { name, title: name, alt, isText: false, bytes: png, place, of })
}

/** Uploads a text into a thread, as a snippet but for a page, which is to be opened. Gives its id. Throws UserError. */
export function uploadText(
  uploader: Uploader,
  of: FileOf,
  file: { readonly name: string; readonly title: string; readonly text: string },
  place: FilePlace,
): Promise<string> {
  // Slack refuses files of no bytes.
  const bytes = Buffer.from(file.text === '' ? '\n' : file.text, 'utf8')
  const { name, title } = file
  const isText = !name.endsWith('.html')
  return upload(uploader, { name, title: title || name, alt: null, isText, bytes, place, of })
}

/** Waits until Slack has looked at a picture; gives up quietly, because the post itself will tell. */
export async function pictureReady(uploader: Uploader, fileId: string): Promise<void> {
  const { client, log } = uploader
  for (const waitMs of READY_WAITS_MS) {
    try {
      const { file } = await callSlack(uploader, patiently('files.info'), () =>
        client.files.info({ file: fileId }),
      )
      if (typeof file?.mimetype === 'string' && file.mimetype !== '') return
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'chat-unreachable') {
        log.warn('slack.file-not-seen', { file: fileId, error: reasonOf(error) })
        return
      }
    }
    await sleep(waitMs)
  }
  log.warn('slack.file-slow', { file: fileId })
}

/** Removes files that a newer version replaced; what stays is left for later. */
export async function deleteFiles(uploader: Uploader, ids: readonly string[]): Promise<void> {
  for (const file of ids) {
    const end = await deleteFile(uploader, file)
    if (end.kind === 'gone') await uploader.uploads?.gone([file])
    else {
      uploader.log.warn('slack.file-not-deleted', { file, error: end.error })
      await uploader.uploads?.left([file])
    }
  }
}

/** Somebody else deleted it, or it was never completed: what was wanted. */
const GONE: ReadonlySet<string> = new Set(['file_not_found', 'file_deleted'])
/** Says nothing of this file: any other would be refused alike. */
const ALL: ReadonlySet<string> = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'access_denied',
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'team_access_not_granted',
])

/** Deletes one file. Never rejects. */
export async function deleteFile(caller: Caller, file: string): Promise<Deletion> {
  try {
    await callSlack(caller, patiently('files.delete'), () => caller.client.files.delete({ file }))
    return { kind: 'gone' }
  } catch (error) {
    const code = reasonOf(error)
    if (GONE.has(code)) return { kind: 'gone' }
    if (!(error instanceof UserError) || error.code === 'chat-unreachable')
      return { kind: 'later', error: code }
    return { kind: 'refused', error: code, all: ALL.has(code) }
  }
}

/** What is done to files is tried for long whoever waits: a picture that is given up does not come later. */
function patiently(method: string): { readonly method: string } & typeof PATIENTLY {
  return { method, ...PATIENTLY }
}
const PATIENTLY = { repeatable: true, patient: true } as const

async function upload(uploader: Uploader, file: Upload): Promise<string> {
  const { client } = uploader
  const address = await callSlack(uploader, patiently('files.getUploadURLExternal'), () =>
    client.files.getUploadURLExternal({
      filename: file.name,
      length: file.bytes.byteLength,
      ...(file.alt === null ? {} : { alt_text: file.alt.slice(0, ALT_CHARS) }),
      ...(file.isText ? { snippet_type: 'text' } : {}),
    }),
  )
  const { upload_url: url, file_id: id } = address
  if (url === undefined || id === undefined)
    throw new UserError('chat-refused', { error: 'no_upload_url' })
  // First of all: however this ends, somebody knows what is to be deleted.
  await uploader.uploads?.uploaded(id, file.of)
  await callSlack(uploader, patiently('upload'), () => send(url, file.bytes))
  const files: [{ id: string; title: string }] = [{ id, title: file.title }]
  const place =
    file.place === null ? {} : { channel_id: file.place.channel, thread_ts: file.place.threadTs }
  const options = {
    ...patiently('files.completeUploadExternal'),
    // Completed twice it would be shown twice.
    repeatable: file.place === null,
    ...(file.place === null ? {} : { channel: file.place.channel }),
  }
  await callSlack(uploader, options, () => client.files.completeUploadExternal({ files, ...place }))
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
