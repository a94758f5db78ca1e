/** The SSH edge against a real OpenSSH server. */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Remote } from '../../src/domain/ports.ts'
import { compileScript } from '../../src/script/compile.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { SET, source } from '../script/sources.ts'
import { missing, needing } from './needs.ts'
import { startProxy } from './proxy.ts'
import { collect, gapOf, NONCE, refusal, request, running, until } from './round.ts'
import { freePort, type Sshd, startSshd } from './sshd.ts'
import { listeningLog } from './ways.ts'

describe.skipIf(missing('sshd'))(needing('sshd', 'ssh against a real sshd'), () => {
  let sshd: Sshd
  let remote: Remote
  const log = listeningLog()

  beforeAll(async () => {
    sshd = await startSshd()
    remote = createSshRemote({ log })
  })
  afterAll(async () => {
    await remote?.close()
    await sshd?.close()
  })

  test('a round comes back whole over a key file, and the next one uses the same connection', async () => {
    const first = await collect(remote, sshd.entry())
    expect(first.end).toEqual({ kind: 'exited', status: 0, signal: null })
    const gaps = first.frames
      .filter((frame) => frame.raw.kind === 'gap')
      .map((frame) => frame.source)
    expect(gaps).toEqual(['proc/no-such-file', 'no-tool'])
    const second = await collect(remote, sshd.entry())
    expect(second.end.kind).toBe('exited')
    expect((await sshd.log()).match(/Accepted publickey/g)).toHaveLength(1)
  })

  test('more requests than channels are all answered on one connection', async () => {
    const rounds = await Promise.all(
      Array.from({ length: 12 }, () => collect(remote, sshd.entry(), { sources: [SET.meminfo] })),
    )
    expect(rounds.map(({ end }) => end.kind)).toEqual(Array(12).fill('exited'))
    expect((await sshd.log()).match(/Accepted publickey/g)).toHaveLength(1)
  })

  test('an unknown key is refused, with its fingerprint as ssh-keygen prints it', async () => {
    const knownHostsFile = await sshd.knownHosts('empty', '# none\n')
    const error = await refusal(collect(remote, sshd.entry({ knownHostsFile })))
    const printed = execFileSync('ssh-keygen', ['-l', '-f', join(sshd.dir, 'host_ed25519.pub')], {
      encoding: 'utf8',
    })
    expect(error.code).toBe('host-key-unknown')
    expect(error.params).toEqual({
      host: 'real',
      address: '127.0.0.1',
      port: sshd.port,
      type: 'ssh-ed25519',
      fingerprint: printed.split(' ')[1],
      file: knownHostsFile,
    })
  })

  test('a changed key is refused', async () => {
    const other = await startSshd()
    try {
      const entry = other.entry()
      await collect(remote, entry, { sources: [SET.meminfo] })
      await other.swapHostKeys()
      const fresh = createSshRemote({ log })
      const error = await refusal(collect(fresh, entry))
      await fresh.close()
      expect(error.code).toBe('host-key-changed')
      // The old connection died with the old server: what replaces it is checked as well.
      const again = await refusal(collect(remote, entry))
      expect(again.code).toBe('host-key-changed')
    } finally {
      await other.close()
    }
  })

  test('a revoked key is refused although it is recorded too', async () => {
    const text = `@revoked * ${sshd.hostKeys.ed25519}\n[127.0.0.1]:${sshd.port} ${sshd.hostKeys.ed25519}\n`
    const knownHostsFile = await sshd.knownHosts('revoked', text)
    const error = await refusal(collect(remote, sshd.entry({ knownHostsFile })))
    expect(error.code).toBe('host-key-revoked')
  })

  test('a hashed record is found', async () => {
    const path = await sshd.knownHosts('hashed', readFileSync(sshd.knownHostsFile, 'utf8'))
    execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' })
    expect(readFileSync(path, 'utf8')).not.toContain('127.0.0.1')
    const { end } = await collect(remote, sshd.entry({ knownHostsFile: path }))
    expect(end.kind).toBe('exited')
  })

  test('a record of the RSA key alone is enough for a host that prefers another', async () => {
    const text = `[127.0.0.1]:${sshd.port} ${sshd.hostKeys.rsa}\n`
    const knownHostsFile = await sshd.knownHosts('rsa', text)
    const { end } = await collect(remote, sshd.entry({ knownHostsFile }))
    expect(end.kind).toBe('exited')
  })

  test('a host that no longer has any key of the recorded type has changed, and shows what it has', async () => {
    const other = await startSshd({ types: ['ed25519'] })
    try {
      const knownHostsFile = await other.knownHosts(
        'rsa',
        `[127.0.0.1]:${other.port} ${other.hostKeys.rsa}\n`,
      )
      const error = await refusal(collect(remote, other.entry({ knownHostsFile })))
      expect(error.code).toBe('host-key-changed')
      expect(error.params.type).toBe('ssh-ed25519')
    } finally {
      await other.close()
    }
  })

  test('a missing known_hosts file is an error of its own', async () => {
    const error = await refusal(
      collect(remote, sshd.entry({ knownHostsFile: '/nowhere/known_hosts' })),
    )
    expect(error.code).toBe('no-known-hosts')
    expect(error.params.file).toBe('/nowhere/known_hosts')
  })

  test('a key that the host does not take is refused by name', async () => {
    const keyFile = join(sshd.dir, 'stranger')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
    const error = await refusal(collect(remote, sshd.entry({ keyFile })))
    expect(error.code).toBe('auth-failed')
    expect(error.params.path).toBe(keyFile)
  })

  test('a missing and a broken key file each tell the way to mend it', async () => {
    const broken = await sshd.knownHosts('broken-key', 'no key\n')
    const reasons = []
    for (const keyFile of ['/nowhere/key', broken]) {
      const error = await refusal(collect(remote, sshd.entry({ keyFile })))
      expect(error.code).toBe('key-unreadable')
      expect(String(error.params.fix)).toContain(keyFile)
      reasons.push(error.params.reason)
    }
    expect(reasons).toEqual(['missing', 'not-a-key'])
  })

  test('a port where nothing listens is refused, a name that is none is unreachable', async () => {
    const port = await freePort()
    const refused = await refusal(collect(remote, sshd.entry({ port })))
    expect(refused.code).toBe('connection-refused')
    const nowhere = await refusal(collect(remote, sshd.entry({ address: 'no-such-host.invalid' })))
    expect(nowhere.code).toBe('host-unreachable')
  })

  test('a hung command is killed at the deadline, and nothing of it is left on the host', async () => {
    const hung = source(
      'hung',
      { kind: 'argv', argv: ['sleep', '333.25'] },
      {
        limits: { bytes: 100, seconds: 300 },
      },
    )
    const seen = collect(remote, sshd.entry(), { sources: [SET.meminfo, hung], deadlineMs: 6000 })
    await until('the command runs', () => running('sleep 333.25').length > 0)
    const { end, frames } = await seen
    expect(end).toEqual({ kind: 'killed', why: 'deadline' })
    expect(gapOf(frames, 'hung')).toBe('timeout')
    expect(gapOf(frames, 'proc/meminfo')).toBeNull()
    await until('the command is gone', () => running('sleep 333.25').length === 0)
    await until(
      'the script is gone',
      () => running(`sh -s -- ${NONCE} ${process.pid} 0`).length === 0,
    )
  })

  test('a flood is capped, and the connection serves on', async () => {
    const flood = source(
      'flood',
      { kind: 'argv', argv: ['yes'] },
      {
        limits: { bytes: 1_000_000_000, seconds: 60 },
      },
    )
    let bytes = 0
    const end = await remote.exec(sshd.entry(), {
      ...request(compileScript([flood]), { maxBytes: 3_000_000 }),
      args: [NONCE, '-', '0'],
      onBytes: (_stream, chunk) => {
        bytes += chunk.length
      },
    })
    expect(end).toEqual({ kind: 'killed', why: 'too-large' })
    expect(bytes).toBe(3_000_000)
    await until('the flood is gone', () => running('yes').length === 0)
    expect((await collect(remote, sshd.entry())).end.kind).toBe('exited')
  })

  test('a flood on standard error hangs nothing', async () => {
    const noisy = source('noisy', {
      kind: 'argv',
      argv: ['sh', '-c', 'head -c 5000000 /dev/zero >&2'],
    })
    const { end, frames } = await collect(remote, sshd.entry(), { sources: [noisy, SET.meminfo] })
    expect(end.kind).toBe('exited')
    expect(frames).toHaveLength(2)
  })

  test('a host that goes away in the middle leaves what came and gaps for the rest', async () => {
    const proxy = await startProxy({ targetPort: sshd.port })
    try {
      const text = readFileSync(sshd.knownHostsFile, 'utf8').replaceAll(
        `:${sshd.port} `,
        `:${proxy.port} `,
      )
      const knownHostsFile = await sshd.knownHosts('proxied', text)
      const slow = source('slow', { kind: 'argv', argv: ['sleep', '30.5'] })
      const { end, frames } = await collect(
        remote,
        sshd.entry({ port: proxy.port, knownHostsFile }),
        {
          sources: [SET.meminfo, slow, SET.stat],
          onFrame: (frame) => {
            if (frame.source === 'proc/meminfo') proxy.cut()
          },
        },
      )
      expect(end.kind).toBe('lost')
      expect(
        frames.map((frame) => [frame.source, frame.raw.kind, gapOf(frames, frame.source)]),
      ).toEqual([
        ['proc/meminfo', 'ok', null],
        ['slow', 'gap', 'lost'],
        ['proc/PID/stat', 'gap', 'lost'],
      ])
      // The dead connection is not used again.
      expect(
        (await collect(remote, sshd.entry({ port: proxy.port, knownHostsFile }))).end.kind,
      ).toBe('exited')
      expect(proxy.connections()).toBe(2)
    } finally {
      await proxy.close()
    }
  })

  test('a host that hangs is noticed by its silence', async () => {
    const proxy = await startProxy({ targetPort: sshd.port })
    try {
      const text = readFileSync(sshd.knownHostsFile, 'utf8').replaceAll(
        `:${sshd.port} `,
        `:${proxy.port} `,
      )
      const knownHostsFile = await sshd.knownHosts('frozen', text)
      const slow = source('slow', { kind: 'argv', argv: ['sleep', '30.75'] })
      const { end } = await collect(remote, sshd.entry({ port: proxy.port, knownHostsFile }), {
        sources: [SET.meminfo, slow],
        onFrame: () => proxy.freeze(),
      })
      expect(end).toEqual({ kind: 'lost', detail: 'Keepalive timeout' })
    } finally {
      await proxy.close()
    }
  })

  test('arguments that a remote shell could read as more are never sent', async () => {
    for (const arg of ['1;id', '$(id)', 'a b', '']) {
      await expect(remote.exec(sshd.entry(), { ...request(''), args: [arg] })).rejects.toThrow(
        'not an argument',
      )
    }
  })

  test('a consumer that throws ends the command and is heard', async () => {
    const hung = source('hung', { kind: 'argv', argv: ['sleep', '77.5'] })
    const broken = remote.exec(sshd.entry(), {
      ...request(compileScript([SET.meminfo, hung])),
      args: [NONCE, '-', '0'],
      onBytes: () => {
        throw new Error('disk full')
      },
    })
    await expect(broken).rejects.toThrow('disk full')
    await until('the command is gone', () => running('sleep 77.5').length === 0)
  })

  test('the log names hosts and never a key', () => {
    const material = readFileSync(sshd.userKeyFile, 'utf8').split('\n').slice(1, 3)
    expect(log.lines.some((line) => line.includes('real'))).toBe(true)
    expect(log.lines.filter((line) => material.some((part) => line.includes(part)))).toEqual([])
  })

  test('after close nothing is started any more', async () => {
    const own = createSshRemote({ log })
    await collect(own, sshd.entry(), { sources: [SET.meminfo] })
    await own.close()
    expect((await refusal(collect(own, sshd.entry()))).code).toBe('interrupted')
  })
})

describe.skipIf(missing('sshd'))(needing('sshd', 'a host whose sessions are used up'), () => {
  test('says so instead of waiting', async () => {
    const sshd = await startSshd({ config: ['MaxSessions 0'] })
    const remote = createSshRemote({ log: listeningLog() })
    try {
      const error = await refusal(collect(remote, sshd.entry()))
      expect(error.code).toBe('collect-failed')
    } finally {
      await remote.close()
      await sshd.close()
    }
  })

  test('a key file that was replaced is read anew', async () => {
    const sshd = await startSshd()
    const remote = createSshRemote({ log: listeningLog() })
    try {
      const keyFile = join(sshd.dir, 'current')
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
      expect((await refusal(collect(remote, sshd.entry({ keyFile })))).code).toBe('auth-failed')
      copyFileSync(sshd.userKeyFile, keyFile)
      chmodSync(keyFile, 0o600)
      expect((await collect(remote, sshd.entry({ keyFile }))).end.kind).toBe('exited')
    } finally {
      await remote.close()
      await sshd.close()
    }
  })
})
