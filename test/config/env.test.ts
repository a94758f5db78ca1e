import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadDotenv } from '../../src/config/dotenv.ts'
import { readEnv, type Settings } from '../../src/config/env.ts'
import { faultLine } from '../../src/config/words.ts'

const BOT = ['xoxb', '1', 'abc'].join('-')
const APP = ['xapp', '1', 'A1', 'abc'].join('-')
const SIGNING = 'a1'.repeat(16)
const DEFAULTS: Settings = {
  slack: null,
  http: null,
  configFile: './memcheck.yaml',
  dataFolder: './data',
  port: 3141,
  logLevel: 'info',
  lang: null,
  readOnly: false,
  chartTheme: 'light',
  chartFont: null,
}

function settings(env: NodeJS.ProcessEnv): Settings {
  const read = readEnv(env)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.settings
}

function faults(env: NodeJS.ProcessEnv) {
  const read = readEnv(env)
  return 'faults' in read ? read.faults : []
}

describe('readEnv', () => {
  test.each<[string, NodeJS.ProcessEnv, Partial<Settings>]>([
    ['nothing', {}, {}],
    [
      'empty and blank count as not set',
      { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: ' ', MEMCHECK_PORT: '' },
      {},
    ],
    [
      'both tokens',
      { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: ` ${APP} ` },
      { slack: { botToken: BOT, wire: { kind: 'socket', appToken: APP }, apiUrl: null } },
    ],
    [
      'HTTP mode on its own port',
      {
        SLACK_MODE: 'http',
        SLACK_BOT_TOKEN: BOT,
        SLACK_SIGNING_SECRET: SIGNING,
        SLACK_HTTP_PORT: '0',
      },
      {
        http: { host: '127.0.0.1', port: 0 },
        slack: {
          botToken: BOT,
          wire: { kind: 'http', signingSecret: SIGNING, host: '127.0.0.1', port: 0 },
          apiUrl: null,
        },
      },
    ],
    [
      'HTTP mode of the local workspace, on all addresses',
      { SLACK_MODE: 'http', SLACK_HTTP_HOST: '0.0.0.0' },
      { http: { host: '0.0.0.0', port: 3000 } },
    ],
    [
      'what the other mode needs may stand there',
      { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_SIGNING_SECRET: SIGNING },
      { slack: { botToken: BOT, wire: { kind: 'socket', appToken: APP }, apiUrl: null } },
    ],
    ['any free port', { MEMCHECK_PORT: '0' }, { port: 0 }],
    [
      'files',
      { MEMCHECK_CONFIG: '/etc/m.yaml', MEMCHECK_DATA: '/var/lib/m' },
      { configFile: '/etc/m.yaml', dataFolder: '/var/lib/m' },
    ],
    [
      'looks',
      { LOG_LEVEL: 'debug', MEMCHECK_LANG: 'zh', CHART_THEME: 'dark' },
      { logLevel: 'debug', lang: 'zh', chartTheme: 'dark' },
    ],
    ['what is not ours is not looked at', { PATH: '/bin', SLACK_OTHER: 'x' }, {}],
  ])('%s', (_name, env, want) => {
    expect(settings(env)).toEqual({ ...DEFAULTS, ...want })
  })

  test.each([
    ['https://proxy.example/api', 'https://proxy.example/api/'],
    ['http://127.0.0.1:3141/api/', 'http://127.0.0.1:3141/api/'],
    ['http://localhost:1', 'http://localhost:1/'],
    ['http://[::1]:1/api', 'http://[::1]:1/api/'],
  ])('API at %s', (url, want) => {
    expect(
      settings({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_API_URL: url }).slack?.apiUrl,
    ).toBe(want)
  })

  test('every fault at once, and no value is repeated', () => {
    const secret = 'S3CRETvalue'
    const found = faults({
      SLACK_BOT_TOKEN: `xoxp-${secret}`,
      SLACK_APP_TOKEN: `xapp-${secret} ${secret}`,
      SLACK_API_URL: `http://${secret}.example`,
      MEMCHECK_PORT: '70000',
      LOG_LEVEL: secret,
      MEMCHECK_LANG: secret,
      CHART_THEME: secret,
    })
    expect(found.map((fault) => [fault.params.name, fault.code])).toEqual([
      ['SLACK_BOT_TOKEN', 'env-token'],
      ['SLACK_APP_TOKEN', 'env-token'],
      ['SLACK_API_URL', 'env-url'],
      ['MEMCHECK_PORT', 'env-number'],
      ['LOG_LEVEL', 'env-choice'],
      ['MEMCHECK_LANG', 'env-choice'],
      ['CHART_THEME', 'env-choice'],
    ])
    for (const lang of ['en', 'zh'] as const) {
      const words = found.map((fault) => faultLine(fault, lang)).join('\n')
      expect(words).not.toContain(secret)
      expect(words).toContain('xoxb-')
      expect(words).toContain('65')
    }
  })

  test.each<[NodeJS.ProcessEnv, string, string]>([
    [{ SLACK_BOT_TOKEN: BOT }, 'env-pair', 'SLACK_APP_TOKEN'],
    [{ SLACK_APP_TOKEN: APP }, 'env-pair', 'SLACK_BOT_TOKEN'],
    [{ SLACK_MODE: 'http', SLACK_BOT_TOKEN: BOT }, 'env-pair-http', 'SLACK_SIGNING_SECRET'],
    [
      { SLACK_MODE: 'http', SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP },
      'env-pair-http',
      'SLACK_SIGNING_SECRET',
    ],
    [{ SLACK_MODE: 'http', SLACK_SIGNING_SECRET: SIGNING }, 'env-pair-http', 'SLACK_BOT_TOKEN'],
    [{ SLACK_MODE: 'rtm' }, 'env-choice', 'SLACK_MODE'],
    [{ SLACK_SIGNING_SECRET: 'short' }, 'env-signing', 'SLACK_SIGNING_SECRET'],
    [{ SLACK_HTTP_HOST: 'http://x' }, 'env-host', 'SLACK_HTTP_HOST'],
    [{ SLACK_HTTP_PORT: '99999' }, 'env-number', 'SLACK_HTTP_PORT'],
    [{ SLACK_API_URL: 'https://x.example' }, 'env-url-alone', 'SLACK_API_URL'],
    [{ MEMCHECK_PORT: '-1' }, 'env-number', 'MEMCHECK_PORT'],
    [{ MEMCHECK_PORT: '3141x' }, 'env-number', 'MEMCHECK_PORT'],
  ])('%o', (env, code, name) => {
    expect(faults(env)).toMatchObject([{ file: 'environment', line: null, code, params: { name } }])
  })

  test.each([
    'http://slack.example/api',
    'ftp://127.0.0.1',
    'slack.com',
    'https://u:p@x.example',
    'http://127.0.0.1.evil.example',
  ])('refuses to send tokens to %s', (url) => {
    expect(
      faults({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_API_URL: url }),
    ).toMatchObject([{ code: 'env-url' }])
  })
})

