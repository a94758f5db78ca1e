/** Reading requests and writing answers, with bounds. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dict } from './model.ts'

/** A request that is answered with a plain status. */
export class HttpError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'HttpError'
    this.status = status
  }
}

/** The whole body. Throws HttpError 413 when it is larger than allowed. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.from(chunk)
    size += bytes.length
    if (size > maxBytes) throw new HttpError(413, 'too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** The bytes of an upload: raw, or the first file of a multipart form, as Slack's Node client sends it. */
export async function uploadedBytes(contentType: string, body: Buffer): Promise<Uint8Array> {
  if (!contentType.startsWith('multipart/')) return body
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  })
    .formData()
    .catch((cause: unknown) => {
      throw new HttpError(400, `not a form: ${String(cause)}`)
    })
  for (const [, value] of form) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer())
  }
  throw new HttpError(400, 'no file in the form')
}

export function sendJson(
  response: ServerResponse,
  value: Dict,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(JSON.stringify(value))
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
}
