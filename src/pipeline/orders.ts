/**
 * Standing orders: one runner, one overlap rule, one rule for late ticks, one notification rule (design 2).
 * The schedule only enqueues ticks; this drains them, one tick of an order at a time. While one runs, later
 * ticks wait, and of those that wait only the newest is run.
 */
import { LIMITS } from '../domain/limits.ts'
import type { Order, Tick } from '../domain/order.ts'
import { pauseOf } from '../domain/pause.ts'
import type { Schedule } from '../domain/ports.ts'
import { MINUTE_MS } from '../domain/time.ts'
import type { House } from './house.ts'
import type { Poster } from './post.ts'
import { inItsLang } from './spoken.ts'
import { tell } from './tell.ts'
import { runTarget, type TargetRun } from './tick.ts'

/** A tick that runs this long after it was due says so. */
const LATE_MS = MINUTE_MS

export class OrderRunner {
  readonly #house: House
  readonly #poster: Poster
  readonly #schedule: Schedule
  readonly #draining = new Map<string, Promise<void>>()
  readonly #wanted = new Set<string>()
  #stopped = false

  constructor(house: House, poster: Poster, schedule: Schedule) {
    this.#house = house
    this.#poster = poster
    this.#schedule = schedule
  }

  /** Starts every active order, and runs once, marked late, what a cron order missed while no bot lived. */
  async start(): Promise<void> {
    for (const order of await this.#house.store.orders('active')) await this.arm(order)
  }

  /** Puts an order on the schedule. An interval's first tick comes at once. */
  async arm(order: Order): Promise<void> {
    const nowMs = this.#house.clock.now()
    if (order.untilMs !== null && order.untilMs <= nowMs) {
      await this.#tick(order.id, { orderId: order.id, dueAtMs: order.untilMs, late: false })
      return
    }
    if (order.when.kind === 'cron') await this.#catchUp(order, nowMs)
    this.#schedule.start(
      order.id,
      order.when,
      order.when.kind === 'interval' ? nowMs : null,
      (dueAtMs) => {
        // A machine that slept fires the newest missed tick on waking, with its true instant.
        const late = this.#house.clock.now() - dueAtMs > LATE_MS
        void this.#tick(order.id, { orderId: order.id, dueAtMs, late }).catch((cause: unknown) =>
          this.#house.log.bug('tick.threw', cause, { order: order.id }),
        )
      },
    )
    this.#drain(order.id)
  }

  /** Stops an order: no more ticks; its message says so. */
  async stop(order: Order, state: 'stopped' | 'ended'): Promise<void> {
    this.#schedule.stop(order.id)
    await this.#house.store.setOrderState(order.id, state)
    await this.#draining.get(order.id)
    await this.#tellEnd({ ...order, state })
  }

  /** Waits for the ticks that run now; later ones stay for the next bot. */
  async close(): Promise<void> {
    this.#stopped = true
    await this.#schedule.close()
    await Promise.allSettled(this.#draining.values())
  }

  async #catchUp(order: Order, nowMs: number): Promise<void> {
    const due = this.#schedule.previous(order.when, nowMs)
    const last = await this.#house.store.lastTickMs(order.id)
    if (due === null || due < order.createdAtMs || nowMs - due > LIMITS.lateTickMs) return
    if (last === null || last < due)
      await this.#house.store.enqueueTick({ orderId: order.id, dueAtMs: due, late: true }, nowMs)
  }

  async #tick(orderId: string, tick: Tick): Promise<void> {
    if (this.#stopped) return
    if (await this.#house.store.enqueueTick(tick, this.#house.clock.now())) this.#drain(orderId)
  }

  #drain(orderId: string): void {
    if (this.#stopped) return
    if (this.#draining.has(orderId)) {
      // The drain that runs may have looked already: it looks once more when it is through.
      this.#wanted.add(orderId)
      return
    }
    const run = this.#work(orderId)
      .catch((cause: unknown) => void this.#house.log.bug('order.threw', cause, { order: orderId }))
      .finally(() => {
        this.#draining.delete(orderId)
        if (this.#wanted.delete(orderId)) this.#drain(orderId)
      })
    this.#draining.set(orderId, run)
  }

  async #work(orderId: string): Promise<void> {
    const { store, clock, owner } = this.#house
    while (!this.#stopped) {
      const taken = await this.#newestWaiting(orderId, owner)
      if (taken === null) return
      const order = await store.order(orderId)
      if (order === null || order.state !== 'active') {
        await store.finishTick(taken, 'not-active')
        continue
      }
      await store.finishTick(taken, await this.#run(order, taken))
      if (order.untilMs !== null && clock.now() >= order.untilMs) await this.#end(order)
    }
  }

  /** The newest tick that waits; older ones are closed as skipped, so that a slow order does not lag for ever. */
  async #newestWaiting(orderId: string, owner: string): Promise<Tick | null> {
    const { store, clock } = this.#house
    let newest = await store.takeTick(orderId, owner, clock.now())
    for (;;) {
      const next = newest === null ? null : await store.takeTick(orderId, owner, clock.now())
      if (next === null) return newest
      if (newest !== null) await store.finishTick(newest, 'skipped')
      newest = next
    }
  }

  async #end(order: Order): Promise<void> {
    this.#schedule.stop(order.id)
    await this.#house.store.setOrderState(order.id, 'ended')
    await this.#tellEnd({ ...order, state: 'ended' })
  }

  async #tellEnd(order: Order): Promise<void> {
    await tell(this.#house, this.#poster, await inItsLang(this.#house, order), null, [])
  }

  /** What became of the tick. While all of its hosts are paused it is left out, and no one is told again and again. */
  async #run(kept: Order, tick: Tick): Promise<'done' | 'paused'> {
    const order = await inItsLang(this.#house, kept)
    const pauses = await this.#house.store.pauses()
    if (order.targets.every(({ host }) => pauseOf(pauses, host) !== null)) return 'paused'
    const results = await targetsOf(this.#house, order)
    if (results.every((one) => one.kind === 'failed' && one.error.code === 'paused'))
      return 'paused'
    await tell(this.#house, this.#poster, order, tick, results)
    return 'done'
  }
}

/** Runs an order's targets, a bounded number of hosts at once. */
export async function targetsOf(house: House, order: Order): Promise<readonly TargetRun[]> {
  const waiting = [...order.targets.entries()]
  const out: TargetRun[] = []
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      out[next[0]] = await runTarget(house, order, next[1])
    }
  }
  await Promise.all(Array.from({ length: Math.min(LIMITS.hostsAtOnce, waiting.length) }, lane))
  return out
}
