/** How the workspace tells the app of what people do: one seam, with Socket Mode and HTTP behind it. */
import { SECOND_MS } from '../domain/time.ts'
import type { Dict } from './model.ts'

/** Slack waits so long for the app's answer. */
export const ACK_MS = 3 * SECOND_MS

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api'

/** Why an event comes again: Slack's words. Source: docs.slack.dev/apis/events-api#retries. */
type RetryReason = 'timeout' | 'http_timeout' | 'connection_failed' | 'http_error'

/** A delivery that failed, with the word that Slack shows to the person. */
export class DeliveryError extends Error {
  readonly code: 'dispatch_failed' | 'operation_timeout'
  readonly reason: RetryReason

  constructor(code: DeliveryError['code'], what: string, reason: RetryReason) {
    super(`${code}: ${what}`)
    this.name = 'DeliveryError'
    this.code = code
    this.reason = reason
  }
}

/** An event that is told again: which time that is, and why. */
export interface Again {
  readonly retry_attempt: number
  readonly retry_reason: string
}

export interface Deliveries {
  /** Gives the ack's payload; rejects with a DeliveryError. */
  send(type: EnvelopeType, payload: Dict, again?: Again): Promise<Dict>
  /** Ways to the app that are open now. */
  readonly count: number
  onCount(listener: () => void): void
}
