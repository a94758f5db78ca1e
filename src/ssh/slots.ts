/** The channels of one connection that may be open at once, and those who wait for one. */
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'

export interface Slot {
  /** Gives the place back; a second time changes nothing. */
  leave(): void
  /** Gives the place back and waits for one anew, at the end of the line. */
  again(): Promise<void>
}

interface Waiting {
  readonly admit: () => void
  readonly timer: NodeJS.Timeout
}

export class Slots {
  readonly #host: string
  readonly #changed: () => void
  readonly #waitMs: number
  readonly #waiting: Waiting[] = []
  #limit: number = LIMITS.channelsPerHost
  #inUse = 0

  /** `changed` is called whenever somebody begins to wait, or a place has become free. */
  constructor(host: string, changed: () => void, waitMs: number = LIMITS.channelWaitMs) {
    this.#host = host
    this.#changed = changed
    this.#waitMs = waitMs
  }

  get inUse(): number {
    return this.#inUse
  }
  get waiting(): number {
    return this.#waiting.length
  }
  get isFull(): boolean {
    return this.#inUse >= this.#limit
  }

  /** Throws UserError `host-busy` where too many wait, or no channel became free in time. */
  async enter(): Promise<Slot> {
    await this.#place()
    let held = true
    const leave = (): void => {
      if (held) this.#leave()
      held = false
    }
    return {
      leave,
      again: async () => {
        leave()
        await this.#place()
        held = true
      },
    }
  }

  /** The host opened no channel beside those in use: it grants one less than were tried. */
  learn(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#inUse - 1))
  }

  /** A new connection may be granted more. */
  forget(): void {
    this.#limit = LIMITS.channelsPerHost
    this.#admit()
  }

  async #place(): Promise<void> {
    if (!this.isFull) {
      this.#inUse += 1
      return
    }
    if (this.#waiting.length >= LIMITS.channelsWaiting) throw this.#busy()
    await new Promise<void>((admit, reject) => {
      const waiting: Waiting = {
        admit,
        timer: setTimeout(() => {
          this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
          reject(this.#busy())
        }, this.#waitMs),
      }
      this.#waiting.push(waiting)
      this.#changed()
    })
  }

  #leave(): void {
    this.#inUse -= 1
    this.#admit()
    this.#changed()
  }

  #admit(): void {
    while (!this.isFull) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      clearTimeout(next.timer)
      this.#inUse += 1
      next.admit()
    }
  }

  #busy(): UserError {
    return new UserError('host-busy', { host: this.#host, count: this.#waiting.length })
  }
}
