/** The machine itself as a host: one key, commands only, nothing left behind. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import ssh2, { type Client, type ConnectConfig } from 'ssh2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import type { ExecEnd, Log } from '../../src/domain/ports.ts'
import { type EmbeddedHost, startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import { keyIn } from '../../src/local/embeddedKeys.ts'
import { compileScript } from '../../src/script/compile.ts'
import { FrameReader } from '../../src/script/frames.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { ALL, SET, source } from '../script/sources.ts'

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

let host: EmbeddedHost
const dataDir = mkdtempSync(join(tmpdir(), 'memcheck-embedded-'))
const otherDir = mkdtempSync(join(tmpdir(), 'memcheck-embedded-'))
beforeAll(async () => {
  host = await startEmbeddedHost({ dataDir, log: silent })
})
afterAll(async () => {
  await host.close()
  for (const dir of [dataDir, otherDir]) rmSync(dir, { recursive: true, force: true })
})

/** Connects as ssh2 does without our edge, so that the server's own refusals are seen. */
function raw(rest: Partial<ConnectConfig>): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    client.on('ready', () => resolve(client))
    client.on('error', reject)
    client.connect({
      host: host.entry.address,
      port: host.entry.port,
      username: host.entry.user,
      privateKey: readFileSync(keyFileOf(host)),
      ...rest,
    })
  })
}

function commandsWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)
    } catch {
      return false
    }
  })
}

function keyFileOf({ entry }: EmbeddedHost): string {
  return entry.credentials.keyFiles[0] ?? ''
}

