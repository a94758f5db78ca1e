/** Keeps the updates of one message apart: who reads it sees each, and Slack's budget of updates is for all messages. */
import { LIMITS } from '../domain/limits.ts'
import type { Clock } from '../domain/ports.ts'

/** Messages remembered at once; those that were changed longer ago need no wait. */
const REMEMBERED = 200

export class UpdatePace {
  readonly #clock: Clock
  readonly #lastMs = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Waits until a message may be changed again; true when that took time, in which a newer version may have come. */
  async wait(id: string): Promise<boolean> {
    const last = this.#lastMs.get(id)
    const waitMs = last === undefined ? 0 : last + LIMITS.updateGapMs - this.#clock.now()
    // A clock that was set back makes nobody wait longer than this.
    if (waitMs > 0) await this.#clock.sleep(Math.min(waitMs, LIMITS.updateGapMs))
    return waitMs > 0
  }

  /** A change is sent now, whatever becomes of it. */
  sent(id: string): void {
    const nowMs = this.#clock.now()
    if (this.#lastMs.size >= REMEMBERED)
      for (const [one, atMs] of this.#lastMs)
        if (nowMs - atMs >= LIMITS.updateGapMs) this.#lastMs.delete(one)
    this.#lastMs.set(id, nowMs)
  }
}
