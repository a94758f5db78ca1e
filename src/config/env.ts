/** The environment -> settings. Every fault at once; a value is never repeated, for it may be a secret. */
import { z } from 'zod'
import { LANGS, type Lang } from '../domain/words.ts'
import type { ConfigFault, FaultCode } from './words.ts'

export interface Settings {
  /** Null: no Slack; the local workspace is served. */
  readonly slack: {
    readonly botToken: string
    readonly appToken: string
    /** Ends with a slash. Null: Slack's own. */
    readonly apiUrl: string | null
  } | null
  readonly configFile: string
  readonly dataFolder: string
  /** Of the local workspace; 0 is any free one. */
  readonly port: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** Null when not said: then memcheck.yaml's, then English. */
  readonly lang: Lang | null
  readonly chartTheme: (typeof THEMES)[number]
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const THEMES = ['light', 'dark'] as const
const PORT = { lo: 0, hi: 65_535 }
const DEFAULT_PORT = 3141

/** Messages are our codes; what they need to say is found by the variable's name. */
const code = (of: FaultCode): FaultCode => of
const token = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}[A-Za-z0-9-]+$`), code('env-token'))
    .optional()

const Variables = z.object({
  SLACK_BOT_TOKEN: token('xoxb-'),
  SLACK_APP_TOKEN: token('xapp-'),
  SLACK_API_URL: z.string().refine(isSafeUrl, code('env-url')).optional(),
  MEMCHECK_CONFIG: z.string().default('./memcheck.yaml'),
  MEMCHECK_DATA: z.string().default('./data'),
  MEMCHECK_PORT: z
    .string()
    .regex(/^\d{1,5}$/, code('env-number'))
    .transform(Number)
    .pipe(z.number().max(PORT.hi, code('env-number')))
    .default(DEFAULT_PORT),
  LOG_LEVEL: z.enum(LOG_LEVELS, code('env-choice')).default('info'),
  MEMCHECK_LANG: z.enum(LANGS, code('env-choice')).optional(),
  CHART_THEME: z.enum(THEMES, code('env-choice')).default('light'),
})

const PARAMS: Readonly<Record<string, ConfigFault['params']>> = {
  SLACK_BOT_TOKEN: { prefix: 'xoxb-' },
  SLACK_APP_TOKEN: { prefix: 'xapp-' },
  MEMCHECK_PORT: PORT,
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
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = env
  return {
    slack:
      botToken === undefined || appToken === undefined
        ? null
        : {
            botToken,
            appToken,
            apiUrl: apiUrl === undefined ? null : `${apiUrl.replace(/\/+$/, '')}/`,
          },
    configFile: env.MEMCHECK_CONFIG,
    dataFolder: env.MEMCHECK_DATA,
    port: env.MEMCHECK_PORT,
    logLevel: env.LOG_LEVEL,
    lang: env.MEMCHECK_LANG ?? null,
    chartTheme: env.CHART_THEME,
  }
}

/** One token alone would serve the local workspace while its owner waits in Slack. */
function pairFaults(env: NodeJS.ProcessEnv): readonly ConfigFault[] {
  const pair = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] as const
  const missing = pair.filter((name) => env[name] === undefined)
  if (missing.length === 1) return missing.map((name) => fault('env-pair', name))
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