describe('the embedded host', () => {
  test('is an inventory entry of its own, with keys that only their owner reads', () => {
    expect(host.entry).toMatchObject({
      name: 'local',
      aliases: ['localhost'],
      address: '127.0.0.1',
      memory: true,
    })
    const dir = join(dataDir, 'embedded-host')
    expect(statSync(dir).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(dir))
      expect([name, statSync(join(dir, name)).mode & 0o777]).toEqual([name, 0o600])
    expect(readdirSync(dir).sort()).toEqual(['host_ed25519', 'known_hosts', 'user_ed25519'])
  })

  test('gives a whole round to the edge that reaches all other hosts', async () => {
    const remote = createSshRemote({ log: silent })
    const reader = new FrameReader({
      nonce: 'abc',
      sources: ALL,
      pid: process.pid,
      round: 0,
      firstSeq: 0,
    })
    const gaps: string[] = []
    const take = (events: ReturnType<FrameReader['push']>): void => {
      for (const event of events) {
        if (event.kind === 'frame' && event.frame.raw.kind === 'gap') gaps.push(event.frame.source)
      }
    }
    const end = await remote.exec(host.entry, {
      script: compileScript(ALL),
      args: ['abc', String(process.pid), '0'],
      deadlineMs: 20_000,
      maxBytes: 10_000_000,
      onBytes: (stream, bytes) => take(reader.push(stream, bytes, 0)),
    })
    take(reader.end('exited', 0))
    await remote.close()
    expect(end).toEqual({ kind: 'exited', status: 0, signal: null })
    expect(gaps).toEqual(['proc/no-such-file', 'no-tool'])
  })

  test('keeps its keys over a restart, and two that share a folder are both known', async () => {
    const key = readFileSync(keyFileOf(host), 'utf8')
    const again = await startEmbeddedHost({ dataDir, log: silent })
    const remote = createSshRemote({ log: silent })
    expect(readFileSync(keyFileOf(again), 'utf8')).toBe(key)
    for (const { entry } of [again, host]) {
      expect((await remote.exec(entry, request([SET.meminfo]))).kind).toBe('exited')
    }
    await remote.close()
    await again.close()
  })

  test('two that start at once on a new folder agree on its keys, and a broken key is made anew', async () => {
    const fresh = otherDir
    const both = await Promise.all(
      [1, 2].map(() => startEmbeddedHost({ dataDir: fresh, log: silent })),
    )
    const remote = createSshRemote({ log: silent })
    for (const { entry } of both) {
      expect((await remote.exec(entry, request([SET.meminfo]))).kind).toBe('exited')
    }
    await Promise.all(both.map((one) => one.close()))
    writeFileSync(join(fresh, 'embedded-host', 'user_ed25519'), 'no key\n')
    const third = await startEmbeddedHost({ dataDir: fresh, log: silent })
    expect((await remote.exec(third.entry, request([SET.meminfo]))).kind).toBe('exited')
    await remote.close()
    await third.close()
  })

  test('refuses other keys, other users and passwords', async () => {
    const { path: keyFile, text: stranger } = await keyIn(dataDir, 'stranger')
    await expect(raw({ privateKey: stranger })).rejects.toThrow('authentication')
    await expect(raw({ username: 'root' })).rejects.toThrow('authentication')
    const { privateKey: _none, ...noKey } = { privateKey: '', password: 'x' }
    await expect(raw({ ...noKey, authHandler: ['password'] })).rejects.toThrow('authentication')
    const remote = createSshRemote({ log: silent })
    const refused = await remote
      .exec(
        { ...host.entry, credentials: { ...host.entry.credentials, keyFiles: [keyFile] } },
        request([SET.meminfo]),
      )
      .catch((e: unknown) => e)
    expect(refused).toBeInstanceOf(UserError)
    await remote.close()
  })

  test('runs commands, and opens no shell, no file transfer and no way on', async () => {
    const client = await raw({})
    const shell = new Promise((resolve, reject) =>
      client.shell((e, s) => (e ? reject(e) : resolve(s))),
    )
    await expect(shell).rejects.toThrow()
    const sftp = new Promise((resolve, reject) =>
      client.sftp((e, s) => (e ? reject(e) : resolve(s))),
    )
    await expect(sftp).rejects.toThrow()
    const onward = new Promise((resolve, reject) =>
      client.forwardOut('127.0.0.1', 1, '127.0.0.1', host.entry.port, (e, s) =>
        e ? reject(e) : resolve(s),
      ),
    )
    await expect(onward).rejects.toThrow()
    client.end()
  })

  test('hands none of the environment of the bot to a command', async () => {
    process.env.MEMCHECK_TEST_TOKEN = 'xoxb-not-for-others'
    const client = await raw({})
    const printed = await new Promise<string>((resolve, reject) =>
      client.exec('env', (error, channel) => {
        if (error !== undefined) return reject(error)
        let text = ''
        channel.on('data', (bytes: Buffer) => {
          text += bytes.toString()
        })
        channel.stderr.resume()
        channel.on('close', () => resolve(text))
      }),
    )
    client.end()
    delete process.env.MEMCHECK_TEST_TOKEN
    expect(printed).toContain('PATH=')
    expect(printed).not.toContain('xoxb')
  })

  test('kills the whole group of a command at the deadline, and when its client goes away', async () => {
    const remote = createSshRemote({ log: silent })
    const hung = source(
      'hung',
      { kind: 'argv', argv: ['sleep', '61.125'] },
      {
        limits: { bytes: 10, seconds: 100 },
      },
    )
    expect(await remote.exec(host.entry, { ...request([hung]), deadlineMs: 700 })).toEqual({
      kind: 'killed',
      why: 'deadline',
    })
    while (commandsWith('61.125').length > 0) await pause(20)
    const left: Promise<ExecEnd> = remote.exec(host.entry, request([hung]))
    while (commandsWith('61.125').length === 0) await pause(20)
    await remote.close()
    expect((await left).kind).toBe('lost')
    while (commandsWith('61.125').length > 0) await pause(20)
  })
})

function request(sources: Parameters<typeof compileScript>[0]): {
  readonly script: string
  readonly args: readonly string[]
  readonly deadlineMs: number
  readonly maxBytes: number
  onBytes(): void
} {
  return {
    script: compileScript(sources),
    args: ['abc', '-', '0'],
    deadlineMs: 20_000,
    maxBytes: 10_000_000,
    onBytes: () => undefined,
  }
}
