/** Records of host keys: what OpenSSH's own client accepts from a known_hosts file we accept, and nothing else. */
import { execFile, execFileSync } from 'node:child_process'
import { networkInterfaces, userInfo } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing, needing } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { refusal, said, withRemote } from './ways.ts'

const HAS_IPV6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
)

describe.skipIf(missing('sshd') || missing('ssh'))(needing('ssh', 'known_hosts as ssh'), () => {
  let sshd: Sshd
  let old: Sshd
  beforeAll(async () => {
    ;[sshd, old] = await Promise.all([
      startSshd(HAS_IPV6 ? { config: ['ListenAddress ::1'] } : {}),
      startSshd({ types: ['rsa'] }),
    ])
  })
  afterAll(async () => {
    await Promise.all([sshd?.close(), old?.close()])
  })

  /** Whether ssh itself lets the key pass; the login is no part of it. */
  function passesSsh(host: Sshd, address: string, file: string): Promise<boolean> {
    const options = [
      ...['UserKnownHostsFile', file, 'GlobalKnownHostsFile', '/dev/null'],
      ...['StrictHostKeyChecking', 'yes', 'BatchMode', 'yes', 'IdentityFile', host.userKeyFile],
      ...['UpdateHostKeys', 'no', 'IdentityAgent', 'none'],
    ]
    const words = options.flatMap((word, at) =>
      at % 2 === 0 ? ['-o', `${word}=${options[at + 1]}`] : [],
    )
    const args = ['-F', 'none', ...words, '-p', String(host.port), '--', address, 'echo in']
    return new Promise((resolve) => {
      const child = execFile('ssh', args, (error) => resolve(error === null))
      child.stdin?.end()
    })
  }

  async function codeOf(host: Sshd, address: string, file: string): Promise<string> {
    const entry = host.entry({ address, knownHostsFile: file, user: userInfo().username })
    return await withRemote(async (remote) => {
      const answer = said(remote, entry, 'echo in')
      return await answer.then(
        () => 'in',
        async () => (await refusal(answer)).code,
      )
    })
  }

  type Text = (key: Sshd['hostKeys'], port: number) => string
  const CASES: readonly (readonly [string, Text, string])[] = [
    ['the host', (key, port) => `[127.0.0.1]:${port} ${key.ed25519}`, 'in'],
    ['a pattern', (key, port) => `[127.0.0.?]:${port} ${key.ed25519}`, 'in'],
    ['a list', (key, port) => `other,[127.0.0.1]:${port} ${key.ed25519}`, 'in'],
    [
      'all but another',
      (key, port) => `[127.0.0.*]:${port},![127.0.0.9]:${port} ${key.ed25519}`,
      'in',
    ],
    ['all but this', (key, port) => `*,!*127.0.0.1* ${key.ed25519}\n# ${port}`, 'host-key-unknown'],
    ['the address at the usual port', (key) => `127.0.0.1 ${key.ed25519}`, 'in'],
    [
      'another key at the usual port',
      (key) => `127.0.0.1 ${key.ed25519.slice(0, -4)}AAAA`,
      'host-key-unknown',
    ],
    ['another port', (key, port) => `[127.0.0.1]:${port + 1} ${key.ed25519}`, 'host-key-unknown'],
    ['a type that it has among others', (key, port) => `[127.0.0.1]:${port} ${key.ecdsa}`, 'in'],
    [
      'a revoked key beside its record',
      (key, port) => `@revoked * ${key.ed25519}\n[127.0.0.1]:${port} ${key.ed25519}`,
      'host-key-revoked',
    ],
    [
      'another type beside a revoked key',
      (key, port) => `@revoked * ${key.ed25519}\n[127.0.0.1]:${port} ${key.rsa}`,
      'in',
    ],
    [
      'an authority of certificates',
      (key) => `@cert-authority * ${key.ed25519}`,
      'host-key-unknown',
    ],
  ]

  test.each(CASES)('%s', async (name, text, code) => {
    const file = await sshd.knownHosts('case', `${text(sshd.hostKeys, sshd.port)}\n`)
    expect(await codeOf(sshd, '127.0.0.1', file)).toBe(code)
    expect(await passesSsh(sshd, '127.0.0.1', file), name).toBe(code === 'in')
  })

  test('keys of several types, of which the host has one', async () => {
    const lines = ['ed25519', 'rsa', 'ecdsa'] as const
    const text = lines.map((type) => `[127.0.0.1]:${old.port} ${old.hostKeys[type]}\n`).join('')
    const file = await old.knownHosts('several', text)
    expect(await codeOf(old, '127.0.0.1', file)).toBe('in')
    expect(await passesSsh(old, '127.0.0.1', file)).toBe(true)
  })

  test.skipIf(!HAS_IPV6)('IPv6, hashed, at a port of its own', async () => {
    const file = await sshd.knownHosts('six', `[::1]:${sshd.port} ${sshd.hostKeys.ed25519}\n`)
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
    expect(await codeOf(sshd, '::1', file)).toBe('in')
    expect(await passesSsh(sshd, '::1', file)).toBe(true)
    const other = await sshd.knownHosts('four', `[127.0.0.1]:${sshd.port} ${sshd.hostKeys.rsa}\n`)
    expect(await codeOf(sshd, '::1', other)).toBe('host-key-unknown')
  })
})
