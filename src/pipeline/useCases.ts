/** What commands may do, over one house: each is a use case of the pipeline with its surfaces filled in. */
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Depth, Order, When } from '../domain/order.ts'
import type { Files, Person, Schedule } from '../domain/ports.ts'
import type { Run } from '../domain/store.ts'
import { type Target, typed } from '../domain/target.ts'
import type { CommandInfo } from '../report/help.ts'
import { ask, type Question } from './ask.ts'
import { check } from './check.ts'
import type { Asked, Done, Reply } from './command.ts'
import { type Consents, createConsents } from './consent/consents.ts'
import { Vault } from './consent/vault.ts'
import type { House } from './house.ts'
import { permit } from './leave.ts'
import { OrderRunner } from './orders.ts'
import { Poster } from './post.ts'
import { answerAbandoned } from './resume.ts'
import { chatSurface, NOWHERE, type Surface } from './surface.ts'

export interface Watch {
  readonly target: Target
  readonly everyMs: number
  readonly forMs: number | null
}

export interface UseCases {
  readonly house: House
  /** What help is made from. */
  readonly commands: readonly CommandInfo[]
  /** Null in chats: files are read at the terminal only. */
  readonly files: Files | null
  /** Null where nobody can be asked: in chats, and in a terminal that is none. */
  readonly person: Person | null
  readonly orders: OrderRunner | null
  readonly poster: Poster | null
  /** Requests for intrusive actions. */
  readonly consents: Consents
  readonly schedule: Schedule
  check(asked: Asked, target: Target, depth: Depth): Promise<Reply>
  ask(asked: Asked, question: Question): Promise<Reply>
  /** Starts a watch where it was asked. Throws UserError `interval-too-short`, `too-many-orders`. */
  watch(asked: Asked, watch: Watch): Promise<Order>
  stopOrder(asked: Asked, id: string): Promise<Order>
  /** Waits for the work that runs now, a bounded time. */
  idle(withinMs: number): Promise<void>
  /** After a start: answers what a dead bot left open. */
  resume(): Promise<number>
}

export function useCases(
  house: House,
  schedule: Schedule,
  files: Files | null,
  commands: readonly CommandInfo[],
  person: Person | null = null,
): UseCases {
  const vault = new Vault()
  const poster = house.chat === null ? null : new Poster(house, house.chat, vault.reveal)
  const orders = poster === null ? null : new OrderRunner(house, poster, schedule)
  const running = new Set<Promise<Done>>()
  const surfaceOf = (run: Run): Surface =>
    poster === null
      ? NOWHERE
      : chatSurface(poster, {
          owner: `run:${run.id}`,
          slot: run.kind === 'ask' ? 'answer' : 'root',
          runId: run.id,
          place: run.place,
          lang: run.lang,
        })
  const track = (reply: Reply): Reply => tracked(running, reply)
  const consents = createConsents({ house, poster, vault, surfaceOf, track })
  return {
    house,
    commands,
    files,
    person,
    orders,
    poster,
    consents,
    schedule,
    check: async (asked, target, depth) =>
      tracked(running, await check(house, surfaceOf, roomFor(running, asked), target, depth)),
    ask: async (asked, question) =>
      tracked(running, await ask(house, surfaceOf, roomFor(running, asked), question)),
    watch: (asked, watch) => startWatch(house, orders, asked, watch),
    stopOrder: (asked, id) => stopOrder(house, orders, asked, id),
    idle: (withinMs) => idle(house, running, withinMs),
    resume: async () => (await answerAbandoned(house, surfaceOf)) + (await consents.tellOfStray()),
  }
}

/** Passes the asker on while there is room for one run more. Throws UserError `busy`. */
function roomFor(running: ReadonlySet<unknown>, asked: Asked): Asked {
  if (running.size >= LIMITS.runsAtOnce) throw new UserError('busy', { count: running.size })
  return asked
}

/** Remembers a piece of work while it runs. */
function tracked(running: Set<Promise<Done>>, reply: Reply): Reply {
  if (reply.kind !== 'work') return reply
  return {
    kind: 'work',
    work(out) {
      const work = reply.work(out).finally(() => running.delete(work))
      running.add(work)
      return work
    },
  }
}

async function idle(
  house: House,
  running: ReadonlySet<Promise<Done>>,
  withinMs: number,
): Promise<void> {
  const late = new AbortController()
  await Promise.race([Promise.allSettled(running), house.clock.sleep(withinMs, late.signal)])
  late.abort()
}

async function startWatch(
  house: House,
  orders: OrderRunner | null,
  asked: Asked,
  watch: Watch,
): Promise<Order> {
  if (orders === null)
    throw new UserError('bad-argument', {
      word: 'watch',
      expected: 'a chat: watches post where they were asked',
    })
  if (watch.everyMs < LIMITS.watchIntervalMs) {
    throw new UserError('interval-too-short', {
      word: `${watch.everyMs / 1000}s`,
      leastSeconds: LIMITS.watchIntervalMs / 1000,
    })
  }
  await permit(house, asked.actor, { name: 'watch', class: 'look' }, asked.place, watch.target)
  const active = await house.store.orders('active')
  if (active.length >= LIMITS.orders)
    throw new UserError('too-many-orders', { count: active.length })
  const nowMs = house.clock.now()
  const order: Order = {
    id: house.ids.id(),
    name: typed(watch.target),
    source: 'person',
    targets: [watch.target],
    // A watch compares reading with reading: the wait for rates inside each would only slow it.
    depth: 'levels',
    when: whenOf(watch),
    untilMs: nowMs + Math.min(watch.forMs ?? LIMITS.watchForMs, LIMITS.watchForMs),
    where: asked.place,
    tell: 'changes',
    lang: asked.ownLang ?? asked.lang,
    by: asked.actor.id,
    createdAtMs: nowMs,
    state: 'active',
  }
  await house.store.putOrder(order)
  return order
}

function whenOf(watch: Watch): When {
  return { kind: 'interval', everyMs: watch.everyMs }
}

async function stopOrder(
  house: House,
  orders: OrderRunner | null,
  asked: Asked,
  id: string,
): Promise<Order> {
  const order = await house.store.order(id)
  if (order === null || order.state !== 'active' || orders === null)
    throw new UserError('no-such-order', { word: id.slice(0, 40) })
  await permit(
    house,
    asked.actor,
    { name: 'watch-stop', class: order.source === 'config' ? 'admin' : 'look' },
    asked.place,
    order.targets[0] ?? null,
  )
  await orders.stop(order, 'stopped')
  return order
}
