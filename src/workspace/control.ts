/** The workspace in a test's hands: what people do, what can be seen, what can go wrong. Not served over HTTP. */
import { MINUTE_MS } from '../domain/time.ts'
import { type Clicked, click } from './clicks.ts'
import { type ForgeControl, forgeControlOf } from './controlForge.ts'
import { type ViewControl, viewControlOf } from './controlViews.ts'
import { elementsIn, type Raw } from './fields.ts'
import type { Dict, Message } from './model.ts'
import { say, share, slash } from './people.ts'
import { Rates } from './rates.ts'
import { type At, channelOf, spotOf } from './spots.ts'
import type { Call } from './switches.ts'
import type { World } from './world.ts'

/** A test that waits for a message: only to end what hangs, on a loaded machine too. */
const PATIENCE_MS = 3 * MINUTE_MS

/** What was said, and the event that told the app of it; null when it was not told. */
interface Said {
  readonly message: Message
  readonly eventId: string | null
}

export interface Control extends ViewControl, ForgeControl {
  /** Says a text as typed: `@memcheck smaps` is a mention. */
  say(text: string, at?: At): Said
  /** Sends `/memcheck TEXT`, or another command named first with its slash. Gives the ack; rejects like Slack. */
  slash(text: string, at?: At): Promise<Dict>
  /** Clicks a button by its action id, or the first element that fits; a menu with the option's value. Gives the ack; rejects like Slack. */
  click(
    ts: string,
    which: string | ((element: Dict) => boolean),
    at?: At & { readonly option?: Raw },
  ): Promise<Dict>
  share(name: string, bytes: Uint8Array, at?: At & { readonly text?: string }): Said
  invite(channel: string): void
  /** All messages, ephemeral ones too, oldest first. */
  messages(channel?: string): readonly Message[]
  message(ts: string): Message | null
  /** A file's bytes, or null when there is none. */
  file(id: string): Uint8Array | null
  /** The first message, there already or to come, that fits; rejects after the time. */
  waitFor(predicate: (message: Message) => boolean, timeoutMs?: number): Promise<Message>
  calls(): readonly Call[]
  /** Open sockets of the app. */
  sockets(): number
  /** Where requests go; rejects when the app there does not give the challenge back. */
  requestUrl(url: string): Promise<void>
  rateLimitNext(count: number): void
  /** Holds the app to Slack's rates from now on, or no longer. */
  enforceRates(isHeld: boolean): void
  failUpload(count: number): void
  slowFileMs: number
  /** Calls are answered so much later than people see what they did. */
  slowAnswers(ms: number): void
  down(isDown: boolean): void
  /** Types of blocks that are refused from now on, as a Slack that does not know them would. */
  refuseTypes(types: readonly string[]): void
  /** Tells the socket of an index, or the oldest that was not told yet, to leave. */
  kick(reason: string, index?: number): void
  redeliver(eventId: string): Promise<void>
}

/** Gives the controls of a workspace. */
export function controlOf(world: World): Control {
  const { room, switches } = world
  return {
    ...viewControlOf(world),
    ...forgeControlOf(world),
    say: (text, at = {}) => said(world, say(world, spotOf(world, at), text)),
    slash(text, at = {}) {
      const [, named, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? []
      const command = named ?? world.manifest.commands[0]?.command ?? '/'
      return slash(world, spotOf(world, at), command, rest ?? text)
    },
    async click(ts, which, at = {}) {
      const message = room.list(null).find((one) => one.ts === ts)
      const clicked = message === undefined ? null : findClicked(message, which, at.option ?? null)
      if (message === undefined || clicked === null) throw new Error(`no such button at ${ts}`)
      const spot = spotOf(world, { ...at, channel: message.channel, threadTs: message.threadTs })
      return click(world, spot, message, clicked)
    },
    share: (name, bytes, at = {}) =>
      said(world, share(world, spotOf(world, at), name, bytes, at.text ?? '')),
    invite: (channel) => room.invite(channelOf(world, channel).id),
    messages: (channel) => room.list(channel === undefined ? null : channelOf(world, channel).id),
    message: (ts) => room.list(null).find((one) => one.ts === ts) ?? null,
    file: (id) => world.files.bytes(id),
    waitFor: (predicate, timeoutMs = PATIENCE_MS) => waitFor(world, predicate, timeoutMs),
    calls: () => switches.calls,
    sockets: () => world.sockets.count,
    requestUrl: (url) => world.requests.setUrl(url),
    rateLimitNext(count) {
      switches.rateLimited = count
    },
    enforceRates(isHeld) {
      switches.rates = isHeld ? new Rates(world.now) : null
    },
    failUpload(count) {
      switches.failingUploads = count
    },
    get slowFileMs() {
      return switches.slowFileMs
    },
    set slowFileMs(value) {
      switches.slowFileMs = value
    },
    slowAnswers(ms) {
      switches.slowAnswersMs = ms
    },
    down(isDown) {
      switches.down = isDown
    },
    refuseTypes(types) {
      switches.refuseTypes = types
    },
    kick: (reason, index) => world.sockets.kick(reason, index),
    redeliver: (eventId) => world.events.redeliver(eventId),
  }
}

function said(world: World, message: Message): Said {
  return { message, eventId: world.events.idFor(message) }
}

function findClicked(
  message: Message,
  which: string | ((element: Dict) => boolean),
  option: Raw,
): Clicked | null {
  const fits = typeof which === 'string' ? (one: Dict) => one.action_id === which : which
  const placed = elementsIn(message.blocks).find(({ element }) => fits(element))
  return placed === undefined ? null : { ...placed, option }
}

function waitFor(
  world: World,
  predicate: (message: Message) => boolean,
  timeoutMs: number,
): Promise<Message> {
  const there = world.room.list(null).find(predicate)
  if (there !== undefined) return Promise.resolve(there)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      const texts = world.room.list(null).map((one) => one.text)
      reject(new Error(`no such message within ${timeoutMs} ms; there are: ${texts.join(' | ')}`))
    }, timeoutMs)
    const stop = world.room.onChange((change) => {
      if (change.kind === 'joined' || change.kind === 'removed') return
      if (!predicate(change.message)) return
      clearTimeout(timer)
      stop()
      resolve(change.message)
    })
  })
}
