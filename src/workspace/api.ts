/** The Web API's front door: bad days, tokens, scopes, then the method. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, type Args, readArgs } from './args.ts'
import { bearerOf, isSecret } from './guard.ts'
import { readBody, sendJson } from './http.ts'
import { BOUNDS } from './limits.ts'
import { APP_METHODS } from './methods/app.ts'
import { CHAT_METHODS } from './methods/chat.ts'
import { CONVERSATION_METHODS } from './methods/conversations.ts'
import { FILE_METHODS } from './methods/filesMethods.ts'
import type { Method } from './methods/method.ts'
import { VIEW_METHODS } from './methods/views.ts'
import type { Dict } from './model.ts'
import type { World } from './world.ts'

const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...APP_METHODS,
    ...CHAT_METHODS,
    ...CONVERSATION_METHODS,
    ...FILE_METHODS,
    ...VIEW_METHODS,
  }),
)

/** Answers a call of the Web API. Errors are HTTP 200 with `ok: false`, as Slack's are; only 429 is a status. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  world: World,
): Promise<void> {
  const body = await readBody(request, BOUNDS.bodyBytes)
  const { switches } = world
  if (switches.down) {
    sendJson(response, { ok: false, error: 'service_unavailable' }, 503)
    return
  }
  let end: (answer: unknown, error?: string) => void = () => {}
  const scopes = { 'x-oauth-scopes': [...world.manifest.scopes].join(',') }
  try {
    const args = readArgs(request.headers['content-type'] ?? '', body.toString('utf8'))
    const waitSeconds = limitOf(name, args, world)
    switches.record({ method: name, args: args.toLog(), limited: waitSeconds > 0 })
    end = world.traffic.begin('api', name, args.toLog())
    if (waitSeconds > 0) {
      const answer = { ok: false, error: 'ratelimited' }
      end(answer, 'ratelimited')
      sendJson(response, answer, 429, { 'retry-after': String(waitSeconds) })
      return
    }
    const token = args.text('token') ?? bearerOf(request.headers)
    const answer = { ok: true, ...run(name, args, token, world) }
    if (switches.slowAnswersMs > 0) await sleep(switches.slowAnswersMs)
    end(answer)
    sendJson(response, answer, 200, scopes)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const answer = { ok: false, error: error.code, ...error.extra }
    end(answer, error.code)
    sendJson(response, answer, 200, scopes)
  }
}

/** Seconds that this call is to wait; 0 when it may go on. */
function limitOf(name: string, args: Args, { room, switches }: World): number {
  if (switches.rateLimited > 0) {
    switches.rateLimited -= 1
    return 1
  }
  if (switches.rates === null) return 0
  // A person's id stands for the direct messages with that person.
  const named = args.text('channel')
  const channel = room.channels.find(({ id, person }) => id === named || person === named)
  return switches.rates.take(name, channel?.id ?? named)
}

function run(name: string, args: Args, token: string, world: World): Dict {
  const method = METHODS.get(name)
  if (method === undefined) throw new ApiError('unknown_method', { req_method: name })
  checkToken(method, token, world)
  const needed = method.scope(args, world)
  if (needed !== null && !world.manifest.scopes.has(needed)) {
    const provided = [...world.manifest.scopes].join(',')
    throw new ApiError('missing_scope', { needed, provided })
  }
  return method.run(args, world)
}

function checkToken(method: Method, token: string, world: World): void {
  if (token === '') throw new ApiError('not_authed')
  const isBot = isSecret(token, world.botToken)
  const isApp = isSecret(token, world.appToken)
  if (!isBot && !isApp) throw new ApiError('invalid_auth')
  if (method.token === 'bot' ? !isBot : !isApp) throw new ApiError('not_allowed_token_type')
}
