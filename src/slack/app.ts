/** Slack's side of the house: Bolt over Socket Mode or HTTP, every word, click and file handed to the listener. */
import { App, LogLevel } from '@slack/bolt'
import { ACTION_ID } from '../blockkit/buttons.ts'
import { FIELD_ID, FORM_ID } from '../blockkit/form.ts'
import type { Chat, Log } from '../domain/ports.ts'
import type { Listener } from '../pipeline/command.ts'
import { createSlackChat } from './chat.ts'
import { type Caller, callSlack, clientOptions, createCaller } from './client.ts'
import { onClick, onCommand } from './commands.ts'
import { onOptions, onShortcut, onSubmit } from './forms.ts'
import { onHomeOpened } from './home.ts'
import { createHttp, type HttpWire } from './httpReceiver.ts'
import { boltLogger } from './logger.ts'
import { onMessage } from './messages.ts'
import { Pacer } from './pacer.ts'
import { createPersonOf, type PersonOf } from './person.ts'
import { createSockets, untilReachable } from './sockets.ts'
import type { Edge } from './speak.ts'

/** As manifest.json has them. */
const SHORTCUT_ID = /^memcheck_check(_message)?$/

/** How Slack's words come here: over connections that we open, or as requests to an address of ours. */
export type Wire =
  | { readonly kind: 'socket'; readonly appToken: string }
  | {
      readonly kind: 'http'
      readonly signingSecret: string
      readonly host: string
      /** 0 takes any free one. */
      readonly port: number
    }

export interface SlackOptions {
  readonly botToken: string
  readonly wire: Wire
  /** `https://HOST/api/` of another Slack than slack.com; null for slack.com. */
  readonly apiUrl: string | null
  readonly listener: Listener
  readonly log: Log
  /** The one that all who call this workspace share; by default its own. */
  readonly pacer?: Pacer
  /** Where language and zone are known otherwise; by default Slack's profile of the person. */
  readonly personOf?: PersonOf
  /** Ends a start that waits for Slack to come back. */
  readonly signal?: AbortSignal
}

export interface SlackEdge {
  readonly chat: Chat
  /** The bot's own user id. */
  readonly botUser: string
  /** Where it listens over HTTP, as an address of this machine; null with sockets. */
  readonly requestUrl: string | null
  stop(): Promise<void>
}

interface Identity {
  readonly botUserId: string
  readonly botId: string
  readonly teamId: string
}

/**
 * Connects and listens. Waits, trying again and logging, while Slack cannot be reached; throws UserError
 * `chat-refused` when a token is refused, `port-taken` or `cannot-listen` when it cannot listen: no waiting mends those.
 */
export async function startSlack(options: SlackOptions): Promise<SlackEdge> {
  const { botToken, apiUrl, log, listener } = options
  const pacer = options.pacer ?? new Pacer()
  const caller = createCaller(options, 'person', pacer)
  const signal = options.signal ?? new AbortController().signal
  const identity = await untilReachable(() => whoAmI(caller), log, signal)
  const edge: Edge = {
    ...caller,
    chat: createSlackChat({ botToken, apiUrl, log, pacer }),
    listener,
    log,
    botUser: identity.botUserId,
    download: { botToken, apiUrl },
    personOf: options.personOf ?? createPersonOf(caller.client, log),
  }
  const { receiver, requestUrl } = receiverOf(options)
  const app = new App({
    receiver,
    // Bolt's own check of the token rejects unhandled when Slack is away; it was checked above.
    authorize: async () => ({ botToken, ...identity }),
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
    clientOptions: clientOptions(apiUrl, log),
    convoStore: false,
  })
  listen(app, edge)
  await startUnless(app, signal)
  log.info('slack.connected', { botUser: identity.botUserId, team: identity.teamId })
  return {
    chat: edge.chat,
    botUser: identity.botUserId,
    requestUrl: requestUrl(),
    stop: async () => void (await app.stop()),
  }
}

function receiverOf({ wire, apiUrl, log }: SlackOptions): HttpWire {
  if (wire.kind === 'http') return createHttp({ ...wire, log })
  const receiver = createSockets({ appToken: wire.appToken, apiUrl, log })
  return { receiver, requestUrl: () => null }
}

function listen(app: App, edge: Edge): void {
  app.command(/^\//, (args) => onCommand(edge, args))
  app.action(ACTION_ID, (args) => onClick(edge, args))
  app.shortcut(SHORTCUT_ID, (args) => onShortcut(edge, args))
  app.options(FIELD_ID, (args) => onOptions(edge, args))
  app.view(FORM_ID, (args) => onSubmit(edge, args))
  app.event('app_home_opened', ({ body }) => onHomeOpened(edge, body))
  app.event('message', ({ body }) => onMessage(edge, body))
  app.event('app_mention', ({ body }) => onMessage(edge, body))
  app.error(async (error) => void edge.log.bug('slack.handler-failed', error))
}

async function startUnless(app: App, signal: AbortSignal): Promise<void> {
  const stop = (): void => void app.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await app.start()
  } catch (error) {
    await app.stop()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function whoAmI(caller: Caller): Promise<Identity> {
  const who = await callSlack(caller, { method: 'auth.test', repeatable: true }, () =>
    caller.client.auth.test(),
  )
  return { botUserId: who.user_id ?? '', botId: who.bot_id ?? '', teamId: who.team_id ?? '' }
}
