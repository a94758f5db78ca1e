/** Logging in to a real OpenSSH server: encrypted keys, several keys, an agent. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Credentials, HostEntry } from '../../src/domain/inventory.ts'
import { LANGS } from '../../src/domain/words.ts'
import { errorMessage } from '../../src/report/errorMessage.ts'
import { builtWorker } from '../../src/workers/built.ts'
import { type Agent, startAgent } from './agent.ts'
import { missing, needing } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { listeningLog, refusal, said, withRemote } from './ways.ts'

const PASSPHRASE = 'Zauberwort-4711'
const SECRETS = new Map([
  ['RIGHT', PASSPHRASE],
  ['WRONG', 'Abrakadabra-0815'],
])

describe.skipIf(missing('sshd'))(needing('sshd', 'logins by key and agent'), () => {
  let sshd: Sshd
  let agent: Agent
  let encrypted: string
  let stranger: string

  beforeAll(async () => {
    sshd = await startSshd()
    const made = (name: string, passphrase: string): string => {
      const file = join(sshd.dir, name)
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file])
      return file
    }
    encrypted = made('encrypted', PASSPHRASE)
    stranger = made('stranger', '')
    appendFileSync(join(sshd.dir, 'authorized_keys'), readFileSync(`${encrypted}.pub`))
    agent = await startAgent(join(sshd.dir, 'agent'))
  })
  afterAll(async () => {
    await agent?.close()
    await sshd?.close()
  })

  function entry(of: Partial<Credentials>): HostEntry {
    const { credentials } = sshd.entry()
    return sshd.entry({ credentials: { ...credentials, keyFiles: [], ...of } })
  }
  const logins = async (): Promise<number> => ((await sshd.log()).match(/Accepted/g) ?? []).length

  test('an encrypted key is opened once, in a worker, while this thread goes on', async () => {
    let started = 0
    const host = entry({ keyFiles: [encrypted], passphraseEnv: 'RIGHT' })
    const again = { ...host, name: 'again' }
    let turns = 0
    const turning = setInterval(() => {
      turns += 1
    }, 1)
    const log = listeningLog()
    const out = await withRemote(
      async (remote) => await Promise.all([host, again].map((one) => said(remote, one, 'echo in'))),
      {
        log,
        secrets: SECRETS,
        keyWorker: () => {
          started += 1
          return builtWorker('keyWorker')
        },
      },
    )
    clearInterval(turning)
    expect(out).toEqual(['in\n', 'in\n'])
    expect(started).toBe(1)
    expect(turns).toBeGreaterThan(5)
    expect(log.lines.join('\n')).not.toContain(PASSPHRASE)
  })

  test('a key that has changed is opened anew', async () => {
    const file = join(sshd.dir, 'turning')
    writeFileSync(file, readFileSync(stranger), { mode: 0o600 })
    const host = entry({ keyFiles: [file] })
    await withRemote(async (remote) => {
      expect((await refusal(said(remote, host, ':'))).code).toBe('auth-failed')
      writeFileSync(file, readFileSync(sshd.userKeyFile))
      expect(await said(remote, host, 'echo in')).toBe('in\n')
    })
  })

  test('a wrong and a missing passphrase name the variable and tell no value', async () => {
    const errors = await withRemote(
      (remote) =>
        Promise.all(
          ['WRONG', 'UNSET', null].map((passphraseEnv) =>
            refusal(said(remote, entry({ keyFiles: [encrypted], passphraseEnv }), ':')),
          ),
        ),
      { secrets: SECRETS },
    )
    expect(errors.map(({ code, params }) => [code, params.name])).toEqual([
      ['key-passphrase', 'WRONG'],
      ['key-locked', 'UNSET'],
      ['key-locked', ''],
    ])
    for (const lang of LANGS) {
      const words = errors.map((error) => JSON.stringify(errorMessage(error, lang)))
      expect(words[0]).toContain('WRONG')
      expect(words[1]).toContain('UNSET')
      expect(words.join()).not.toContain('Abrakadabra')
    }
  })

  test('keys are tried in their order, and one that cannot be used stops no other', async () => {
    const host = entry({ keyFiles: [encrypted, '/nowhere/key', stranger, sshd.userKeyFile] })
    expect(await withRemote((remote) => said(remote, host, 'echo in'))).toBe('in\n')
    const error = await withRemote((remote) =>
      refusal(said(remote, entry({ keyFiles: [encrypted, stranger] }), ':')),
    )
    expect(error).toMatchObject({
      code: 'auth-failed',
      params: { path: stranger, unusable: encrypted, offers: 'publickey' },
    })
  })

  test('an agent that has no key of this host is passed over for a key file', async () => {
    const host = entry({ agentSocket: agent.socket, keyFiles: [sshd.userKeyFile] })
    expect(await withRemote((remote) => said(remote, host, 'echo in'))).toBe('in\n')
  })

  test('an agent that cannot be reached is no failure where there is a key, and one of its own where it stands alone', async () => {
    const agentSocket = join(sshd.dir, 'nobody')
    const host = entry({ agentSocket, keyFiles: [sshd.userKeyFile] })
    expect(await withRemote((remote) => said(remote, host, 'echo in'))).toBe('in\n')
    const error = await withRemote((remote) => refusal(said(remote, entry({ agentSocket }), ':')))
    expect(error).toMatchObject({ code: 'agent-unusable', params: { socket: agentSocket } })
    const refused = await withRemote((remote) =>
      refusal(said(remote, entry({ agentSocket, keyFiles: [stranger] }), ':')),
    )
    expect(refused).toMatchObject({ code: 'auth-failed', params: { unusable: agentSocket } })
  })

  test('an agent logs in, before any key file is asked for', async () => {
    await agent.add(sshd.userKeyFile)
    const before = await logins()
    const host = entry({ agentSocket: agent.socket, keyFiles: ['/nowhere/key'] })
    expect(await withRemote((remote) => said(remote, host, 'echo in'))).toBe('in\n')
    expect(await logins()).toBe(before + 1)
  })

  test('an agent with more keys than the host lets try is told as that', async () => {
    const full = await startAgent(join(sshd.dir, 'full'))
    try {
      for (let i = 0; i < 7; i += 1) {
        const file = join(sshd.dir, `many${i}`)
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
        await full.add(file)
      }
      const error = await withRemote((remote) =>
        refusal(said(remote, entry({ agentSocket: full.socket }), ':')),
      )
      expect(error).toMatchObject({ code: 'auth-failed', params: { agent: full.socket } })
      expect(error.params.detail).toMatch(/too many authentication failures/i)
      // The key that the host's key file is of goes first, wherever it stands; locked, it tells by its public half.
      await full.add(sshd.userKeyFile)
      const locked = join(sshd.dir, 'locked')
      copyFileSync(sshd.userKeyFile, locked)
      copyFileSync(`${sshd.userKeyFile}.pub`, `${locked}.pub`)
      execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', PASSPHRASE, '-f', locked])
      const host = entry({ agentSocket: full.socket, keyFiles: [locked] })
      expect(await withRemote((remote) => said(remote, host, 'echo in'))).toBe('in\n')
      const only = entry({ agentSocket: full.socket, keyFiles: [stranger], onlyOwnKeys: true })
      const alone = await withRemote((remote) => refusal(said(remote, only, ':')))
      expect(alone).toMatchObject({ code: 'auth-failed', params: { path: stranger, detail: '' } })
    } finally {
      await full.close()
    }
  })

  test('an agent that listens and never answers is told as that', async () => {
    const silent = createServer((socket) => socket.resume())
    const agentSocket = join(sshd.dir, 'silent')
    await new Promise<void>((resolve) => silent.listen(agentSocket, resolve))
    try {
      const error = await withRemote((remote) => refusal(said(remote, entry({ agentSocket }), ':')))
      expect(error).toMatchObject({ code: 'agent-unusable', params: { socket: agentSocket } })
    } finally {
      // It ends when the last of its connections has: none is left open.
      await new Promise((resolve) => silent.close(resolve))
    }
  })
})
