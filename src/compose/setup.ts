/** Environment, .env and memcheck.yaml -> what the program starts with, or every fault at once, in words. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { COMMANDS } from '../../commands/index.ts'
import { loadDotenv } from '../config/dotenv.ts'
import { readEnv, type Settings } from '../config/env.ts'
import { makeDataFolder } from '../config/folder.ts'
import type { ConfigOrder } from '../config/orders.ts'
import { type ConfigFault, faultLine } from '../config/words.ts'
import { type Config, readConfig } from '../config/yaml.ts'
import type { Demand } from '../domain/demand.ts'
import type { Inventory } from '../domain/inventory.ts'
import { type Lifetimes, USUAL_LIFETIMES } from '../domain/lifetimes.ts'
import type { Policy } from '../domain/policy.ts'
import type { PrometheusSettings } from '../domain/prometheus.ts'
import type { Lang } from '../domain/words.ts'
import { reservedWords } from '../pipeline/reserved.ts'
import type { ChartFont } from '../raster/fontFile.ts'
import { DRILLDOWNS } from '../report/questions.ts'
import { validateWhen } from '../schedule/when.ts'
import { type Environment, sshEnvironment } from '../ssh/openssh/program.ts'
import { chartFontAt } from './chartFont.ts'

export interface Setup {
  readonly settings: Settings
  readonly lang: Lang
  /** For pictures; null where none is set. */
  readonly chartFont: ChartFont | null
  /** By the id of their channel. */
  readonly channelLangs: ReadonlyMap<string, Lang>
  /** How long what is kept is kept. */
  readonly lifetimes: Lifetimes
  readonly inventory: Inventory
  /** Null where memcheck.yaml has none. */
  readonly policy: Policy | null
  readonly demands: readonly Demand[]
  /** Passphrases and passwords that hosts name, by their variables. */
  readonly secrets: ReadonlyMap<string, string>
  /** What the system's ssh is told of the environment. */
  readonly sshEnvironment: Environment
  readonly orders: readonly ConfigOrder[]
  /** What memcheck.yaml names, with its token. */
  readonly prometheus: {
    readonly settings: PrometheusSettings
    readonly token: string | null
  } | null
}

const NOTHING: Config = {
  inventory: { hosts: [], groups: {}, embedded: true },
  orders: [],
  policy: null,
  demands: [],
  prometheus: null,
  lang: null,
  channelLangs: new Map(),
  lifetimes: USUAL_LIFETIMES,
}

/** Reads everything; the faults of all files come together, one line each. */
export async function readSetup(
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<Setup | { readonly faults: readonly string[] }> {
  const dotenv = loadDotenv(join(folder, '.env'), env)
  const read = 'faults' in dotenv ? dotenv : readEnv(dotenv.env)
  const path = resolve(folder, 'settings' in read ? read.settings.configFile : 'memcheck.yaml')
  const asked = 'settings' in read && read.settings.configFile !== './memcheck.yaml'
  const config = configAt(path, asked, env['SSH_AUTH_SOCK']?.trim() || null)
  const folderFault =
    'settings' in read ? makeDataFolder(resolve(folder, read.settings.dataFolder)) : null
  const named = 'config' in config ? config.config.prometheus : null
  const token = tokenOf(named, 'env' in dotenv ? dotenv.env : env)
  const tokenFault = tokenFaultOf(named, token)
  const secrets = secretsOf(
    'config' in config ? config.config.inventory : null,
    'env' in dotenv ? dotenv.env : env,
  )
  const font = chartFontAt(
    'settings' in read && read.settings.chartFont !== null
      ? resolve(folder, read.settings.chartFont)
      : null,
  )
  const faults: readonly ConfigFault[] = [
    ...('faults' in read ? read.faults : []),
    ...(folderFault === null ? [] : [folderFault]),
    ...('fault' in font ? [font.fault] : []),
    ...('faults' in config ? config.faults : []),
    ...tokenFault,
    ...secrets.faults,
  ]
  if ('faults' in read || 'faults' in config || 'fault' in font || faults.length > 0) {
    return {
      faults: faults.map((one) => faultLine(one, env['MEMCHECK_LANG'] === 'zh' ? 'zh' : 'en')),
    }
  }
  const settings = { ...read.settings, dataFolder: resolve(folder, read.settings.dataFolder) }
  return {
    settings,
    chartFont: font.font,
    lang: settings.lang ?? config.config.lang ?? 'en',
    channelLangs: config.config.channelLangs,
    lifetimes: config.config.lifetimes,
    inventory: config.config.inventory,
    policy: config.config.policy,
    demands: config.config.demands,
    secrets: secrets.known,
    sshEnvironment: sshEnvironment(env),
    orders: config.config.orders,
    prometheus: named === null ? null : { settings: named, token },
  }
}

function tokenOf(named: PrometheusSettings | null, env: NodeJS.ProcessEnv): string | null {
  const token = named?.tokenEnv == null ? '' : (env[named.tokenEnv]?.trim() ?? '')
  return token === '' ? null : token
}

function tokenFaultOf(
  named: PrometheusSettings | null,
  token: string | null,
): readonly ConfigFault[] {
  if (named?.tokenEnv == null || token !== null) return []
  return [{ file: 'environment', line: null, code: 'no-token', params: { name: named.tokenEnv } }]
}

/** What hosts name as passphrase_env or password_env; a variable that is not set is a fault. */
function secretsOf(
  inventory: Inventory | null,
  env: Readonly<Record<string, string | undefined>>,
): { readonly known: ReadonlyMap<string, string>; readonly faults: readonly ConfigFault[] } {
  const names = (inventory?.hosts ?? []).flatMap(({ credentials }) =>
    [credentials.passphraseEnv, credentials.passwordEnv].filter((name) => name !== null),
  )
  const read = [...new Set(names)].map((name) => ({ name, secret: env[name] ?? '' }))
  return {
    known: new Map(read.map(({ name, secret }) => [name, secret])),
    faults: read
      .filter(({ secret }) => secret === '')
      .map(({ name }) => ({
        file: 'environment',
        line: null,
        code: 'no-secret',
        params: { name },
      })),
  }
}

/** No file at the default place is no fault: then the machine itself is the one host. */
function configAt(
  path: string,
  mustExist: boolean,
  agentSocket: string | null,
): ReturnType<typeof readConfig> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    if (reason === 'ENOENT' && !mustExist) return { config: NOTHING }
    return { faults: [{ file: path, line: null, code: 'env-unreadable', params: { reason } }] }
  }
  return readConfig(text, {
    path,
    reserved: reservedWords(COMMANDS, DRILLDOWNS),
    home: homedir(),
    agentSocket,
    readWhen: validateWhen,
  })
}
