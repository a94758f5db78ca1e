/** A network that breaks at every step of connecting and collecting: an answer comes, and nothing stays, on either side. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HostEntry, TRANSPORTS } from '../../src/domain/inventory.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { source } from '../script/sources.ts'
import { missing, needing } from './needs.ts'
import { collect, running, SILENT, until } from './round.ts'
import { type Sshd, startSshd } from './sshd.ts'

/** What may end a connection that never came about, or the first channel on it. */
const ANSWERS = /^(connection-lost|connection-timeout|host-unreachable|killed|lost)$/
/** Bytes from the host after which the fault comes: accept, banner, key exchange, login, channel, output. */
const STEPS = [0, 1, 20, 42, 300, 900, 1300, 1700, 2100, 2400, 2700, 3000, 3300, 4000, 9000, 60_000]
const MUCH = source('much', { kind: 'argv', argv: ['seq', '1', '20000'] })
/**
 * A sleep of this worker's own. The guard ends it; where the connection broke after the script and before the word that
 * arms the guard (script/prelude.ts), its section's own limit does.
 */
const SLEEP = ['sleep', `77.${process.pid}`]
const LIMIT = { bytes: 100, seconds: 10 }
const HUNG = source('hung', { kind: 'argv', argv: SLEEP }, { limits: LIMIT })
const CONNECT_MS = 2500
const DEADLINE_MS = 4000

type Fault = 'reset' | 'stall' | 'end'

interface Broken {
  readonly port: number
  close(): Promise<void>
}

/** A way to `target` that goes wrong once so many bytes have come from there. */
async function brokenWay(target: number, fault: Fault, afterBytes: number): Promise<Broken> {
  return await listening((near) => {
    const far = connect(target, '127.0.0.1')
    let left = afterBytes
    let broken = false
    const close = (): void => {
      near.destroy()
      far.destroy()
    }
    near.on('data', (bytes) => !(broken && fault === 'stall') && far.write(bytes))
    near.on('close', close).on('error', close)
    far.on('error', close)
    far.on('close', () => (broken && fault !== 'reset' ? undefined : near.destroy()))
    const breakOff = (): void => {
      broken = true
      if (fault === 'reset') near.resetAndDestroy()
      else if (fault === 'end') near.end()
    }
    far.on('data', (bytes: Buffer) => {
      if (broken) return
      near.write(bytes.subarray(0, left))
      left -= bytes.length
      if (left <= 0) breakOff()
    })
    if (afterBytes === 0) breakOff()
  })
}

async function listening(serve: (socket: Socket) => void): Promise<Broken> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Hosts that are none. */
const STRANGE: Readonly<Record<string, (socket: Socket) => void>> = {
  'garbage in place of a banner': (socket) => void socket.write(Buffer.alloc(300, 0xa5)),
  'garbage after the banner': (socket) =>
    void socket.write(Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), Buffer.alloc(70_000, 0x5a)])),
  'a flood of lines before the banner': (socket) => flood(socket, Buffer.alloc(60_000, 'x\n')),
  'a flood after the banner': (socket) => {
    socket.write('SSH-2.0-x\r\n')
    flood(socket, Buffer.alloc(60_000))
  },
  'one byte a second': (socket) => {
    const timer = setInterval(() => socket.write('S'), 1000)
    socket.on('close', () => clearInterval(timer))
  },
  'silence after a half close': (socket) => void socket.end('SSH-2.0-x\r\n'),
}

function flood(socket: Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  }
  socket.on('drain', more)
  more()
}

/** Sockets, pipes and processes that this process holds. */
function held(): Record<string, number> {
  const fds = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`).split(':')[0] ?? '']
    } catch {
      return []
    }
  })
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
  return {
    sockets: fds.filter((kind) => kind === 'socket').length,
    pipes: fds.filter((kind) => kind === 'pipe').length,
    children: children.split(' ').filter(Boolean).length,
  }
}

describe.skipIf(missing('sshd') || missing('ssh'))(needing('ssh', 'a network that breaks'), () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd?.close())

  async function answerOf(broken: Broken, transport: HostEntry['transport']): Promise<string> {
    const text = readFileSync(sshd.knownHostsFile, 'utf8')
    const file = text.replaceAll(`:${sshd.port} `, `:${broken.port} `)
    const knownHostsFile = await sshd.knownHosts(`known-${broken.port}`, file)
    const entry = sshd.entry({ transport, port: broken.port, knownHostsFile })
    const environment = { PATH: process.env['PATH'] ?? '' }
    const remote = createSshRemote({ log: SILENT, environment, connectMs: CONNECT_MS })
    try {
      const wanted = { sources: [MUCH, HUNG], deadlineMs: DEADLINE_MS }
      return (await collect(remote, entry, wanted)).end.kind
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error)
    } finally {
      await remote.close()
      await broken.close()
    }
  }

  const sessions = (): number => {
    const pid = readFileSync(`${sshd.dir}/pid`, 'utf8').trim()
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
      .length
  }

  async function nothingStays(before: Record<string, number>): Promise<void> {
    await until('no session is left on the host', () => sessions() === 0)
    await until('no command is left there', () => running(SLEEP.join(' ')).length === 0)
    await until('nothing is held here', () => {
      const now = held()
      return Object.keys(before).every((kind) => (now[kind] ?? 0) <= (before[kind] ?? 0))
    })
  }

  const cases = TRANSPORTS.flatMap((transport) =>
    (['reset', 'end', 'stall'] as const).map((fault) => ({ transport, fault })),
  )
  test.each(cases)('$fault at each step, by $transport', async ({ transport, fault }) => {
    const before = held()
    const answers = await Promise.all(
      STEPS.map(async (step) => answerOf(await brokenWay(sshd.port, fault, step), transport)),
    )
    for (const answer of answers) expect(answer).toMatch(ANSWERS)
    await nothingStays(before)
  })

  const strange = TRANSPORTS.flatMap((transport) =>
    Object.keys(STRANGE).map((what) => ({ transport, what })),
  )
  test.each(strange)('$what, by $transport', async ({ transport, what }) => {
    const before = held()
    const serve = STRANGE[what]
    if (serve === undefined) throw new Error(what)
    const answer = await answerOf(await listening(serve), transport)
    expect(answer).toMatch(ANSWERS)
    await nothingStays(before)
  })
})
