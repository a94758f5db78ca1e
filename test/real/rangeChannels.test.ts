/** Large reads of a real OpenSSH server behind a long round trip: over several channels, as many as it grants. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LIMITS } from '../../src/domain/limits.ts'
import type { MemoryRange, RangeReader } from '../../src/domain/memory.ts'
import type { Log } from '../../src/domain/ports.ts'
import { Ssh2 } from '../../src/ssh/connect.ts'
import { HostConnection } from '../../src/ssh/hostConnection.ts'
import { type Connect, isChannel } from '../../src/ssh/transport.ts'
import { missing, needing } from './needs.ts'
import { startProxy } from './proxy.ts'
import { type Sshd, startSshd } from './sshd.ts'

const ONE_WAY_MS = 15
const MIB = 1024 * 1024
const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

interface Host {
  readonly sshd: Sshd
  readonly proxy: Awaited<ReturnType<typeof startProxy>>
}

const dir = mkdtempSync(join(tmpdir(), 'memcheck-channels-'))
const path = join(dir, 'file')
const content = randomBytes(24 * MIB)
const hosts: Host[] = []
/** The last one has no SFTP. */
const CONFIGS = [[], ['MaxSessions 2'], ['MaxSessions 1'], ['Subsystem sftp /bin/false']]

beforeAll(async () => {
  writeFileSync(path, content)
  if (missing('sshd')) return
  for (const config of CONFIGS) {
    const sshd = await startSshd({ types: ['ed25519'], config })
    const proxy = await startProxy({ targetPort: sshd.port, delayMs: ONE_WAY_MS })
    hosts.push({ sshd, proxy })
  }
})
afterAll(async () => {
  for (const { sshd, proxy } of hosts) {
    await proxy.close()
    await sshd.close()
  }
  rmSync(dir, { recursive: true, force: true })
})

interface Counted {
  readonly connection: HostConnection
  /** Channels of the host that are open now, and the most there were. */
  readonly channels: { open: number; most: number }
}

async function connectionTo(config: number): Promise<Counted> {
  const { sshd, proxy } = hosts[config] as Host
  const known = await sshd.knownHosts(
    'behind',
    `[127.0.0.1]:${proxy.port} ${sshd.hostKeys.ed25519}\n`,
  )
  const channels = { open: 0, most: 0 }
  const ways = new Ssh2({ log: silent, secrets: new Map(), keyWorker: () => '' })
  const counting: Connect = async (entry) => {
    const transport = await ways.connect(entry)
    return {
      closed: transport.closed,
      get trouble() {
        return transport.trouble
      },
      close: () => transport.close(),
      open: async (ask) => {
        const answer = await transport.open(ask)
        if (!isChannel(answer)) return answer
        channels.open += 1
        channels.most = Math.max(channels.most, channels.open)
        answer.on('close', () => {
          channels.open -= 1
        })
        return answer
      },
    }
  }
  const entry = sshd.entry({ port: proxy.port, knownHostsFile: known })
  return { connection: new HostConnection(entry, counting, silent), channels }
}

async function readerOf(connection: HostConnection): Promise<RangeReader> {
  const reader = await connection.ranges.open({ kind: 'file', path })
  if ('reason' in reader) throw new Error(`refused: ${JSON.stringify(reader)}`)
  return reader
}

const LARGE: readonly MemoryRange[] = Array.from({ length: 24 }, (_, i) => ({
  at: i * MIB,
  bytes: MIB,
}))

async function readsAll(reader: RangeReader): Promise<boolean> {
  const came = await reader.read(LARGE)
  return Buffer.concat(came.map((bytes) => bytes ?? Buffer.alloc(0))).equals(content)
}

describe.skipIf(missing('sshd'))(needing('sshd', 'a large read far away'), () => {
  test.each([
    { title: 'SFTP', config: 0, way: 'sftp', most: LIMITS.rangeChannels },
    { title: 'SFTP of MaxSessions 2', config: 1, way: 'sftp', most: 2 },
    { title: 'SFTP of MaxSessions 1', config: 2, way: 'sftp', most: 1 },
    { title: 'the loop', config: 3, way: 'perl', most: LIMITS.rangeChannels },
  ])('by $title has $most channels, the right bytes, and leaves none', async (one) => {
    const { connection, channels } = await connectionTo(one.config)
    const reader = await readerOf(connection)
    expect(reader.way).toBe(one.way)
    // A busy machine may open a further channel only while the next read runs.
    for (let round = 0; round < 20 && (round === 0 || channels.most < one.most); round += 1)
      expect(await readsAll(reader)).toBe(true)
    expect(channels.most).toBe(one.most)
    await reader.close()
    await expect.poll(() => channels.open).toBe(0)
    await connection.close()
  })

  test('gives a channel back to a check that waits for one', async () => {
    const { connection, channels } = await connectionTo(0)
    const reader = await readerOf(connection)
    while (channels.open < LIMITS.rangeChannels) await readsAll(reader)
    let said = ''
    let answered = false
    const checking = connection
      .exec({
        script: 'echo here',
        args: [],
        deadlineMs: 120_000,
        maxBytes: 100,
        onBytes: (_, bytes) => {
          said += Buffer.from(bytes).toString()
        },
      })
      .finally(() => {
        answered = true
      })
    // The reader is never idle and is not closed before the check is done.
    while (!answered) expect(await readsAll(reader)).toBe(true)
    expect(await checking).toMatchObject({ kind: 'exited', status: 0 })
    expect(said).toBe('here\n')
    await reader.close()
    await connection.close()
  })
})
