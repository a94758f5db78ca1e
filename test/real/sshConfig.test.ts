/** Hosts of which the inventory says nothing but the name: ssh's own settings are asked, by a real ssh. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { AskSsh } from '../../src/ssh/askSsh.ts'
import { Logins } from '../../src/ssh/login.ts'
import { missing, needing } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { listeningLog, refusal, said, withRemote } from './ways.ts'

const named = (name: string, rest: Partial<HostEntry> = {}): HostEntry => ({
  ...PLAIN_HOST,
  name,
  address: name,
  ...rest,
})

describe.skipIf(missing('sshd') || missing('ssh'))(needing('ssh', 'settings of ssh'), () => {
  let gate: Sshd
  let db: Sshd
  let dir: string
  let environment: Readonly<Record<string, string>>

  beforeAll(async () => {
    ;[gate, db] = await Promise.all([startSshd(), startSshd()])
    dir = mkdtempSync(join(tmpdir(), 'memcheck-ssh-config-'))
    // ssh reads the config of the passwd's home, not of $HOME: a program of its name reads ours.
    const lines = ['#!/bin/sh', `env >> ${dir}/env`, `exec /usr/bin/ssh -F ${dir}/config "$@"`, '']
    writeFileSync(join(dir, 'ssh'), lines.join('\n'))
    chmodSync(join(dir, 'ssh'), 0o755)
    writeFileSync(join(dir, 'db_known'), `db-key ${db.hostKeys.ed25519}\n`)
    writeFileSync(join(dir, 'config'), config())
    environment = { PATH: `${dir}:/usr/bin:/bin`, LC_ALL: 'C', SSH_AUTH_SOCK: `${dir}/agent` }
  })
  afterAll(async () => {
    await Promise.all([gate?.close(), db?.close()])
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
  })

  function config(): string {
    return [
      'Host db deep',
      '  HostName 127.0.0.1',
      `  Port ${db.port}`,
      `  User ${userInfo().username}`,
      `  IdentityFile ${db.userKeyFile}`,
      '  IdentityFile /nowhere/%h',
      `  UserKnownHostsFile ${dir}/db_known`,
      '  HostKeyAlias DB-key',
      '  IdentityAgent none',
      'Host deep',
      '  ProxyJump gate',
      'Host gate',
      '  HostName 127.0.0.1',
      `  Port ${gate.port}`,
      `  IdentityFile ${gate.userKeyFile}`,
      `  UserKnownHostsFile ${gate.knownHostsFile}`,
      '  IdentityAgent none',
      'Host ring',
      '  ProxyJump ring2',
      'Host ring2',
      '  ProxyJump ring',
      'Host program',
      '  ProxyCommand nc %h %p',
      'Host certified',
      `  CertificateFile ${dir}/cert.pub`,
      'Host through-program',
      '  ProxyJump program',
      'Host *',
      `  User ${userInfo().username}`,
      '',
    ].join('\n')
  }

  const logins = (): Logins => new Logins(new AskSsh(environment, listeningLog()), listeningLog())

  test('a name is enough: address, port, user, key and known_hosts with the alias come from there', async () => {
    const out = await withRemote((remote) => said(remote, named('db'), 'echo in'), { environment })
    expect(out).toBe('in\n')
    const entry = await logins().completed(named('db'))
    expect(entry).toMatchObject({
      address: '127.0.0.1',
      port: db.port,
      credentials: { agentSocket: null, keyFiles: [db.userKeyFile] },
      hostKeyAlias: 'db-key',
    })
    expect(entry.knownHostsFiles[0]).toBe(`${dir}/db_known`)
  })

  test('ProxyJump leads through the jump host, of which the settings are asked too', async () => {
    const out = await withRemote((remote) => said(remote, named('deep'), 'echo in'), {
      environment,
    })
    expect(out).toBe('in\n')
    expect(await gate.log()).toMatch(/Accepted publickey/)
  })

  test('what the inventory says holds against ssh', async () => {
    const written = named('db', { address: 'localhost', port: 2222, knownHostsFiles: ['/k'] })
    expect(await logins().completed(written)).toMatchObject({
      address: 'localhost',
      port: 2222,
      knownHostsFiles: ['/k'],
      user: userInfo().username,
    })
  })

  test('a host that only ssh itself can reach is left to it', async () => {
    for (const name of ['program', 'certified', 'through-program']) {
      expect(await logins().completed(named(name))).toEqual({
        ...named(name),
        transport: 'openssh',
      })
    }
  })

  test('a ring of jump hosts is an error with its limit', async () => {
    const error = await refusal(logins().completed(named('ring')))
    expect(error).toMatchObject({ code: 'too-many-jumps', params: { limit: LIMITS.jumps } })
  })

  test('ssh is asked once per name, with nothing of the environment but what it needs', async () => {
    const ask = new AskSsh(environment, listeningLog())
    writeFileSync(join(dir, 'env'), '')
    // This process has it.
    expect(process.env['VITEST']).toBe('true')
    const both = await Promise.all([ask.settingsOf('db'), ask.settingsOf('db')])
    expect(both[0]?.hostname).toBe('127.0.0.1')
    expect(both[1]).toBe(both[0])
    const seen = readFileSync(join(dir, 'env'), 'utf8')
    expect(seen.match(/^LC_ALL=/gm)).toHaveLength(1)
    expect(seen).not.toMatch(/^VITEST/m)
  })

  test('a name is never an option, and one that ssh does not take leaves the defaults', async () => {
    for (const name of ['-V', '-oProxyCommand=true', 'a b']) {
      const settings = await new AskSsh(environment, listeningLog()).settingsOf(name)
      expect(settings).toBeNull()
    }
  })

  test('without an ssh the defaults hold', async () => {
    const bare = new Logins(new AskSsh({ PATH: '/nowhere' }, listeningLog()), listeningLog())
    const entry = await bare.completed(named('db'))
    expect(entry).toMatchObject({ address: 'db', port: 22, user: userInfo().username })
    expect(entry.credentials.keyFiles.map((file) => file.split('/').at(-1))).toEqual([
      'id_ed25519',
      'id_ecdsa',
      'id_rsa',
    ])
  })
})
