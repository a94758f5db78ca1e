/** gdb and gcore on a real host: what they tell, and what is refused before anything is touched. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coreFilePath, type IntrusiveRequest } from '../../src/domain/intrusive.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { removeCoreScript } from '../../src/script/intrusive/compile.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { type Accounts, LOGIN, makeAccounts } from './accounts.ts'
import {
  buildPatient,
  follow,
  getsOn,
  kindsOf,
  leftOf,
  only,
  requestOf,
  startPatient,
  until,
} from './intrusive.ts'
import { missing, needing } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { listeningLog } from './ways.ts'

const skip = missing('sshd') || missing('gdb') || missing('cc') || userInfo().uid !== 0

describe.skipIf(skip)(needing('gdb', 'an intrusive action'), () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'memcheck-intrusive-')))
  const dumps = join(folder, 'dumps')
  const remote = createSshRemote({ log: listeningLog() })
  let sshd: Sshd
  let program: string
  let patient: ChildProcess & { readonly pid: number }

  beforeAll(async () => {
    mkdirSync(dumps, { mode: 0o700 })
    program = buildPatient(folder)
    patient = await startPatient(program, 100)
    sshd = await startSshd()
  })
  afterAll(async () => {
    await remote.close()
    await sshd.close()
    patient.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = (kind: IntrusiveRequest['kind'], rest: Partial<IntrusiveRequest> = {}) =>
    requestOf(kind, patient.pid, { dumpDir: dumps, ...rest })
  const refusalOf = async (request: IntrusiveRequest) => {
    const { events, end } = await follow(remote, sshd.entry(), request)
    expect(end).toEqual({ kind: 'exited', status: 0, signal: null })
    expect(kindsOf(events)).toEqual(['begun', 'refused', 'end'])
    expect(events.at(-1)).toEqual({ kind: 'end', ok: false, detail: 'refused' })
    await until('nothing is left', () => leftOf(request.nonce).length === 0)
    const [refused] = only(events, 'refused')
    return [refused?.code, refused?.params]
  }

  test('gdb tells the stacks, and the process runs again', async () => {
    const request = ask('gdb')
    const { events, end } = await follow(remote, sshd.entry(), request)
    expect(end).toEqual({ kind: 'exited', status: 0, signal: null })
    expect(kindsOf(events)).toEqual(['begun', 'pausing', 'text', 'resumed', 'cleaned', 'end'])
    expect(events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
    const lines = only(events, 'text').map(({ line }) => line)
    expect(lines[0]).toMatch(/^Thread 1 \(/)
    expect(lines.join('\n')).toContain(' main (')
    expect(lines.filter((line) => /^(?:warning|\[|@@)/.test(line))).toEqual([])
    expect(only(events, 'resumed')[0]?.pausedMs).toBeGreaterThan(0)
    await getsOn(patient.pid)
    await until('nothing is left', () => leftOf(request.nonce).length === 0)
  })

  test('gcore leaves a core that is whole, for its owner alone, and it is removed when asked for', async () => {
    const request = ask('gcore')
    const { events, end } = await follow(remote, sshd.entry(), request)
    expect(end).toEqual({ kind: 'exited', status: 0, signal: null })
    expect(kindsOf(events).filter((kind) => kind !== 'progress')).toEqual([
      'begun',
      'pausing',
      'resumed',
      'file',
      'cleaned',
      'end',
    ])
    const path = coreFilePath(request)
    const { size, mode } = statSync(path)
    const made = {
      inode: statSync(path).ino,
      changedAtSec: Math.floor(statSync(path).mtimeMs / 1000),
      bytes: size,
    }
    expect(only(events, 'file')).toEqual([{ kind: 'file', path, bytes: size, made }])
    expect(size).toBeGreaterThan(100 * 1024 * 1024)
    expect(mode & 0o777).toBe(0o600)
    expect(readFileSync(path).subarray(0, 4).toString('latin1')).toBe('\x7fELF')
    await getsOn(patient.pid)
    await until('nothing is left', () => leftOf(request.nonce).length === 0)

    // The same consent again makes nothing, and does not touch what is there.
    expect(await refusalOf(request)).toEqual(['dir-unusable', { why: 'exists' }])
    expect(statSync(path).size).toBe(size)

    const other = join(dumps, 'memcheck-core.txt')
    writeFileSync(other, 'of somebody else')
    const removed = await follow(remote, sshd.entry(), request, {
      script: removeCoreScript(request, made),
    })
    expect(removed.events).toEqual([
      { kind: 'begun' },
      { kind: 'cleaned', left: false },
      { kind: 'end', ok: true, detail: 'done' },
    ])
    expect(existsSync(path)).toBe(false)
    expect(existsSync(other)).toBe(true)
    // Gone already is no failure.
    const again = await follow(remote, sshd.entry(), request, { script: removeCoreScript(request) })
    expect(only(again.events, 'found')).toEqual([{ kind: 'found', what: 'none' }])
    expect(again.events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
  })

  test('a link of that name is not followed and not removed', async () => {
    const request = ask('gcore')
    const mine = join(folder, 'mine')
    writeFileSync(mine, 'kept')
    symlinkSync(mine, coreFilePath(request))
    const { events } = await follow(remote, sshd.entry(), request, {
      script: removeCoreScript(request),
    })
    expect(only(events, 'cleaned')).toEqual([{ kind: 'cleaned', left: true }])
    expect(events.at(-1)).toEqual({ kind: 'end', ok: false, detail: 'tool-failed' })
    expect(readFileSync(mine, 'utf8')).toBe('kept')
    expect(await refusalOf(request)).toEqual(['dir-unusable', { why: 'exists' }])
    rmSync(coreFilePath(request))
  })

  test('another process of that pid, and one that is no more, are refused', async () => {
    const { startTicks } = ask('gdb')
    expect(await refusalOf(ask('gdb', { startTicks: startTicks + 1 }))).toEqual([
      'other-process',
      {},
    ])
    expect(await refusalOf(ask('gdb', { pid: 4_194_304, startTicks: 1 }))).toEqual(['gone', {}])
  })

  test('a process that is stopped, is traced, has no memory, or carries the connection is refused', async () => {
    const other = await startPatient(program, 1)
    const gdb = spawn('gdb', ['-nx', '-q', '-p', String(other.pid)], { stdio: 'pipe' })
    await until('it is traced', () =>
      /TracerPid:\t[1-9]/.test(readFileSync(`/proc/${other.pid}/status`, 'utf8')),
    )
    expect(await refusalOf(requestOf('gdb', other.pid))).toEqual([
      'traced-already',
      { tracerPid: gdb.pid },
    ])
    gdb.kill('SIGKILL')
    await getsOn(other.pid)
    other.kill('SIGSTOP')
    await until('it stands', () =>
      /State:\tT/.test(readFileSync(`/proc/${other.pid}/status`, 'utf8')),
    )
    expect(await refusalOf(requestOf('gdb', other.pid))).toEqual(['stopped-already', {}])
    other.kill('SIGKILL')
    expect(await refusalOf(requestOf('gdb', 2))).toEqual(['no-memory', {}])
    expect(await refusalOf(requestOf('gdb', 1))).toEqual(['own-connection', {}])
  })

  test.each<[string, () => string]>([
    ['absent', () => join(folder, 'nothing')],
    ['link', () => made('link', (path) => symlinkSync(dumps, path))],
    [
      'writable',
      () =>
        made(
          'open',
          (path) => mkdirSync(path),
          (path) => chmodSync(path, 0o777),
        ),
    ],
    [
      'writable',
      () =>
        made(
          'group',
          (path) => mkdirSync(path),
          (path) => chmodSync(path, 0o770),
        ),
    ],
    [
      'owner',
      () =>
        made(
          'owner',
          (path) => mkdirSync(path),
          (path) => chownSync(path, 65_534, 0),
        ),
    ],
    ['memory', () => '/dev/shm'],
  ])('a folder is refused: %s', async (why, path) => {
    expect(await refusalOf(ask('gcore', { dumpDir: path() }))).toEqual(['dir-unusable', { why }])
  })

  function made(name: string, ...steps: readonly ((path: string) => void)[]): string {
    const path = join(folder, name)
    for (const step of steps) step(path)
    return path
  }

  test('a core larger than its cap, or slower than its seconds, is not begun', async () => {
    const [code, params] = await refusalOf(ask('gcore', { dumpMaxBytes: 50 * 1024 * 1024 }))
    expect(code).toBe('too-large')
    expect(params).toMatchObject({ mostBytes: 50 * 1024 * 1024 })
    expect(Number(Object(params).needBytes)).toBeGreaterThan(100 * 1024 * 1024)
    const big = await startPatient(program, 600)
    const request = requestOf('gcore', big.pid, { dumpDir: dumps, seconds: 2 })
    expect(await refusalOf(request)).toEqual(['too-slow', { expectedSeconds: 5, mostSeconds: 2 }])
    big.kill('SIGKILL')
  })

  test('a core that would not leave enough of the file system free is not begun', async () => {
    // All that may be written counts, touched or not: more than there is of the disk.
    const { bavail, bsize } = statfsSync(dumps)
    const mib = Math.ceil((bavail * bsize) / 1024 ** 2)
    const wide = spawn(
      'python3',
      [
        '-c',
        `import mmap,sys,time\nm=mmap.mmap(-1,${mib}<<20,flags=mmap.MAP_PRIVATE|mmap.MAP_ANONYMOUS|0x4000)\nprint('ready',flush=True)\ntime.sleep(600)`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await new Promise((resolve) => wide.stdout.once('data', resolve))
    const request = requestOf('gcore', wide.pid ?? 0, { dumpDir: dumps, dumpMaxBytes: 2 ** 50 })
    const [code, params] = await refusalOf(request)
    expect(code).toBe('no-space')
    const { needBytes, freeBytes, keepBytes } = params as Record<string, number>
    expect(needBytes).toBeGreaterThan(mib * 1024 ** 2)
    expect(freeBytes).toBeGreaterThan(0)
    expect(keepBytes).toBeGreaterThanOrEqual(LIMITS.coreKeepBytes)
    wide.kill('SIGKILL')
  })

  describe('as a login without rights', () => {
    let accounts: Accounts
    let plain: Sshd
    const own = createSshRemote({ log: listeningLog() })
    beforeAll(async () => {
      accounts = makeAccounts()
      chmodSync(folder, 0o755)
      plain = await startSshd({ within: (...command) => accounts.within('root', ...command) })
    })
    afterAll(async () => {
      await own.close()
      await plain.close()
      accounts.close()
    })
    const entry = () => plain.entry({ user: LOGIN.name })

    test('a process of another is refused, with what the kernel says of tracing', async () => {
      const { events } = await follow(own, entry(), ask('gdb'))
      const [refused] = only(events, 'refused')
      expect(refused?.code).toBe('not-permitted')
      const scope = '/proc/sys/kernel/yama/ptrace_scope'
      expect(refused?.params).toEqual({
        ptraceScope: existsSync(scope) ? Number(readFileSync(scope, 'utf8')) : -1,
      })
      await getsOn(patient.pid)
    })

    test('one of its own is dumped, and one who gives up leaves nothing', async () => {
      const mine = join(folder, 'of-login')
      mkdirSync(mine, { mode: 0o700 })
      chownSync(mine, LOGIN.uid, LOGIN.uid)
      const ids = ['--reuid', `${LOGIN.uid}`, '--regid', `${LOGIN.uid}`, '--clear-groups']
      const other = await startPatient(program, 300, ['setpriv', ...ids])
      const request = requestOf('gcore', other.pid, { dumpDir: mine })
      const whole = await follow(own, entry(), request)
      expect(whole.events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
      expect(existsSync(coreFilePath(request))).toBe(true)
      // sshd passes the signal on to a login that is not root: what watches is killed, and what it watches cleans up.
      const next = requestOf('gcore', other.pid, { dumpDir: mine })
      const stop = new AbortController()
      const { end } = await follow(own, entry(), next, {
        signal: stop.signal,
        onEvent: ({ kind }) => kind === 'pausing' && stop.abort(),
      })
      expect(end).toEqual({ kind: 'killed', why: 'stopped' })
      await until('nothing is left', () => leftOf(next.nonce).length === 0)
      expect(existsSync(coreFilePath(next))).toBe(false)
      await getsOn(other.pid)
      other.kill('SIGKILL')
    })
  })
})
