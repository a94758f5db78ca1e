/** Logins with a password, against an SSH server in this process: what is sent, when, and that it is told nowhere. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type AuthContext, type Prompt } from 'ssh2'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LANGS } from '../../src/domain/words.ts'
import { errorMessage } from '../../src/report/errorMessage.ts'
import { listeningLog, refusal, said, withRemote } from '../real/ways.ts'

const PASSWORD = 'Sesam-oeffne-dich'
const SECRETS = new Map([
  ['RIGHT', PASSWORD],
  ['WRONG', 'Sesam-schliesse-dich'],
])

interface Server {
  /** The methods that were tried, in order. */
  readonly tried: string[]
  /** What was answered to prompts. */
  readonly answers: string[]
  entry(passwordEnv: string | null, rest?: Partial<HostEntry>): HostEntry
}

interface Takes {
  readonly methods: readonly AuthContext['method'][]
  readonly prompts?: readonly Prompt[]
  /** Asked after the first prompts were answered. */
  readonly second?: readonly Prompt[]
  /** A key proves nothing alone: the password must follow. */
  readonly keyFirst?: boolean
}

const HIDDEN: Prompt = { prompt: 'Password: ', echo: false }

let dir: string
const open: ssh2.Server[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'memcheck-password-'))
})
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((done) => server.close(() => done()))
  rmSync(dir, { recursive: true, force: true })
})

async function serverThat(takes: Takes): Promise<Server> {
  const keys = ssh2.utils.generateKeyPairSync('ed25519')
  const tried: string[] = []
  const answers: string[] = []
  const server = new ssh2.Server({ hostKeys: [keys.private] }, (connection) => {
    connection.on('error', () => undefined)
    let hasKey = takes.keyFirst !== true
    connection.on('authentication', (context) => {
      tried.push(context.method)
      const refuse = (partial = false): void => context.reject([...takes.methods], partial)
      if (context.method === 'publickey' && takes.keyFirst === true) {
        // Asked first whether the key would do, then shown its signature.
        if (context.signature === undefined) return context.accept()
        hasKey = true
        return refuse(true)
      }
      if (!takes.methods.includes(context.method) || !hasKey) return refuse()
      if (context.method === 'password')
        return context.password === PASSWORD ? context.accept() : refuse()
      if (context.method !== 'keyboard-interactive') return refuse()
      context.prompt([...(takes.prompts ?? [HIDDEN])], (first) => {
        answers.push(...first)
        if (takes.second === undefined)
          return first.join() === PASSWORD ? context.accept() : refuse()
        context.prompt([...takes.second], (next) => {
          answers.push(...next)
          refuse()
        })
      })
    })
    connection.on('ready', () =>
      connection.on('session', (accept) =>
        accept().on('exec', (run) => {
          const channel = run()
          channel.write('in\n')
          channel.exit(0)
          channel.end()
        }),
      ),
    )
  })
  open.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const known = join(dir, `known_${port}`)
  writeFileSync(known, `[127.0.0.1]:${port} ${keys.public}\n`)
  return {
    tried,
    answers,
    entry: (passwordEnv, rest = {}) => ({
      ...PLAIN_HOST,
      name: 'db',
      address: '127.0.0.1',
      port,
      user: 'ops',
      credentials: { ...PLAIN_HOST.credentials, passwordEnv },
      knownHostsFiles: [known],
      ...rest,
    }),
  }
}

const log = listeningLog()
const answer = (host: HostEntry): Promise<string> =>
  withRemote((remote) => said(remote, host, ':'), { secrets: SECRETS, log })
const refused = (host: HostEntry) =>
  withRemote((remote) => refusal(said(remote, host, ':')), { secrets: SECRETS, log })

function ownKey(): string {
  const file = join(dir, 'key')
  writeFileSync(file, ssh2.utils.generateKeyPairSync('ed25519').private)
  return file
}

describe('a password', () => {
  test('is sent as such where that is taken', async () => {
    const server = await serverThat({ methods: ['password', 'keyboard-interactive'] })
    expect(await answer(server.entry('RIGHT'))).toBe('in\n')
    expect(server.tried).toEqual(['none', 'password'])
  })

  test('answers the one hidden prompt of a server that only asks', async () => {
    const server = await serverThat({ methods: ['keyboard-interactive'] })
    expect(await answer(server.entry('RIGHT'))).toBe('in\n')
    expect(server.tried).toEqual(['none', 'keyboard-interactive'])
  })

  test.each([
    ['a prompt that would be shown', { prompts: [{ prompt: 'User: ', echo: true }] }],
    ['two prompts at once', { prompts: [HIDDEN, { prompt: 'Code: ', echo: false }] }],
  ])('is not told to %s', async (_name, takes) => {
    const server = await serverThat({ methods: ['keyboard-interactive'], ...takes })
    expect((await refused(server.entry('RIGHT'))).code).toBe('auth-failed')
    expect(server.answers.join('')).toBe('')
  })

  test('is told once: what is asked after it is another thing', async () => {
    const second = [{ prompt: 'Code: ', echo: false }]
    const server = await serverThat({ methods: ['keyboard-interactive'], second })
    expect((await refused(server.entry('RIGHT'))).code).toBe('auth-failed')
    expect(server.answers.filter((one) => one === PASSWORD)).toHaveLength(1)
  })

  test('is never tried where none is configured, nor where the server takes none', async () => {
    const server = await serverThat({ methods: ['password'] })
    const keyed = server.entry(null, {
      credentials: { ...PLAIN_HOST.credentials, keyFiles: [ownKey()] },
    })
    expect((await refused(keyed)).params).toMatchObject({ name: '', offers: 'password' })
    const strict = await serverThat({ methods: ['publickey'] })
    expect((await refused(strict.entry('RIGHT'))).params).toMatchObject({
      name: '',
      offers: 'publickey',
    })
    expect([...server.tried, ...strict.tried]).not.toContain('password')
  })

  test('follows the key where a host wants both', async () => {
    const server = await serverThat({ methods: ['password'], keyFirst: true })
    const credentials = { ...PLAIN_HOST.credentials, keyFiles: [ownKey()], passwordEnv: 'RIGHT' }
    expect(await answer(server.entry(null, { credentials }))).toBe('in\n')
    expect(server.tried.at(-1)).toBe('password')
  })

  test('that is wrong is tried once, and named by its variable alone', async () => {
    const server = await serverThat({ methods: ['password', 'keyboard-interactive'] })
    const error = await refused(server.entry('WRONG'))
    expect(error).toMatchObject({ code: 'auth-failed', params: { name: 'WRONG', user: 'ops' } })
    expect(server.tried).toEqual(['none', 'password'])
    for (const lang of LANGS) {
      const words = JSON.stringify(errorMessage(error, lang))
      expect(words).toContain('WRONG')
      expect(words).toContain('password, keyboard-interactive')
      expect(words).not.toContain('Sesam')
    }
    expect(log.lines.join('\n')).not.toContain('Sesam')
  })
})
