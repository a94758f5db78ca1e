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
export async function downloadFile(url: string, name: string, from: Download): Promise<Uint8Array> {
  if (!isSlackUrl(url, from.apiUrl)) throw unreadable(name, 'not-on-slack')
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${from.botToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(DOWNLOAD_MS),
    })
    if (!response.ok || response.body === null) throw unreadable(name, `http ${response.status}`)
    return await readCapped(response.body, name)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw unreadable(name, reasonOf(error), error)
  }
}

async function readCapped(body: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > LIMITS.sharedFileBytes) {
      throw new UserError('file-too-large', {
        file: name,
        sizeBytes: bytes,
        limitBytes: LIMITS.sharedFileBytes,
      })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
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
