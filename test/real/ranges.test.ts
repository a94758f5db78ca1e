/** Each way to ranges held to one contract: SFTP and the loop of a real OpenSSH server, of the embedded host, and local. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RangedFile, RangeReader, RangeRefusal } from '../../src/domain/memory.ts'
import type { Log } from '../../src/domain/ports.ts'
import { type EmbeddedHost, startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import { memoryKeyOptions, sudoersRules } from '../../src/script/sudoers.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { openLocally } from '../memory/localRanges.ts'
import { pipedRanges } from '../ssh/ranges/pipedHost.ts'
import { type Accounts, LOGIN, makeAccounts, OWNER, sleeperOf } from './accounts.ts'
import { missing, needing } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}
const FOUR_GIB = 2 ** 32
const PAGE = 4096

interface Way {
  readonly name: string
  readonly skip: boolean
  /** What the reader calls its way. */
  readonly way: RangeReader['way']
  open(file: RangedFile): Promise<RangeReader | RangeRefusal>
}

const dir = mkdtempSync(join(tmpdir(), 'memcheck-ranges-'))
const big = join(dir, 'big')
let remote: ReturnType<typeof createSshRemote>
let sshd: Sshd
let bare: Sshd
let embedded: EmbeddedHost
let sleeper: ChildProcess
/** Accounts other than root's, whose login may not read the sleeper. */
let accounts: Accounts
let others: Sshd
const noGrants = missing('sudo') || missing('sshd') || userInfo().uid !== 0

beforeAll(async () => {
  const file = openSync(big, 'w')
  writeSync(file, 'begin', 0)
  // Sparse: it takes two blocks of disk.
  writeSync(file, 'beyond four GiB', FOUR_GIB + 12_345)
  closeSync(file)
  remote = createSshRemote({ log: silent })
  embedded = await startEmbeddedHost({ dataDir: join(dir, 'embedded'), log: silent })
  sleeper = noGrants ? spawn('sleep', ['600']) : await sleeperOf(OWNER)
  if (noGrants) await once(sleeper, 'spawn')
  else await startOthers()
  if (missing('sshd')) return
  sshd = await startSshd({ config: ['ForceCommand internal-sftp'] })
  bare = await startSshd({ config: ['Subsystem sftp /bin/false'] })
})

