/** What only the system's ssh can do: certificates, a ProxyCommand, key exchanges that ssh2 lacks. And its end with a bot's. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HostEntry } from '../../src/domain/inventory.ts'
import { compileScript } from '../../src/script/compile.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { SET, source } from '../script/sources.ts'
import { missing, needing } from './needs.ts'
import { NONCE, ran, refusal, running, SILENT, until } from './round.ts'
import { type Sshd, startSshd } from './sshd.ts'

const PATH = '/usr/local/bin:/usr/bin:/bin'
const USER = userInfo().username

function keygen(...words: readonly string[]): void {
  execFileSync('ssh-keygen', ['-q', ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
}

describe.skipIf(missing('sshd') || missing('ssh'))(needing('ssh', 'the system’s ssh'), () => {
  const dir = mkdtempSync(join(tmpdir(), 'memcheck-hard-'))
  const file = (name: string): string => join(dir, name)
  const remote = createSshRemote({ log: SILENT, environment: { PATH, LC_ALL: 'C' } })
  let sshd: Sshd
  let plain: Sshd
  let entry: HostEntry

  beforeAll(async () => {
    for (const name of ['hostCa', 'userCa', 'host', 'user', 'expired'])
      keygen('-t', 'ed25519', '-N', '', '-f', file(name))
    keygen('-s', file('hostCa'), '-I', 'host', '-h', '-n', '127.0.0.1', file('host.pub'))
    keygen('-s', file('userCa'), '-I', 'user', '-n', USER, file('user.pub'))
    const over = ['-V', '20200101:20200102']
    keygen('-s', file('userCa'), '-I', 'user', '-n', USER, ...over, file('expired.pub'))
    sshd = await startSshd({
      types: [],
      config: [
        `HostKey ${file('host')}`,
        `HostCertificate ${file('host-cert.pub')}`,
        `TrustedUserCAKeys ${file('userCa.pub')}`,
      ],
    })
    plain = await startSshd()
    const ca = readFileSync(file('hostCa.pub'), 'utf8')
    const knownHostsFile = await sshd.knownHosts('ca', `@cert-authority [127.0.0.1]:* ${ca}`)
    entry = sshd.entry({ transport: 'openssh', keyFile: file('user'), knownHostsFile })
  })
  afterAll(async () => {
    await remote.close()
    await sshd?.close()
    await plain?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  test('certificates of host and user are taken, where ssh2 must refuse', async () => {
    expect((await ran(remote, entry, 'echo in')).out.toString()).toBe('in\n')
    expect(await sshd.log()).toContain('ED25519-CERT')
    const bare = await refusal(ran(remote, { ...entry, transport: 'ssh2' }, 'echo'))
    expect(bare.code).toBe('host-key-unknown')
  })

  test('a certificate of another authority, and one that has expired, are not', async () => {
    const ca = readFileSync(file('userCa.pub'), 'utf8')
    const other = await sshd.knownHosts('other', `@cert-authority [127.0.0.1]:* ${ca}`)
    const unknown = await refusal(ran(remote, { ...entry, knownHostsFiles: [other] }, 'echo'))
    expect(unknown.code).toBe('host-key-unknown')
    const credentials = { ...entry.credentials, keyFiles: [file('expired')] }
    const expired = await refusal(ran(remote, { ...entry, credentials }, 'echo'))
    expect(expired.code).toBe('auth-failed')
  })

  test('what memcheck.yaml leaves open comes from ssh’s settings, a ProxyCommand too', async () => {
    const relay = file('relay.mjs')
    writeFileSync(
      relay,
      `import { connect } from 'node:net'
const far = connect(Number(process.argv[3]), process.argv[2])
process.stdin.pipe(far).pipe(process.stdout)
far.on('close', () => process.exit())
`,
    )
    const config = [
      'Host behind',
      '  HostName 127.0.0.1',
      `  Port ${sshd.port}`,
      `  User ${USER}`,
      `  IdentityFile ${file('user')}`,
      `  UserKnownHostsFile ${sshd.dir}/ca`,
      `  ProxyCommand ${process.execPath} ${relay} %h %p`,
      '  RemoteCommand echo never',
    ]
    writeFileSync(file('config'), `${config.join('\n')}\n`)
    // Where ~/.ssh/config lies is the account's; a program called ssh is the bot's to find.
    const script = `#!/bin/sh\nexec /usr/bin/ssh -F ${file('config')} "$@"\n`
    writeFileSync(file('ssh'), script, { mode: 0o755 })
    const own = createSshRemote({ log: SILENT, environment: { PATH: `${dir}:${PATH}` } })
    const behind: HostEntry = {
      ...entry,
      address: 'behind',
      port: 0,
      user: '',
      credentials: { ...entry.credentials, keyFiles: [] },
      knownHostsFiles: [],
    }
    expect((await ran(own, behind, 'echo in')).out.toString()).toBe('in\n')
    expect(running(/relay\.mjs 127/).length).toBeGreaterThan(0)
    await own.close()
    await until('the ProxyCommand is gone', () => running(/relay\.mjs 127/).length === 0)
  })

  test('a host of post-quantum key exchange alone is reached', async () => {
    const modern = await startSshd({
      config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
    })
    try {
      const there = modern.entry({ transport: 'openssh' })
      expect((await ran(remote, there, 'echo in')).out.toString()).toBe('in\n')
      const bare = await refusal(ran(remote, { ...there, transport: 'ssh2' }, 'echo'))
      expect(bare.code).toBe('host-unreachable')
    } finally {
      await modern.close()
    }
  })

  test.each(['openssh', 'ssh2'] as const)(
    'a bot that is killed with -9 leaves nothing, by %s',
    async (transport) => {
      const argv = ['sleep', `444.${process.pid}${transport.length}`]
      const hung = source('hung', { kind: 'argv', argv }, { limits: { bytes: 100, seconds: 300 } })
      const built = join(import.meta.dirname, '../../dist/src/ssh/remote.js')
      expect(existsSync(built), 'npm run build').toBe(true)
      const log = '{ info() {}, warn() {}, bug: () => "", step() {} }'
      const folder = mkdtempSync(join(dir, 'tmp-'))
      const bot = spawn(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `import { createSshRemote } from ${JSON.stringify(built)}
const { entry, script } = JSON.parse(process.env.WORK)
const remote = createSshRemote({ log: ${log}, environment: { PATH: process.env.PATH } })
const limits = { deadlineMs: 600000, maxBytes: 1e6, onBytes() {} }
await remote.exec(entry, { script, args: ['${NONCE}', '-', '0'], ...limits })`,
        ],
        {
          env: {
            PATH,
            TMPDIR: folder,
            WORK: JSON.stringify({
              entry: plain.entry({ transport }),
              script: compileScript([SET.meminfo, hung]),
            }),
          },
          stdio: 'ignore',
        },
      )
      await until('the command runs', () => running(argv.join(' ')).length > 0)
      const ours = (): readonly number[] => running(new RegExp(`${folder}/mc-`))
      expect(ours().length > 0).toBe(transport === 'openssh')
      bot.kill('SIGKILL')
      await until('the command is gone', () => running(argv.join(' ')).length === 0)
      await until('no ssh is left', () => ours().length === 0)
      await until('the folder is gone', () => readdirSync(folder).length === 0)
    },
  )
})
