/** Setting up a real Slack app: the address that makes it, and what of its tokens, scopes and channel is not right yet. */
import type { Log } from '../domain/ports.ts'
import type { Lang, Params } from '../domain/words.ts'
import { type Caller, callSlack, createCaller } from './client.ts'
import { QUIET } from './content.ts'
import { Pacer } from './pacer.ts'
import { reasonOf } from './refusals.ts'
import { helloIn, type StepCode } from './setupWords.ts'

interface Manifest {
  readonly features: { readonly slash_commands: readonly object[] }
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } }
  readonly settings: {
    readonly event_subscriptions: object
    readonly interactivity: object
  }
}

/** The manifest for HTTP mode: Socket Mode off, and the request URL in all three places that Slack asks for it. */
export function manifestForHttp<M extends Manifest>(manifest: M, requestUrl: string): M {
  const { features, settings } = manifest
  return {
    ...manifest,
    features: {
      ...features,
      slash_commands: features.slash_commands.map((one) => ({ ...one, url: requestUrl })),
    },
    settings: {
      ...settings,
      event_subscriptions: { request_url: requestUrl, ...settings.event_subscriptions },
      interactivity: { ...settings.interactivity, request_url: requestUrl },
      socket_mode_enabled: false,
    },
  }
}

/** Slack's page that makes an app of a manifest. Nothing secret is in it. */
export function createAppUrl(manifest: Manifest): string {
  const json = encodeURIComponent(JSON.stringify(manifest))
  return `https://api.slack.com/apps?new_app=1&manifest_json=${json}`
}

export interface SetupOptions {
  readonly botToken: string
  /** Null in HTTP mode, which needs none. */
  readonly appToken: string | null
  readonly apiUrl: string | null
  /** The manifest's. */
  readonly scopes: readonly string[]
  /** Id or name of a channel that gets a greeting; null posts nothing. */
  readonly channel: string | null
  readonly lang: Lang
  readonly log: Log
}

export interface SetupStep {
  readonly ok: boolean
  readonly code: StepCode
  readonly params: Params
}

/** Looks at everything and gives each step as it is done. Throws nothing; no step holds a token. */
export async function* setupSteps(options: SetupOptions): AsyncGenerator<SetupStep> {
  yield* botSteps(options)
  if (options.appToken !== null) yield await appStep(options.appToken, options)
}

async function* botSteps(options: SetupOptions): AsyncGenerator<SetupStep> {
  const { botToken, apiUrl, log, channel } = options
  if (!/^xoxb-[A-Za-z0-9-]+$/.test(botToken)) {
    yield bad('bot-token-shape')
    return
  }
  const caller = createCaller({ botToken, apiUrl, log }, 'person', new Pacer())
  try {
    const who = await callSlack(caller, { method: 'auth.test', repeatable: true }, () =>
      caller.client.auth.test(),
    )
    const bot = who.user ?? 'memcheck'
    yield good('bot-token-good', { bot, team: who.team ?? '' })
    yield* scopeSteps(options.scopes, who.response_metadata?.scopes ?? [])
    if (channel !== null) yield await greetStep(caller, channel, bot, options.lang)
  } catch (error) {
    yield refused(error, 'bot-token-refused')
  }
}

function* scopeSteps(wanted: readonly string[], given: readonly string[]): Generator<SetupStep> {
  const missing = wanted.filter((scope) => !given.includes(scope))
  const more = given.filter((scope) => !wanted.includes(scope))
  yield missing.length > 0
    ? bad('scopes-missing', { scopes: missing.join(', ') })
    : good('scopes-good', { count: wanted.length })
  if (more.length > 0) yield good('scopes-more', { scopes: more.join(', ') })
}

async function greetStep(
  caller: Caller,
  channel: string,
  bot: string,
  lang: Lang,
): Promise<SetupStep> {
  try {
    const text = helloIn(lang)
    await callSlack(caller, { method: 'chat.postMessage', repeatable: false, channel }, () =>
      caller.client.chat.postMessage({ channel, text, ...QUIET }),
    )
    return good('greeted', { channel })
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === 'not_in_channel') return bad('not-in-channel', { channel, bot })
    if (reason === 'channel_not_found') return bad('no-channel', { channel, bot })
    return refused(error, 'greeting-refused')
  }
}

async function appStep(token: string, { apiUrl, log }: SetupOptions): Promise<SetupStep> {
  if (!/^xapp-[A-Za-z0-9-]+$/.test(token)) return bad('app-token-shape')
  const caller = createCaller({ botToken: token, apiUrl, log }, 'person', new Pacer())
  try {
    await callSlack(caller, { method: 'apps.connections.open', repeatable: true }, () =>
      caller.client.apps.connections.open({}),
    )
    return good('app-token-good')
  } catch (error) {
    const isScope = reasonOf(error) === 'missing_scope'
    return isScope ? bad('app-token-scope') : refused(error, 'app-token-refused')
  }
}

function refused(error: unknown, code: StepCode): SetupStep {
  const reason = reasonOf(error)
  const isAway = error instanceof Error && 'code' in error && error.code === 'chat-unreachable'
  return bad(isAway ? 'unreachable' : code, { error: reason })
}

function good(code: StepCode, params: Params = {}): SetupStep {
  return { ok: true, code, params }
}

function bad(code: StepCode, params: Params = {}): SetupStep {
  return { ok: false, code, params }
}
