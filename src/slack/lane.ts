/** One thing that Slack counts (a method, or a method in a channel): who may call next, and when. People go first. */
import { MINUTE_MS } from '../domain/time.ts'
import type { Urgency } from '../domain/urgency.ts'
import type { Rate } from './rates.ts'

interface Waiting {
  readonly urgency: Urgency
  readonly end: (mayGo: boolean) => void
}

/** Calls are let go in order, people before bulk; what is left of the rate grows with time. */
export class Lane {
  readonly #rate: Rate | null
  readonly #waiting: Record<Urgency, Waiting[]> = { person: [], bulk: [] }
  #level: number
  #atMs = now()
  #heldUntilMs = 0
  #timer: NodeJS.Timeout | null = null

  /** Without a rate only `hold` keeps calls back. */
  constructor(rate: Rate | null) {
    this.#rate = rate
    this.#level = rate?.burst ?? 0
  }

  /** True while nothing would be forgotten with it. */
  get isIdle(): boolean {
    const isFull = this.#rate === null || this.#levelNow() >= this.#rate.burst
    return isFull && this.#next() === null && this.#heldUntilMs <= now()
  }

  /** Resolves true when the call may be made, false when that is not before the instant. */
  turn(urgency: Urgency, untilMs: number): Promise<boolean> {
    if (this.#heldUntilMs > untilMs) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting[urgency] = this.#waiting[urgency].filter((one) => one !== waiting)
        resolve(false)
      }, untilMs - now())
      const end = (mayGo: boolean): void => {
        clearTimeout(timer)
        resolve(mayGo)
      }
      const waiting = { urgency, end }
      this.#waiting[urgency].push(waiting)
      this.#letGo()
    })
  }

  /** Slack refused a call: none is made for this long, and then no burst. */
  hold(ms: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, now() + ms)
    this.#level = Math.min(this.#level, 1)
    this.#atMs = this.#heldUntilMs
  }

  /** Sends away all who wait. */
  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const all = [...this.#waiting.person.splice(0), ...this.#waiting.bulk.splice(0)]
    for (const { end } of all) end(false)
  }

  #letGo(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    for (let next = this.#next(); next !== null; next = this.#next()) {
      const waitMs = this.#waitMs(next.urgency)
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#letGo(), Math.ceil(waitMs))
        return
      }
      this.#waiting[next.urgency].shift()
      this.#level = this.#levelNow() - 1
      this.#atMs = now()
      next.end(true)
    }
  }

  #next(): Waiting | null {
    return this.#waiting.person[0] ?? this.#waiting.bulk[0] ?? null
  }

  #waitMs(urgency: Urgency): number {
    const heldMs = this.#heldUntilMs - now()
    if (this.#rate === null) return heldMs
    const needed = urgency === 'bulk' ? 1 + this.#rate.reserve : 1
    const growsInMs = ((needed - this.#levelNow()) * MINUTE_MS) / this.#rate.perMinute
    return Math.max(heldMs, growsInMs + Math.max(0, this.#atMs - now()))
  }

  /** While it is held nothing grows. */
  #levelNow(): number {
    if (this.#rate === null) return 0
    const grown = (Math.max(0, now() - this.#atMs) * this.#rate.perMinute) / MINUTE_MS
    return Math.min(this.#rate.burst, this.#level + grown)
  }
}

/** Milliseconds of a clock that nobody sets. */
export function now(): number {
  return performance.now()
}
