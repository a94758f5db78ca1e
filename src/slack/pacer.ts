/**
 * All calls to one workspace take their turn here, so that a round of orders never makes a person wait. What Slack counts is
 * a lane; a refusal (429) holds the lane, not only the call that met it.
 */
import type { Urgency } from '../domain/urgency.ts'
import { Lane } from './lane.ts'
import { type MethodRates, SLACK_RATES } from './rates.ts'

/** Lanes kept at once; beyond it those that are idle are forgotten. */
const LANES = 500

export class Pacer {
  readonly #rates: Readonly<Record<string, MethodRates>>
  readonly #lanes = new Map<string, Lane>()
  readonly #closing = new AbortController()

  constructor(rates: Readonly<Record<string, MethodRates>> = SLACK_RATES) {
    this.#rates = rates
  }

  /** Aborts when nothing is to wait any longer. */
  get closed(): AbortSignal {
    return this.#closing.signal
  }

  /** Resolves true when the call may be made, false when that is not before the instant (of `now` in lane.ts). */
  async turn(
    method: string,
    channel: string | null,
    urgency: Urgency,
    untilMs: number,
  ): Promise<boolean> {
    if (this.closed.aborted) return false
    const narrow = this.#narrow(method, channel)
    if (!(await narrow.turn(urgency, untilMs))) return false
    const whole = this.#lane(method, this.#rates[method]?.whole)
    return whole === narrow || whole.turn(urgency, untilMs)
  }

  /** Slack refused a call for this long. */
  hold(method: string, channel: string | null, ms: number): void {
    this.#narrow(method, channel).hold(ms)
  }

  /** Sends away all who wait, and all who come: the outbox keeps what they had to say for the next bot. */
  close(): void {
    this.#closing.abort()
    for (const lane of this.#lanes.values()) lane.clear()
  }

  /** What is counted most narrowly: the channel, where Slack counts channels. */
  #narrow(method: string, channel: string | null): Lane {
    const rates = this.#rates[method]
    return rates?.channel === undefined || channel === null
      ? this.#lane(method, rates?.whole)
      : this.#lane(`${method} ${channel}`, rates.channel)
  }

  #lane(key: string, rate: MethodRates['whole'] | undefined): Lane {
    const known = this.#lanes.get(key)
    if (known !== undefined) return known
    if (this.#lanes.size >= LANES) this.#forget()
    const lane = new Lane(rate ?? null)
    this.#lanes.set(key, lane)
    return lane
  }

  #forget(): void {
    for (const [key, lane] of this.#lanes) if (lane.isIdle) this.#lanes.delete(key)
  }
}
