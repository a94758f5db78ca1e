/** One contract for every way to a host: ssh2 and the system's ssh, on a real sshd and on the embedded host. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HostEntry, TransportName } from '../../src/domain/inventory.ts'
import type { RangeReader, RangeRefusal } from '../../src/domain/memory.ts'
import { startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import { compileScript } from '../../src/script/compile.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { SET, source } from '../script/sources.ts'
import { missing, needing } from './needs.ts'
import { startProxy } from './proxy.ts'
import { collect, gapOf, NONCE, ran, refusal, request, running, SILENT, until } from './round.ts'
import { freePort, type Sshd, startSshd } from './sshd.ts'

const TRANSPORTS: readonly TransportName[] = ['ssh2', 'openssh']
const noSsh = missing('sshd') || missing('ssh')

/** Durations that name this file's own sleeps among others on the machine. */
let sleeps = 0
function sleepArgv(): readonly string[] {
  sleeps += 1
  return ['sleep', `333.${process.pid}${sleeps}`]
}

interface Host {
  readonly entry: HostEntry
  close(): Promise<void>
}

const HOSTS: Readonly<Record<string, () => Promise<Host>>> = {
  sshd: async () => {
    const sshd = await startSshd()
    return { entry: sshd.entry(), close: () => sshd.close() }
  },
  'the embedded host': async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'memcheck-transports-'))
    const host = await startEmbeddedHost({ dataDir, log: SILENT })
    return {
      entry: host.entry,
      async close() {
        await host.close()
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  },
}

/** The machine itself is reached by ssh2 alone. */
const WAYS = TRANSPORTS.flatMap((transport) =>
  Object.keys(HOSTS)
    .filter((host) => transport === 'ssh2' || host === 'sshd')
    .map((host) => ({ transport, host })),
)

/** Processes of the system's ssh that this file started. */
function left(): readonly number[] {
  return running(/\/mc-\w+\/s\b/).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`MEMCHECK_TEST=${process.pid}`)
    } catch {
      return false
    }
  })
}
const environment = {
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  MEMCHECK_TEST: String(process.pid),
}
const remoteOf = () => createSshRemote({ log: SILENT, environment })

