/** A file that a person shared, from Slack's own host only and never more than the limit. */
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import { SECOND_MS } from '../domain/time.ts'
import { reasonOf } from './refusals.ts'

export interface Download {
  readonly botToken: string
  readonly apiUrl: string | null
}

const DOWNLOAD_MS = 60 * SECOND_MS
const SLACK_HOST = /(^|\.)slack\.com$/

/**
 * Gives the bytes. The token goes to Slack's host alone, and no redirect is followed: without the right scope
 * Slack sends to a login page. Throws UserError `file-too-large` or `file-unreadable`.
 */
export async function downloadFile(
  url: string,
  name: string,
  from: Download,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isSlackUrl(url, from.apiUrl)) throw unreadable(name, 'not-on-slack')
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${from.botToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(DOWNLOAD_MS),
    })
    if (!response.ok || response.body === null) throw unreadable(name, `http ${response.status}`)
    const announced = Number(response.headers.get('content-length')) || 0
    return await readCapped(response.body, name, announced)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw unreadable(name, reasonOf(error), error)
  }
}

/**
 * In one piece that grows by doubling, so that there is no last copy of the whole: one of 30 MiB stood still for 0.1 s. Its
 * buffer is nobody else's, and can be given away.
 */
async function readCapped(
  body: AsyncIterable<Uint8Array>,
  name: string,
  announcedBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  let room = new Uint8Array(roomFor(announcedBytes, 0))
  let length = 0
  for await (const chunk of body) {
    const bytes = length + chunk.byteLength
    if (bytes > LIMITS.sharedFileBytes) throw tooLarge(name, bytes)
    if (bytes > room.length) {
      const larger = new Uint8Array(roomFor(bytes, room.length))
      larger.set(room.subarray(0, length))
      room = larger
    }
    room.set(chunk, length)
    length = bytes
  }
  return room.subarray(0, length)
}

const LEAST_ROOM_BYTES = 64 * 1024

/** What was announced may be untrue: it is a first guess within the limit, no more. */
function roomFor(bytes: number, beforeBytes: number): number {
  const wanted = Math.max(LEAST_ROOM_BYTES, bytes, beforeBytes * 2)
  return Math.min(LIMITS.sharedFileBytes, wanted)
}

function tooLarge(file: string, sizeBytes: number): UserError {
  return new UserError('file-too-large', { file, sizeBytes, limitBytes: LIMITS.sharedFileBytes })
}

function isSlackUrl(url: string, apiUrl: string | null): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, origin } = new URL(url)
  if (apiUrl !== null) return origin === new URL(apiUrl).origin
  return protocol === 'https:' && SLACK_HOST.test(hostname)
}

function unreadable(name: string, error: string, cause?: unknown): UserError {
  return new UserError('file-unreadable', { file: name, detail: error }, cause)
}
