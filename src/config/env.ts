/** The environment -> settings. Every fault at once; a value is never repeated, for it may be a secret. */
import { z } from 'zod'
import { LANGS, type Lang } from '../domain/words.ts'
import type { ConfigFault, FaultCode } from './words.ts'

/** Where the bot listens in HTTP mode. */
interface Listening {
  readonly host: string
  /** 0 is any free one. */
  readonly port: number
}

export interface Settings {
  /** Null: no Slack; the local workspace is served. */
  readonly slack: {
    readonly botToken: string
    readonly wire:
      | { readonly kind: 'socket'; readonly appToken: string }
      | ({ readonly kind: 'http'; readonly signingSecret: string } & Listening)
    /** Ends with a slash. Null: Slack's own. */
    readonly apiUrl: string | null
  } | null
  /** Null: Socket Mode. Otherwise Slack, or the local workspace, sends requests there. */
  readonly http: Listening | null
  readonly configFile: string
  readonly dataFolder: string
  /** Of the local workspace; 0 is any free one. */
  readonly port: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** Null when not said: then memcheck.yaml's, then English. */
  readonly lang: Lang | null
  /** Nothing intrusive is done, whatever memcheck.yaml grants: no word in Slack lifts it. */
  readonly readOnly: boolean
  readonly chartTheme: (typeof THEMES)[number]
  /** A font file for what the charts' own lacks; null for none. */
  readonly chartFont: string | null
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const THEMES = ['light', 'dark'] as const
const SWITCH = ['0', '1'] as const
const MODES = ['socket', 'http'] as const
const PORT = { lo: 0, hi: 65_535 }
const DEFAULT_PORT = 3141
/** Bolt's own default. */
const DEFAULT_HTTP_PORT = 3000

/** Messages are our codes; what they need to say is found by the variable's name. */
const code = (of: FaultCode): FaultCode => of
const token = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}[A-Za-z0-9-]+$`), code('env-token'))
    .optional()

const port = (standard: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, code('env-number'))
    .transform(Number)
    .pipe(z.number().max(PORT.hi, code('env-number')))
    .default(standard)

const Variables = z.object({
  SLACK_BOT_TOKEN: token('xoxb-'),
  SLACK_APP_TOKEN: token('xapp-'),
  SLACK_MODE: z.enum(MODES, code('env-choice')).default('socket'),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32,}$/i, code('env-signing'))
    .optional(),
  SLACK_HTTP_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/, code('env-host'))
    .default('127.0.0.1'),
  SLACK_HTTP_PORT: port(DEFAULT_HTTP_PORT),
  SLACK_API_URL: z.string().refine(isSafeUrl, code('env-url')).optional(),
  MEMCHECK_CONFIG: z.string().default('./memcheck.yaml'),
  MEMCHECK_DATA: z.string().default('./data'),
  MEMCHECK_PORT: port(DEFAULT_PORT),
  LOG_LEVEL: z.enum(LOG_LEVELS, code('env-choice')).default('info'),
  MEMCHECK_READ_ONLY: z.enum(SWITCH, code('env-choice')).default('0'),
  MEMCHECK_LANG: z.enum(LANGS, code('env-choice')).optional(),
  MEMCHECK_CHART_FONT: z.string().optional(),
  CHART_THEME: z.enum(THEMES, code('env-choice')).default('light'),
})

const PARAMS: Readonly<Record<string, ConfigFault['params']>> = {
  SLACK_BOT_TOKEN: { prefix: 'xoxb-' },
  SLACK_APP_TOKEN: { prefix: 'xapp-' },
  SLACK_MODE: { choices: MODES.join(', ') },
  SLACK_HTTP_PORT: PORT,
  MEMCHECK_PORT: PORT,
  MEMCHECK_READ_ONLY: { choices: SWITCH.join(', ') },
  LOG_LEVEL: { choices: LOG_LEVELS.join(', ') },
  MEMCHECK_LANG: { choices: LANGS.join(', ') },
  CHART_THEME: { choices: THEMES.join(', ') },
}

/** Reads the environment (that of the process, with `.env` in it). An empty variable counts as not set. */
export function readEnv(
  env: NodeJS.ProcessEnv,
): { readonly settings: Settings } | { readonly faults: readonly ConfigFault[] } {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ''))
  const trimmed = Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, value?.trim()]),
  )
  const read = Variables.safeParse(trimmed)
  const shape =
    read.error?.issues.map((issue) => fault(issue.message as FaultCode, String(issue.path[0]))) ??
    []
  const faults = [...shape, ...pairFaults(trimmed)]
  return faults.length > 0 || !read.success ? { faults } : { settings: settingsOf(read.data) }
}

function settingsOf(env: z.output<typeof Variables>): Settings {
  const http =
    env.SLACK_MODE === 'http' ? { host: env.SLACK_HTTP_HOST, port: env.SLACK_HTTP_PORT } : null
  return {
    slack: slackOf(env, http),
    http,
    configFile: env.MEMCHECK_CONFIG,
    dataFolder: env.MEMCHECK_DATA,
    port: env.MEMCHECK_PORT,
    logLevel: env.LOG_LEVEL,
    lang: env.MEMCHECK_LANG ?? null,
    readOnly: env.MEMCHECK_READ_ONLY === '1',
    chartTheme: env.CHART_THEME,
    chartFont: env.MEMCHECK_CHART_FONT ?? null,
  }
}

function slackOf(env: z.output<typeof Variables>, http: Listening | null): Settings['slack'] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = env
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: api } = env
  if (botToken === undefined) return null
  const apiUrl = api === undefined ? null : `${api.replace(/\/+$/, '')}/`
  if (http !== null && signingSecret !== undefined) {
    return { botToken, apiUrl, wire: { kind: 'http', signingSecret, ...http } }
  }
  if (http !== null || appToken === undefined) return null
  return { botToken, apiUrl, wire: { kind: 'socket', appToken } }
}

/**
 * One secret alone would serve the local workspace while its owner waits in Slack. What the other mode needs
 * may stand there too: people change between the modes.
 */
function pairFaults(env: NodeJS.ProcessEnv): readonly ConfigFault[] {
  const isHttp = env.SLACK_MODE === 'http'
  const pair = ['SLACK_BOT_TOKEN', isHttp ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN'] as const
  const missing = pair.filter((name) => env[name] === undefined)
  if (missing.length === 1) {
    return missing.map((name) => fault(isHttp ? 'env-pair-http' : 'env-pair', name))
  }
  return missing.length === 2 && env.SLACK_API_URL !== undefined
    ? [fault('env-url-alone', 'SLACK_API_URL')]
    : []
}

function fault(of: FaultCode, name: string): ConfigFault {
  return { file: 'environment', line: null, code: of, params: { name, ...PARAMS[name] } }
}

/** Tokens travel to this address: in the clear only within this machine. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  )
}
