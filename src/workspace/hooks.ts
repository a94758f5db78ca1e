/**
 * Response URLs: one-time rights to answer where a command or click came from, five times in half an hour.
 * Source: docs.slack.dev/interactivity/handling-user-interaction#message_responses.
 */
import { MINUTE_MS } from '../domain/time.ts'
import { newSecret } from './ids.ts'

const MAX_USES = 5
const LIFE_MS = 30 * MINUTE_MS
/** Addresses remembered; the oldest go first. */
const MAX_HOOKS = 1000

export interface Origin {
  readonly channel: string
  readonly user: string
  /** The message whose button was clicked; null for a command. */
  readonly ts: string | null
  readonly threadTs: string | null
  /** The command as typed; null for a click. */
  readonly command: string | null
}

interface Hook {
  readonly origin: Origin
  readonly until: number
  uses: number
}

export class Hooks {
  readonly #hooks = new Map<string, Hook>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Gives the id of a new address. */
  open(origin: Origin): string {
    const id = newSecret('')
    this.#hooks.set(id, { origin, until: this.#now() + LIFE_MS, uses: 0 })
    const [oldest] = this.#hooks.keys()
    if (this.#hooks.size > MAX_HOOKS && oldest !== undefined) this.#hooks.delete(oldest)
    return id
  }

  /** Uses an address once; gives Slack's error when it is used up or too old. */
  use(id: string): { readonly origin: Origin } | { readonly error: 'used_url' | 'expired_url' } {
    const hook = this.#hooks.get(id)
    if (hook === undefined || hook.until < this.#now()) return { error: 'expired_url' }
    if (hook.uses >= MAX_USES) return { error: 'used_url' }
    hook.uses += 1
    return { origin: hook.origin }
  }
}