async function startOthers(): Promise<void> {
  chmodSync(dir, 0o755)
  accounts = makeAccounts()
  // As on Debian: the server's output must pass through it unchanged.
  const rules = sudoersRules(LOGIN.name, { sudo: [], memoryAs: OWNER.name }, [])
  accounts.sudoers(`Defaults use_pty\n${rules.join('\n')}\n`)
  others = await startSshd({ within: (...command) => accounts.within('root', ...command) })
  const key = join(others.dir, 'memory_key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const line = `${memoryKeyOptions()} ${readFileSync(`${key}.pub`, 'utf8')}`
  appendFileSync(join(others.dir, 'authorized_keys'), line)
}

afterAll(async () => {
  await remote.close()
  await embedded.close()
  await sshd?.close()
  await bare?.close()
  await others?.close()
  accounts?.close()
  sleeper.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const WAYS: readonly Way[] = [
  { name: 'local', skip: false, way: 'local', open: openLocally },
  {
    name: 'the loop of the embedded host',
    skip: false,
    way: 'perl',
    open: (file) => remote.open(embedded.entry, file),
  },
  {
    name: 'the loop of python3',
    skip: false,
    way: 'python3',
    open: (file) => pipedRanges({ lacks: ['perl'] }).open(file),
  },
  {
    name: needing('sshd', 'SFTP of OpenSSH that runs no commands'),
    skip: missing('sshd'),
    way: 'sftp',
    open: (file) => remote.open(sshd.entry(), file),
  },
  {
    name: needing('sshd', 'the loop of OpenSSH without SFTP'),
    skip: missing('sshd'),
    way: 'perl',
    open: (file) => remote.open(bare.entry(), file),
  },
  {
    name: needing('sudo', 'SFTP as another account by sudo'),
    skip: noGrants,
    way: 'sftp',
    open: (file) => remote.open(others.entry({ user: LOGIN.name, memoryAs: OWNER.name }), file),
  },
  {
    name: needing('sudo', 'a key that gives read-only SFTP'),
    skip: noGrants,
    way: 'sftp',
    open: (file) => {
      const memoryKey = join(others.dir, 'memory_key')
      return remote.open(others.entry({ user: OWNER.name, keyFile: '/none', memoryKey }), file)
    },
  },
]

async function opened(way: Way, file: RangedFile): Promise<RangeReader> {
  const reader = await way.open(file)
  if ('reason' in reader) throw new Error(`refused: ${JSON.stringify(reader)}`)
  return reader
}

interface Mapping {
  readonly from: number
  readonly to: number
  readonly readable: boolean
}

function mappingsOf(pid: number | undefined): readonly Mapping[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n').filter(Boolean)
  return lines.map((line) => {
    const [, from = '', to = '', mode = ''] = /^(\w+)-(\w+) (\S+)/.exec(line) ?? []
    return {
      from: Number.parseInt(from, 16),
      to: Number.parseInt(to, 16),
      readable: mode[0] === 'r',
    }
  })
}

/** A readable mapping that nothing follows. */
function edgeOf(pid: number | undefined): Mapping {
  const all = mappingsOf(pid)
  const edge = all.find((one) => one.readable && !all.some(({ from }) => from === one.to))
  if (edge === undefined) throw new Error('no mapping ends before a hole')
  return edge
}

describe.each(WAYS.filter(({ skip }) => !skip))('ranges by $name', (way) => {
  const memory = (): RangedFile => ({ kind: 'memory', pid: sleeper.pid ?? 0 })

  test('gives scattered ranges in their order, at once and at one instant', async () => {
    const reader = await opened(way, memory())
    expect(reader.way).toBe(way.way)
    const first = mappingsOf(sleeper.pid)[0]?.from ?? 0
    const exe = readFileSync(`/proc/${sleeper.pid}/exe`)
    // The first page of a program is its file's: 3000 ranges of it, from the end to the start.
    const ranges = Array.from({ length: 3000 }, (_, i) => ({
      at: first + 3000 - i,
      bytes: 1 + (i % 50),
    }))
    for (const instant of [false, true]) {
      const came = await reader.read(ranges, instant)
      expect(came.map((bytes) => Buffer.from(bytes ?? []).toString('hex'))).toEqual(
        ranges.map(({ at, bytes }) => exe.subarray(at - first, at - first + bytes).toString('hex')),
      )
    }
    await reader.close()
  })

  test('answers a range that is not mapped with null, and goes on', async () => {
    const reader = await opened(way, memory())
    const { from, to } = edgeOf(sleeper.pid)
    const came = await reader.read([
      { at: 16, bytes: 8 },
      { at: from, bytes: 8 },
      { at: to, bytes: PAGE },
      { at: 2 ** 52, bytes: 8 },
    ])
    expect(came.map((bytes) => bytes?.length ?? null)).toEqual([null, 8, null, null])
    await reader.close()
  })

  test('gives the start of a range that ends behind its mapping', async () => {
    const reader = await opened(way, memory())
    const { to } = edgeOf(sleeper.pid)
    for (const instant of [false, true]) {
      const [short, none] = await reader.read(
        [
          { at: to - 100, bytes: 700 * 1024 },
          { at: to, bytes: 1 },
        ],
        instant,
      )
      expect([short?.length, none]).toEqual([100, null])
    }
    await reader.close()
  })

  test('reads beyond 4 GiB, and ranges larger than one packet', async () => {
    const reader = await opened(way, { kind: 'file', path: big })
    const [start, hole, far, end] = await reader.read([
      { at: 0, bytes: 5 },
      { at: 5, bytes: 3 * 1024 * 1024 + 1 },
      { at: FOUR_GIB + 12_345, bytes: 6 },
      { at: FOUR_GIB + 12_345 + 15, bytes: 10 },
    ])
    expect(Buffer.from(start ?? []).toString()).toBe('begin')
    expect(hole?.length).toBe(3 * 1024 * 1024 + 1)
    expect(hole?.every((byte) => byte === 0)).toBe(true)
    expect(Buffer.from(far ?? []).toString()).toBe('beyond')
    expect(end).toBe(null)
    await reader.close()
  })

  test('tells the size and the time of an open file, and nothing of a closed one', async () => {
    utimesSync(big, 1_764_158_400, 1_764_158_400)
    const reader = await opened(way, { kind: 'file', path: big })
    const about = { sizeBytes: statSync(big).size, modifiedAtMs: 1_764_158_400_000 }
    expect(await reader.about()).toEqual(about)
    // The answers that follow are still its own.
    const [bytes] = await reader.read([{ at: 0, bytes: 5 }])
    expect(Buffer.from(bytes ?? []).toString()).toBe('begin')
    await reader.close()
    expect(await reader.about()).toBe(null)
  })

  test('reads the pagemap of a process', async () => {
    const reader = await opened(way, { kind: 'pagemap', pid: sleeper.pid ?? 0 })
    const first = mappingsOf(sleeper.pid)[0]?.from ?? 0
    const [entry] = await reader.read([{ at: (first / PAGE) * 8, bytes: 8 }])
    // Bit 63: the page is present (Documentation/admin-guide/mm/pagemap.rst).
    expect((entry?.[7] ?? 0) & 0x80).toBe(0x80)
    await reader.close()
  })

  test('closed in the middle it answers with null, now and later', async () => {
    const reader = await opened(way, { kind: 'file', path: big })
    const other = await opened(way, memory())
    const reading = reader.read(
      Array.from({ length: 64 }, (_, i) => ({ at: i, bytes: 256 * 1024 })),
    )
    await reader.close()
    expect((await reading).length).toBe(64)
    expect(await reader.read([{ at: 0, bytes: 5 }])).toEqual([null])
    const { from } = edgeOf(sleeper.pid)
    expect((await other.read([{ at: from, bytes: 8 }]))[0]?.length).toBe(8)
    await other.close()
    await reader.close()
  })

  test('a process that ends while it is read gives null', async () => {
    const mortal = noGrants ? spawn('sleep', ['600']) : await sleeperOf(OWNER)
    if (noGrants) await once(mortal, 'spawn')
    const file: RangedFile = { kind: 'memory', pid: mortal.pid ?? 0 }
    // It sleeps once all that it needs is mapped.
    const state = (): string => readFileSync(`/proc/${mortal.pid}/stat`, 'utf8')
    await expect.poll(state).toMatch(/\) S /)
    const { from } = edgeOf(mortal.pid)
    const reader = await opened(way, file)
    expect((await reader.read([{ at: from, bytes: 8 }]))[0]?.length).toBe(8)
    mortal.kill('SIGKILL')
    await once(mortal, 'close')
    expect(await reader.read([{ at: from, bytes: 8 }])).toEqual([null])
    await reader.close()
    expect(await way.open(file)).toMatchObject({ reason: 'gone' })
  })

  test('refuses what is no regular file, and what is not there', async () => {
    expect(await way.open({ kind: 'file', path: '/dev/zero' })).toMatchObject({ reason: 'failed' })
    expect(await way.open({ kind: 'file', path: join(dir, "no 'such' $(file)") })).toMatchObject({
      reason: 'absent',
    })
  })
})
