/** Slack's errors -> ours: what is final, what is worth another try. */
import { webApi } from '@slack/bolt'
import { UserError } from '../domain/errors.ts'

/** Platform errors that say nothing about the request. */
const PASSING: readonly string[] = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
]
/** Slack's error codes; anything else in their place is a page of some proxy. */
const CODE = /^[a-z][a-z0-9_.:-]{1,80}$/

/** Gives the error that the port promises; a UserError stays as it is. */
export function toUserError(error: unknown, channel = ''): UserError {
  if (error instanceof UserError) return error
  const code = platformCode(error)
  if (code === null) return new UserError('chat-unreachable', { error: reasonOf(error) }, error)
  if (code === 'not_in_channel')
    return new UserError('not-in-channel', { channel, error: code }, error)
  if (code === 'channel_not_found') {
    return new UserError('channel-not-found', { channel, error: code }, error)
  }
  const passing = PASSING.includes(code)
  return new UserError(passing ? 'chat-unreachable' : 'chat-refused', { error: code }, error)
}

/** True when the same request may succeed later: network, server errors, overload. */
export function isRetryLater(error: unknown): boolean {
  const code = platformCode(error)
  return code === null || PASSING.includes(code)
}

/** Slack's own reason of an error, for a line of text. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError) return String(error.params.error ?? error.code)
  const code = platformCode(error)
  if (code !== null) return code
  if (error instanceof webApi.WebAPIRateLimitedError) return 'ratelimited'
  if (error instanceof webApi.WebAPIHTTPError) return `http ${error.statusCode}`
  const inner = error instanceof webApi.WebAPIRequestError ? error.original : error
  return inner instanceof Error ? causeOf(inner).slice(0, 120) : 'unknown'
}

/** What Slack says of each block that it refuses: words with a JSON pointer; none where it says nothing. */
export function faultsOf(error: unknown): readonly string[] {
  const cause = error instanceof UserError ? error.cause : error
  if (!(cause instanceof webApi.WebAPIPlatformError)) return []
  const messages: unknown = cause.data.response_metadata?.messages
  return Array.isArray(messages) ? messages.filter((one) => typeof one === 'string') : []
}

/** `fetch failed` tells nothing; its cause does. */
function causeOf(error: Error): string {
  const cause = error.cause
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error.name === 'TimeoutError' ? 'timeout' : error.message
}

function platformCode(error: unknown): string | null {
  if (!(error instanceof webApi.WebAPIPlatformError)) return null
  const code: unknown = error.data.error
  return typeof code === 'string' && CODE.test(code) ? code : null
}
