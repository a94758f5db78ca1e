/**
 * HTTP, Slack's side: signed requests to the address that the app names, and what comes of its answers.
 * Source of the format: docs.slack.dev/authentication/verifying-requests-from-slack.
 */
import { createHmac } from 'node:crypto'
import {
  ACK_MS,
  type Again,
  type Deliveries,
  DeliveryError,
  type EnvelopeType,
} from './delivery.ts'
import { dictOf } from './faults.ts'
import { newSecret } from './ids.ts'
import { BOUNDS } from './limits.ts'
import type { Dict } from './model.ts'

const FORM = 'application/x-www-form-urlencoded'

export class Requests implements Deliveries {
  readonly #signingSecret: string
  readonly #now: () => number
  readonly #listeners = new Set<() => void>()
  #url: string | null = null
  #answers = false

  constructor(signingSecret: string, now: () => number) {
    this.#signingSecret = signingSecret
    this.#now = now
  }

  /** One when the app answered the last request. */
  get count(): number {
    return this.#answers ? 1 : 0
  }

  onCount(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** Sets the request URL. Throws when what is there does not give the challenge back, as Slack asks of it. */
  async setUrl(url: string): Promise<void> {
    const challenge = newSecret('')
    const body = JSON.stringify({ token: 'local', challenge, type: 'url_verification' })
    const answer = await this.#post(url, 'application/json', body, {})
    const given = answer.challenge ?? answer.text
    if (given !== challenge) throw new Error(`${url} did not give the challenge back`)
    this.#url = url
  }

  /**
   * Sends one request and gives what the answer says. Rejects with `dispatch_failed` when the app cannot be
   * reached or answers with an error, `operation_timeout` when it does not answer in 3 s.
   */
  send(type: EnvelopeType, payload: Dict, again?: Again): Promise<Dict> {
    if (this.#url === null) {
      const what = 'the app has no request URL'
      return Promise.reject(new DeliveryError('dispatch_failed', what, 'connection_failed'))
    }
    const retry: Record<string, string> =
      again === undefined || again.retry_attempt === 0
        ? {}
        : {
            'x-slack-retry-num': String(again.retry_attempt),
            'x-slack-retry-reason': again.retry_reason,
          }
    const [contentType, body] = written(type, payload)
    return this.#post(this.#url, contentType, body, retry)
  }

  async #post(
    url: string,
    contentType: string,
    body: string,
    more: Readonly<Record<string, string>>,
  ): Promise<Dict> {
    const stamp = String(Math.floor(this.#now() / 1000))
    const headers = {
      ...more,
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': signatureOf(this.#signingSecret, stamp, body),
    }
    try {
      const signal = AbortSignal.timeout(ACK_MS)
      const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
      const said = await readAnswer(answer)
      this.#tell(true)
      return said
    } catch (error) {
      this.#tell(false)
      throw deliveryError(error)
    }
  }

  #tell(answers: boolean): void {
    if (answers === this.#answers) return
    this.#answers = answers
    for (const listener of this.#listeners) listener()
  }
}

/** `v0=` and the HMAC-SHA256 of version, time and body. */
function signatureOf(secret: string, stamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`
}

/** Events are JSON, clicks a form with one field, commands a plain form. */
function written(type: EnvelopeType, payload: Dict): readonly [string, string] {
  if (type === 'events_api') return ['application/json', JSON.stringify(payload)]
  const form = new URLSearchParams()
  if (type === 'interactive') form.set('payload', JSON.stringify(payload))
  else for (const [name, value] of Object.entries(payload)) form.set(name, String(value))
  return [FORM, form.toString()]
}

/** What an answer says: JSON, or words. Throws a DeliveryError for any status but 2xx. */
async function readAnswer(answer: Response): Promise<Dict> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    parts.push(part)
    bytes += part.length
    if (bytes > BOUNDS.frameBytes) throw httpError('the answer is too long')
  }
  if (!answer.ok) throw httpError(`http ${answer.status}`)
  const text = Buffer.concat(parts).toString('utf8')
  if (text === '') return {}
  if (!/^application\/json\b/.test(answer.headers.get('content-type') ?? '')) return { text }
  try {
    return dictOf(JSON.parse(text)) ?? {}
  } catch (error) {
    if (error instanceof SyntaxError) throw httpError('the answer is no JSON')
    throw error
  }
}

function httpError(what: string): DeliveryError {
  return new DeliveryError('dispatch_failed', what, 'http_error')
}

function deliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new DeliveryError('operation_timeout', 'no answer in time', 'http_timeout')
  }
  return new DeliveryError('dispatch_failed', 'the app cannot be reached', 'connection_failed')
}
