/**
 * What goes between the workspace and the app, as it was: for the page's inspector. Kept in memory, bounded;
 * tokens and addresses that are rights are masked.
 */

import type { Deliveries } from './delivery.ts'
import { BOUNDS } from './limits.ts'
import type { Dict } from './model.ts'

export interface Exchange {
  readonly id: number
  readonly atMs: number
  /** `api`: the app called; `slash_commands`, `interactive`, `events_api`: it was told; `response_url`: it answered there. */
  readonly kind: 'api' | 'slash_commands' | 'interactive' | 'events_api' | 'response_url'
  readonly title: string
  readonly sent: unknown
  /** Undefined while no answer has come. */
  readonly answer?: unknown
  readonly error: string | null
  readonly tookMs: number | null
}

type Listener = (exchange: Exchange) => void

export class Traffic {
  readonly #now: () => number
  readonly #listeners = new Set<Listener>()
  #kept: Exchange[] = []
  #nextId = 1

  constructor(now: () => number) {
    this.#now = now
  }

  /** What is remembered, oldest first. */
  get kept(): readonly Exchange[] {
    return this.#kept
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Notes what was sent; the function that it gives takes the answer, or the error's code. */
  begin(
    kind: Exchange['kind'],
    title: string,
    sent: unknown,
  ): (answer: unknown, error?: string) => void {
    const begun: Exchange = {
      id: this.#nextId++,
      atMs: this.#now(),
      kind,
      title,
      sent: masked(sent),
      error: null,
      tookMs: null,
    }
    this.#kept.push(begun)
    if (this.#kept.length > BOUNDS.exchanges) this.#kept.shift()
    this.#tell(begun)
    return (answer, error) => {
      const tookMs = this.#now() - begun.atMs
      const ended = { ...begun, answer: masked(answer), error: error ?? null, tookMs }
      this.#kept = this.#kept.map((one) => (one.id === ended.id ? ended : one))
      this.#tell(ended)
    }
  }

  #tell(exchange: Exchange): void {
    for (const listener of this.#listeners) listener(exchange)
  }
}

/** The same deliveries, noted. */
export function noted(deliveries: Deliveries, traffic: Traffic): Deliveries {
  return {
    get count() {
      return deliveries.count
    },
    onCount: (listener) => deliveries.onCount(listener),
    async send(type, payload, again) {
      const end = traffic.begin(type, titleOf(payload), payload)
      try {
        const ack = await deliveries.send(type, payload, again)
        end(ack)
        return ack
      } catch (error) {
        end(undefined, error instanceof Error ? error.message : String(error))
        throw error
      }
    },
  }
}

/** What an envelope is about, in a line. */
function titleOf(payload: Dict): string {
  const event = payload.event
  if (typeof event === 'object' && event !== null) {
    const { type, subtype } = event as Dict
    return [type, subtype].filter((word) => typeof word === 'string').join(' ')
  }
  if (typeof payload.command === 'string') return `${payload.command} ${String(payload.text)}`
  const actions = Array.isArray(payload.actions) ? (payload.actions as readonly Dict[]) : []
  const what = payload.callback_id ?? payload.action_id ?? actions[0]?.action_id ?? ''
  return `${String(payload.type)} ${String(what)}`.trim()
}

const SECRET_KEYS = new Set(['token', 'trigger_id', 'ticket'])

/** The value with tokens, triggers and one-time addresses hidden. */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/\bx(?:oxb|app)-[A-Za-z0-9-]+/g, '•••')
      .replace(/(\/(?:response|upload)\/)[A-Za-z0-9]+/g, '$1•••')
      .replace(/([?&]ticket=)[^&]+/g, '$1•••')
  }
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, SECRET_KEYS.has(key) ? '•••' : masked(one)]),
  )
}
