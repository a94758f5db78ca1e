/** `npm run setup:slack` as a program, on the local workspace: each thing that can be wrong is one line that says what to do. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createAppUrl, manifestForHttp } from '../../src/slack/setup.ts'
import { readManifest } from '../../src/workspace/manifest.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'
import { afterThis, tempFolder, workspace } from '../e2e/world.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8'))

interface Ran {
  readonly status: number | null
  readonly said: string
}

async function setup(env: Readonly<Record<string, string>>, ...words: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'setup-slack.mjs'), ...words], {
    cwd: tempFolder(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, said }
}

function tokens(slack: Workspace): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  }
}

/** A Slack whose app was made of less, or more, than manifest.json asks for. */
async function slackWith(scopes: readonly string[]): Promise<Workspace> {
  const path = join(tempFolder(), 'manifest.json')
  writeFileSync(path, JSON.stringify({ ...MANIFEST, oauth_config: { scopes: { bot: scopes } } }))
  const made = await startWorkspace({ port: 0, manifestPath: path, dataDir: null, now: Date.now })
  afterThis(() => made.close())
  return made
}

const SCOPES: readonly string[] = MANIFEST.oauth_config.scopes.bot

test('README says of each scope what is lost without it', () => {
  const told = readFileSync(join(ROOT, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => line.split('|')[1]?.match(/[a-z_]+:[a-z]+(?=`)|^ `commands(?=`)/g) ?? [])
  expect(told.map((scope) => scope.replace(' `', ''))).toEqual(expect.arrayContaining([...SCOPES]))
})

describe('setup:slack', () => {
  test('all good: 0, and the channel is greeted', async () => {
    const slack = await workspace()
    const { status, said } = await setup(tokens(slack), 'C0OPS')
    expect({ status, said }).toMatchObject({ status: 0 })
    expect(said.match(/^ok {3}/gm)).toHaveLength(4)
    expect(said).not.toContain('FAIL')
    expect(slack.control.messages('ops').at(-1)?.text).toContain('/memcheck help')
    expect(said).not.toContain(slack.botToken)
    expect(said).not.toContain(slack.appToken)
  })

  test('wrong tokens: 1, each named, neither shown', async () => {
    const slack = await workspace()
    const secret = 'S3CRETvalue'
    const wrong = { SLACK_BOT_TOKEN: `xoxb-${secret}`, SLACK_APP_TOKEN: `xapp-${secret}` }
    const { status, said } = await setup({ ...tokens(slack), ...wrong }, 'C0OPS')
    expect(status).toBe(1)
    expect(said).toMatch(/FAIL SLACK_BOT_TOKEN is refused \(invalid_auth\)/)
    expect(said).toMatch(/FAIL SLACK_APP_TOKEN is refused \(invalid_auth\)/)
    expect(said).not.toContain(secret)
  })

  test('tokens in each other’s place are told by their prefix', async () => {
    const slack = await workspace()
    const swapped = { SLACK_BOT_TOKEN: slack.appToken, SLACK_APP_TOKEN: slack.botToken }
    const { status, said } = await setup({ ...tokens(slack), ...swapped })
    expect(status).toBe(1)
    expect(said).toMatch(/FAIL SLACK_BOT_TOKEN[^\n]*xoxb-[\s\S]*FAIL SLACK_APP_TOKEN[^\n]*xapp-/)
    expect(said).not.toContain(slack.botToken)
  })

  test('a scope that is missing and one too many are named', async () => {
    const slack = await slackWith([...SCOPES.filter((one) => one !== 'files:write'), 'pins:write'])
    const { status, said } = await setup(tokens(slack))
    expect(status).toBe(1)
    expect(said).toMatch(/FAIL [^\n]*not granted: files:write\./)
    expect(said).toMatch(/ok {3}[^\n]*does not use are granted: pins:write/)
  })

  test('a channel without the bot: how to bring it in', async () => {
    const slack = await workspace()
    const { status, said } = await setup(tokens(slack), 'C0GENERAL')
    expect(status).toBe(1)
    expect(said).toMatch(/FAIL [^\n]*C0GENERAL[^\n]*\/invite @memcheck/)
  })

  test('a Slack that is not there', async () => {
    const gone = await startWorkspace({
      port: 0,
      manifestPath: join(ROOT, 'manifest.json'),
      dataDir: null,
      now: Date.now,
    })
    await gone.close()
    const { status, said } = await setup(tokens(gone))
    expect(status).toBe(1)
    expect(said).toContain('cannot be reached (ECONNREFUSED)')
  })

  test('without tokens it gives the address that makes the app, and 0', async () => {
    const { status, said } = await setup({})
    expect(status).toBe(0)
    expect(said).toContain(createAppUrl(MANIFEST))
    const query = new URL(createAppUrl(MANIFEST)).searchParams
    expect(JSON.parse(query.get('manifest_json') ?? '')).toEqual(MANIFEST)
  })

  test('HTTP mode asks for no app token, and its manifest has the request URL wherever Slack wants it', async () => {
    const slack = await workspace('http')
    const { SLACK_APP_TOKEN: _, ...env } = tokens(slack)
    expect(await setup({ ...env, SLACK_MODE: 'http' })).toMatchObject({ status: 0 })
    const url = 'https://bots.example/slack/events'
    const made = manifestForHttp(MANIFEST, url)
    expect((await setup({}, '--http', url)).said).toContain(createAppUrl(made))
    expect(JSON.stringify(made).split(url)).toHaveLength(4)
    const path = join(tempFolder(), 'manifest.json')
    writeFileSync(path, JSON.stringify(made))
    expect(readManifest(path)).toMatchObject({ socketMode: false, interactive: true })
  })

  test.each([[['--http', 'http://x/slack/events']], [['--nope']], [['a', 'b']]])(
    '%j is a wrong word: 64',
    async (words) => {
      expect(await setup({}, ...words)).toMatchObject({ status: 64 })
    },
  )
})
