/**
 * Trigger ids: the right to open one view in answer to one thing that a person did, for 3 s.
 * Source: docs.slack.dev/interactivity/handling-user-interaction and the errors of views.open.
 */
import { randomInt } from 'node:crypto'
import { SECOND_MS } from '../domain/time.ts'
import { ApiError } from './args.ts'
import { newSecret } from './ids.ts'

const LIFE_MS = 3 * SECOND_MS
/** Ids remembered; the oldest go first. */
const MAX_TRIGGERS = 1000
const FORM = /^\d+\.\d+\.[0-9a-f]+$/

export interface Trigger {
  readonly user: string
  /** The modal that it was done in; null for anything else. */
  readonly viewId: string | null
}

export class Triggers {
  readonly #now: () => number
  readonly #issued = new Map<string, Trigger & { readonly untilMs: number; isUsed: boolean }>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Gives a new id. */
  issue(user: string, viewId: string | null = null): string {
    const id = `${randomInt(1e12)}.${randomInt(1e12)}.${newSecret('').slice(0, 32)}`
    this.#issued.set(id, { user, viewId, untilMs: this.#now() + LIFE_MS, isUsed: false })
    const [oldest] = this.#issued.keys()
    if (this.#issued.size > MAX_TRIGGERS && oldest !== undefined) this.#issued.delete(oldest)
    return id
  }

  /** Exchanges an id, once. Throws what Slack answers. */
  exchange(id: string): Trigger {
    const trigger = FORM.test(id) ? this.#issued.get(id) : undefined
    if (trigger === undefined) throw new ApiError('invalid_trigger_id')
    if (trigger.isUsed) throw new ApiError('exchanged_trigger_id')
    if (trigger.untilMs < this.#now()) throw new ApiError('expired_trigger_id')
    trigger.isUsed = true
    return trigger
  }
}