describe.skipIf(noSsh).each(WAYS)(
  needing('ssh', '$transport to $host'),
  ({ transport, host: kind }) => {
    let host: Host
    let entry: HostEntry
    const remote = remoteOf()
    beforeAll(async () => {
      host = await (HOSTS[kind] as () => Promise<Host>)()
      entry = { ...host.entry, transport }
    })
    afterAll(async () => {
      await remote.close()
      await host?.close()
      await until('no ssh is left', () => left().length === 0)
    })

    test('a round comes back whole', async () => {
      const { end, frames } = await collect(remote, entry)
      expect(end).toEqual({ kind: 'exited', status: 0, signal: null })
      const gaps = frames.filter(({ raw }) => raw.kind === 'gap').map((frame) => frame.source)
      expect(gaps).toEqual(['proc/no-such-file', 'no-tool'])
    })

    test('both outputs come apart, and every byte as it was', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
      const octal = [...bytes].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('')
      const { end, out, err } = await ran(remote, entry, `printf '%b' '${octal}'; echo no >&2`)
      expect(end).toEqual({ kind: 'exited', status: 0, signal: null })
      expect(out.equals(bytes)).toBe(true)
      expect(err.toString()).toBe('no\n')
    })

    test.each([0, 1, 7, 254, 255])('a command that ends with %i', async (status) => {
      const { end } = await ran(remote, entry, `exit ${status}`)
      expect(end).toEqual({ kind: 'exited', status, signal: null })
    })

    test('a command that is killed ends by a signal', async () => {
      const { end } = await ran(remote, entry, 'kill -9 $$')
      // The embedded host has a shell around it, which tells the signal as a status.
      const told = { status: null, signal: transport === 'ssh2' ? 'SIGKILL' : 'unknown' }
      const shells = { status: 137, signal: null }
      expect(end).toEqual({ kind: 'exited', ...(kind === 'sshd' ? told : shells) })
    })

    test('much output comes whole, and its last bytes with it', async () => {
      const { end, out } = await ran(remote, entry, 'seq 1 400000')
      expect(end.kind).toBe('exited')
      expect(out.toString().split('\n').length).toBe(400_001)
      expect(out.toString('utf8', out.length - 7)).toBe('400000\n')
    })

    test('a flood is capped, and the connection serves on', async () => {
      const limits = { bytes: 1_000_000_000, seconds: 60 }
      const word = `flood-${process.pid}-${transport}-${kind.length}`
      const flood = source('flood', { kind: 'argv', argv: ['yes', word] }, { limits })
      let bytes = 0
      const end = await remote.exec(entry, {
        ...request(compileScript([flood]), { maxBytes: 3_000_000 }),
        args: [NONCE, '-', '0'],
        onBytes: (_stream, chunk) => {
          bytes += chunk.length
        },
      })
      expect(end).toEqual({ kind: 'killed', why: 'too-large' })
      expect(bytes).toBe(3_000_000)
      await until('the flood is gone', () => running(`yes ${word}`).length === 0)
      expect((await collect(remote, entry)).end.kind).toBe('exited')
    })

    test('the deadline ends what runs there', async () => {
      const argv = sleepArgv()
      const limits = { bytes: 100, seconds: 300 }
      const hung = source('hung', { kind: 'argv', argv }, { limits })
      const seen = collect(remote, entry, { sources: [SET.meminfo, hung], deadlineMs: 6000 })
      await until('the command runs', () => running(argv.join(' ')).length > 0)
      const { end, frames } = await seen
      expect(end).toEqual({ kind: 'killed', why: 'deadline' })
      expect(gapOf(frames, 'hung')).toBe('timeout')
      expect(gapOf(frames, 'proc/meminfo')).toBeNull()
      await until('the command is gone', () => running(argv.join(' ')).length === 0)
    })

    test('a consumer that throws ends the command and is heard', async () => {
      const argv = sleepArgv()
      const hung = source('hung', { kind: 'argv', argv })
      let seen = 0
      const broken = remote.exec(entry, {
        ...request(compileScript([SET.meminfo, hung])),
        args: [NONCE, '-', '0'],
        onBytes: () => {
          seen += 1
          throw new Error('disk full')
        },
      })
      await expect(broken).rejects.toThrow('disk full')
      expect(seen).toBe(1)
      await until('the command is gone', () => running(argv.join(' ')).length === 0)
    })

    test('many at once are all answered', async () => {
      const rounds = await Promise.all(
        Array.from({ length: 12 }, (_, at) => ran(remote, entry, `echo ${at}`)),
      )
      expect(rounds.map(({ out }) => out.toString())).toEqual(
        Array.from({ length: 12 }, (_, at) => `${at}\n`),
      )
    })

    test('words that a shell could read as more are never sent', async () => {
      for (const arg of ['1;id', '$(id)', 'a b', '']) {
        await expect(remote.exec(entry, { ...request(''), args: [arg] })).rejects.toThrow(
          'not an argument',
        )
      }
    })

    test('the memory of a process comes by ranges', async () => {
      const memory = await openRanges(remote.open(entry, { kind: 'memory', pid: process.pid }))
      expect(memory.way).toBe('perl')
      const maps = readFileSync('/proc/self/maps', 'latin1')
      const at = Number.parseInt(maps.split('-')[0] ?? '', 16)
      const [read] = await memory.read([{ at, bytes: 4 }])
      expect(Buffer.from(read ?? []).toString('latin1')).toBe('\x7fELF')
      await memory.close()
    })

    test('a file that lies still comes by ranges', async () => {
      const file = await openRanges(remote.open(entry, { kind: 'file', path: process.execPath }))
      expect(file.way).toBe(kind === 'sshd' ? 'sftp' : 'perl')
      const bytes = readFileSync(process.execPath).subarray(1_000_000, 3_000_000)
      const [read] = await file.read([{ at: 1_000_000, bytes: 2_000_000 }])
      expect(Buffer.from(read ?? []).equals(bytes)).toBe(true)
      await file.close()
    })

    test('after close nothing is started any more, and what ran has ended', async () => {
      const argv = sleepArgv()
      const own = remoteOf()
      const hung = collect(own, entry, {
        sources: [SET.meminfo, source('hung', { kind: 'argv', argv })],
      })
      await until('the command runs', () => running(argv.join(' ')).length > 0)
      await own.close()
      expect((await hung).end.kind).toBe('lost')
      expect((await refusal(collect(own, entry))).code).toBe('interrupted')
      await until('the command is gone', () => running(argv.join(' ')).length === 0)
    })
  },
)