describe('loadDotenv', () => {
  function file(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'memcheck-env-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(join(folder, '.env'), text)
    return join(folder, '.env')
  }

  test('the real environment wins, also with an empty value', () => {
    const path = file('A=file\nB="two words"\nexport C=3\n# D=4\n\n')
    expect(loadDotenv(path, { A: 'real', C: '' })).toEqual({
      env: { A: 'real', B: 'two words', C: '' },
    })
  })

  test('no file is no fault', () => {
    expect(loadDotenv('/nowhere/.env', { A: '1' })).toEqual({ env: { A: '1' } })
  })

  test('a file that cannot be read is one', () => {
    expect(loadDotenv(tmpdir(), {})).toMatchObject({
      faults: [{ code: 'env-unreadable', params: { reason: 'EISDIR' } }],
    })
  })

  test('a value may go over several lines', () => {
    expect(loadDotenv(file('A="one\ntwo"\nB=2\n'), {})).toEqual({ env: { A: 'one\ntwo', B: '2' } })
  })

  test('broken lines are faults by their number, and nothing of them is repeated', () => {
    const path = file('A=1\nxoxb-S3CRET\nB = 2\n1C=S3CRET\nD="S3CRET\nE=5\n')
    const read = loadDotenv(path, {})
    const found = 'faults' in read ? read.faults : []
    expect(found.map((fault) => [fault.line, fault.code])).toEqual([
      [2, 'env-line'],
      [4, 'env-line'],
      [5, 'env-quote-open'],
    ])
    expect(found.map((fault) => faultLine(fault, 'en')).join()).not.toContain('S3CRET')
  })

  test('the example reads clean, commented or not, and names every variable that is read', () => {
    const text = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8')
    expect(loadDotenv(file(text), {})).toEqual({ env: {} })
    const open = text
      .replace(/^#(?=[A-Z_]+=)/gm, '')
      .replace('xoxb-...', BOT)
      .replace('xapp-...', APP)
      .replace(/(?<=SIGNING_SECRET=).*/, SIGNING)
    const read = loadDotenv(file(open), {})
    if ('faults' in read) throw new Error('faults')
    expect(settings(read.env)).toEqual({
      ...DEFAULTS,
      lang: 'en',
      chartFont: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
      slack: {
        botToken: BOT,
        wire: { kind: 'socket', appToken: APP },
        apiUrl: 'https://slack.com/api/',
      },
    })
    expect(Object.keys(parseEnv(open)).sort()).toEqual([
      'CHART_THEME',
      'LOG_LEVEL',
      'MEMCHECK_CHART_FONT',
      'MEMCHECK_CONFIG',
      'MEMCHECK_DATA',
      'MEMCHECK_LANG',
      'MEMCHECK_PORT',
      'MEMCHECK_READ_ONLY',
      'PROMETHEUS_TOKEN',
      'SLACK_API_URL',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
      'SLACK_HTTP_HOST',
      'SLACK_HTTP_PORT',
      'SLACK_MODE',
      'SLACK_SIGNING_SECRET',
    ])
  })
})
