/** The addresses that Slack hands out beside its API: uploads, response URLs, files. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from './args.ts'
import { dictOf } from './faults.ts'
import { HttpError, readBody, sendJson, sendText, uploadedBytes } from './http.ts'
import { BOUNDS } from './limits.ts'
import { takeAnswer } from './respond.ts'
import type { World } from './world.ts'

/** Room for the multipart lines around a file. */
const FORM_BYTES = 64 * 1024

/** Takes the bytes of an announced file, once. */
export async function takeUpload(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  world: World,
): Promise<void> {
  const body = await readBody(request, BOUNDS.fileBytes + FORM_BYTES)
  if (world.switches.down) throw new HttpError(503, 'service unavailable')
  if (world.switches.failingUploads > 0) {
    world.switches.failingUploads -= 1
    throw new HttpError(500, 'upload failed')
  }
  const file = world.files.find(id)
  if (file?.stage !== 'announced') throw new HttpError(404, 'no such upload')
  const bytes = await uploadedBytes(request.headers['content-type'] ?? '', body)
  // Slack does not say what it does then; a wrong length is a fault of the sender that must be seen.
  if (bytes.length !== file.declaredBytes) throw new HttpError(400, 'length differs from declared')
  world.files.receive(file, bytes)
  sendText(response, 200, `OK - ${bytes.length}`)
}

/** Takes an answer at a response URL. */
export async function takeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  world: World,
): Promise<void> {
  const body = (await readBody(request, BOUNDS.bodyBytes)).toString('utf8')
  if (world.switches.down) throw new HttpError(503, 'service unavailable')
  const use = world.hooks.use(id)
  if ('error' in use) {
    sendJson(response, { ok: false, error: use.error }, 404)
    return
  }
  const end = world.traffic.begin('response_url', 'answer to a response URL', readable(body))
  try {
    takeAnswer(world, use.origin, parsed(body))
    end('ok')
    sendText(response, 200, 'ok')
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    end({ ok: false, error: error.code, ...error.extra }, error.code)
    sendJson(response, { ok: false, error: error.code, ...error.extra }, 400)
  }
}

/** Gives a file's bytes. Only pictures are shown in place; anything else is a download. */
export function giveFile(response: ServerResponse, id: string, world: World): void {
  const file = world.files.find(id)
  const bytes = file?.stage === 'ready' ? world.files.bytes(id) : null
  if (file === null || bytes === null) throw new HttpError(404, 'no such file')
  const isPicture = /^image\/(png|jpeg|gif)$/.test(file.mimetype ?? '')
  response.writeHead(200, {
    'content-type': isPicture ? (file.mimetype ?? '') : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': isPicture
      ? 'inline'
      : `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=3600',
  })
  response.end(bytes)
}

/** For the inspector: what is no JSON is shown as it came. */
function readable(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value = dictOf(JSON.parse(body))
    if (value !== null) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new ApiError('invalid_payload')
}