async function openRanges(opening: Promise<RangeReader | RangeRefusal>): Promise<RangeReader> {
  const reader = await opening
  if ('reason' in reader) throw new Error(`${reader.reason} ${reader.detail}`)
  return reader
}

describe.skipIf(noSsh).each(TRANSPORTS)(needing('sshd', '%s and a real sshd'), (transport) => {
  let sshd: Sshd
  const remote = remoteOf()
  const entryOf = (rest: Parameters<Sshd['entry']>[0] = {}) => sshd.entry({ transport, ...rest })
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(async () => {
    await remote.close()
    await sshd?.close()
    await until('no ssh is left', () => left().length === 0)
  })

  /** The same host through a proxy, with its key recorded for the proxy's port. */
  async function proxied(name: string) {
    const proxy = await startProxy({ targetPort: sshd.port })
    const text = readFileSync(sshd.knownHostsFile, 'utf8')
    const file = text.replaceAll(`:${sshd.port} `, `:${proxy.port} `)
    const knownHostsFile = await sshd.knownHosts(name, file)
    return { proxy, entry: entryOf({ port: proxy.port, knownHostsFile }) }
  }

  test('all that is asked is asked on one connection', async () => {
    await Promise.all(Array.from({ length: 6 }, () => ran(remote, entryOf(), 'echo')))
    await ran(remote, entryOf(), 'echo')
    expect((await sshd.log()).match(/Accepted publickey/g)).toHaveLength(1)
  })

  test('an unknown key is refused, with its fingerprint as ssh-keygen prints it', async () => {
    const knownHostsFile = await sshd.knownHosts('empty', '# none\n')
    const error = await refusal(collect(remote, entryOf({ knownHostsFile })))
    const hostKey = join(sshd.dir, 'host_ed25519.pub')
    const printed = execFileSync('ssh-keygen', ['-l', '-f', hostKey], { encoding: 'utf8' })
    expect(error.code).toBe('host-key-unknown')
    expect(error.params).toEqual({
      host: 'real',
      address: '127.0.0.1',
      port: sshd.port,
      type: 'ssh-ed25519',
      fingerprint: printed.split(' ')[1],
      file: knownHostsFile,
    })
    expect(readFileSync(knownHostsFile, 'utf8')).toBe('# none\n')
  })

  test('a changed key is refused, with what is shown now', async () => {
    const other = await startSshd({ types: ['ed25519'] })
    try {
      const text = `[127.0.0.1]:${other.port} ${sshd.hostKeys.ed25519}\n`
      const knownHostsFile = await other.knownHosts('changed', text)
      const error = await refusal(collect(remote, other.entry({ transport, knownHostsFile })))
      expect(error.code).toBe('host-key-changed')
      expect(error.params).toMatchObject({ port: other.port, type: 'ssh-ed25519' })
      expect(String(error.params['fingerprint'])).toMatch(/^SHA256:/)
    } finally {
      await other.close()
    }
  })

  test('a revoked key is refused although it is recorded too', async () => {
    const key = sshd.hostKeys.ed25519
    const text = `@revoked * ${key}\n[127.0.0.1]:${sshd.port} ${key}\n`
    const knownHostsFile = await sshd.knownHosts('revoked', text)
    const error = await refusal(collect(remote, entryOf({ knownHostsFile })))
    expect(error.code).toBe('host-key-revoked')
  })

  test('a record of the RSA key alone is enough for a host that prefers another', async () => {
    const text = `[127.0.0.1]:${sshd.port} ${sshd.hostKeys.rsa}\n`
    const knownHostsFile = await sshd.knownHosts('rsa', text)
    expect((await ran(remote, entryOf({ knownHostsFile }), 'echo')).end.kind).toBe('exited')
  })

  test('a missing known_hosts file is an error of its own', async () => {
    const error = await refusal(collect(remote, entryOf({ knownHostsFile: '/nowhere/known' })))
    expect(error.code).toBe('no-known-hosts')
  })

  test('a key that the host does not take is refused by name', async () => {
    const keyFile = join(sshd.dir, `stranger of ${transport} 100%`)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
    const error = await refusal(collect(remote, entryOf({ keyFile })))
    expect(error.code).toBe('auth-failed')
    expect(error.params).toMatchObject({ path: keyFile, user: sshd.entry().user })
  })

  test('a port where nothing listens is refused, a name that is none is unreachable', async () => {
    const refused = await refusal(collect(remote, entryOf({ port: await freePort() })))
    expect(refused.code).toBe('connection-refused')
    const nowhere = await refusal(collect(remote, entryOf({ address: 'no-such-host.invalid' })))
    expect(nowhere.code).toBe('host-unreachable')
  })

  test('a host that goes away in the middle leaves what came and gaps for the rest', async () => {
    const { proxy, entry } = await proxied('cut')
    const argv = sleepArgv()
    try {
      const slow = source('slow', { kind: 'argv', argv })
      const { end, frames } = await collect(remote, entry, {
        sources: [SET.meminfo, slow, SET.stat],
        onFrame: (frame) => {
          if (frame.source === 'proc/meminfo') proxy.cut()
        },
      })
      expect(end.kind).toBe('lost')
      expect(frames.map(({ source: id, raw }) => [id, raw.kind, gapOf(frames, id)])).toEqual([
        ['proc/meminfo', 'ok', null],
        ['slow', 'gap', 'lost'],
        ['proc/PID/stat', 'gap', 'lost'],
      ])
      // The dead connection is not used again.
      expect((await ran(remote, entry, 'echo')).end.kind).toBe('exited')
      expect(proxy.connections()).toBe(2)
      await until('the command is gone', () => running(argv.join(' ')).length === 0)
    } finally {
      await proxy.close()
    }
  })

  test('a host that hangs is noticed by its silence', async () => {
    const { proxy, entry } = await proxied('frozen')
    const argv = sleepArgv()
    try {
      const slow = source('slow', { kind: 'argv', argv })
      const { end } = await collect(remote, entry, {
        sources: [SET.meminfo, slow],
        onFrame: () => proxy.freeze(),
      })
      expect(end).toEqual({
        kind: 'lost',
        detail:
          transport === 'ssh2'
            ? 'Keepalive timeout'
            : expect.stringMatching(/^Timeout, server 127\.0\.0\.1 not responding/),
      })
    } finally {
      await proxy.close()
    }
    await until('the command is gone', () => running(argv.join(' ')).length === 0)
  })

  test('a host that grants one channel is asked one thing after the other', async () => {
    const narrow = await startSshd({ config: ['MaxSessions 1'] })
    const own = remoteOf()
    try {
      const entry = narrow.entry({ transport })
      const rounds = Array.from({ length: 6 }, (_, at) => ran(own, entry, `sleep 0.1; echo ${at}`))
      const said = (await Promise.all(rounds)).map(({ out }) => out.toString())
      expect(said).toEqual(Array.from({ length: 6 }, (_, at) => `${at}\n`))
      // Ranges share their one channel, and then it is free for commands.
      const memory = await openRanges(own.open(entry, { kind: 'memory', pid: process.pid }))
      const file = await openRanges(own.open(entry, { kind: 'file', path: process.execPath }))
      const waits = ran(own, entry, 'echo then')
      expect(Buffer.from((await file.read([{ at: 1, bytes: 3 }]))[0] ?? []).toString()).toBe('ELF')
      await memory.close()
      await file.close()
      expect((await waits).out.toString()).toBe('then\n')
      expect((await narrow.log()).match(/Accepted publickey/g)).toHaveLength(1)
    } finally {
      await own.close()
      await narrow.close()
    }
  })

  test('a host that grants no channel says so', async () => {
    const shut = await startSshd({ config: ['MaxSessions 0'] })
    try {
      const error = await refusal(ran(remote, shut.entry({ transport }), 'echo'))
      expect(error.code).toBe('collect-failed')
    } finally {
      await shut.close()
    }
  })

  test('a host that keeps refusing is not asked each time', async () => {
    const entry = entryOf({ port: await freePort() })
    for (let i = 0; i < 3; i += 1) {
      const error = await refusal(ran(remote, entry, 'echo'))
      expect(error.params['times']).toBeUndefined()
    }
    const held = await refusal(ran(remote, entry, 'echo'))
    expect(held.code).toBe('connection-refused')
    expect(held.params['times']).toBe(3)
  })
})
