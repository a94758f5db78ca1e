/** What a host can put in the way of gdb and gcore: its rules of tracing, its disk, its folders, files of the same name. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CoreMade, coreFilePath, type IntrusiveRequest } from '../../src/domain/intrusive.ts'
import { lookScript, removeCoreScript } from '../../src/script/intrusive/compile.ts'
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
  sizeOf,
  startPatient,
  until,
} from './intrusive.ts'
import { missing, needing } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { listeningLog } from './ways.ts'

const skip = missing('sshd') || missing('gdb') || missing('cc') || userInfo().uid !== 0
const MIB = 1024 ** 2

describe.skipIf(skip)(needing('gdb', 'on a host that is not as one would like it'), () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'memcheck-in-the-way-')))
  const dumps = join(folder, 'dumps')
  const remote = createSshRemote({ log: listeningLog() })
  let sshd: Sshd
  let program: string
  let patient: ChildProcess & { readonly pid: number }

  beforeAll(async () => {
    mkdirSync(dumps, { mode: 0o700 })
    chmodSync(folder, 0o755)
    program = buildPatient(folder)
    patient = await startPatient(program, 300)
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
    const { events } = await follow(remote, sshd.entry(), request)
    expect(kindsOf(events)).toEqual(['begun', 'refused', 'end'])
    const [refused] = only(events, 'refused')
    return [refused?.code, refused?.params]
  }

  test('what stands in the way is told by a look that touches nothing', async () => {
    const request = ask('gcore')
    const looked = await follow(remote, sshd.entry(), request, { script: lookScript(request) })
    expect(looked.events).toEqual([{ kind: 'begun' }, { kind: 'end', ok: true, detail: 'done' }])
    expect(existsSync(coreFilePath(request))).toBe(false)
    const narrow = ask('gcore', { dumpMaxBytes: 50 * MIB })
    const { events } = await follow(remote, sshd.entry(), narrow, { script: lookScript(narrow) })
    expect(only(events, 'refused')[0]?.code).toBe('too-large')
    expect(events.at(-1)).toEqual({ kind: 'end', ok: false, detail: 'refused' })
  })

  test('the program at the other end of the connection is refused: a bot would stop itself', async () => {
    const self = requestOf('gcore', process.pid, { dumpDir: dumps, dumpMaxBytes: 2 ** 50 })
    expect(await refusalOf(self)).toEqual(['own-connection', {}])
    expect(await refusalOf(requestOf('gdb', process.pid))).toEqual(['own-connection', {}])
  })

  test('a folder below one that others may write to is refused: it could be another one tomorrow', async () => {
    const open = join(folder, 'open')
    mkdirSync(join(open, 'cores'), { recursive: true, mode: 0o700 })
    chmodSync(open, 0o777)
    const request = ask('gcore', { dumpDir: join(open, 'cores') })
    expect(await refusalOf(request)).toEqual(['dir-unusable', { why: 'writable' }])
    chmodSync(open, 0o755)
    chownSync(open, 65_534, 65_534)
    expect(await refusalOf(request)).toEqual(['dir-unusable', { why: 'owner' }])
  })

  test('a core is for its owner alone whatever the folder would give to others', async () => {
    const shared = join(folder, 'shared')
    mkdirSync(shared, { mode: 0o700 })
    // As setfacl -d -m u:65534:rwx writes it: version 2, then tag, rights and id of each entry.
    const entries = [
      [1, 7, -1],
      [2, 7, 65_534],
      [4, 0, -1],
      [16, 7, -1],
      [32, 0, -1],
    ]
    const told = `import os,struct
os.setxattr(${JSON.stringify(shared)},'system.posix_acl_default',struct.pack('<I',2)+b''.join(struct.pack('<HHi',*e) for e in ${JSON.stringify(entries)}))`
    execFileSync('python3', ['-c', told])
    const request = ask('gcore', { dumpDir: shared })
    const { events } = await follow(remote, sshd.entry(), request)
    expect(events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
    // The mask of an ACL stands where the rights of the group stand else.
    expect(statSync(coreFilePath(request)).mode & 0o777).toBe(0o600)
  })

  describe('a file that was told', () => {
    let request: IntrusiveRequest
    let made: CoreMade | null
    const remove = async () => {
      const script = removeCoreScript(request, made)
      return (await follow(remote, sshd.entry(), request, { script })).events
    }

    test('is removed by what it is, not by its name: another one of that name stays', async () => {
      request = ask('gcore')
      const { events } = await follow(remote, sshd.entry(), request)
      made = only(events, 'file')[0]?.made ?? null
      expect(made).not.toBeNull()
      const path = coreFilePath(request)
      renameSync(path, `${path}.moved`)
      writeFileSync(path, 'of somebody else', { mode: 0o600 })
      const left = [
        { kind: 'begun' },
        { kind: 'found', what: 'other' },
        { kind: 'cleaned', left: true },
        { kind: 'end', ok: false, detail: 'tool-failed' },
      ]
      expect(await remove()).toEqual(left)
      expect(readFileSync(path, 'utf8')).toBe('of somebody else')
      // The same bytes at another time, under the same inode or not.
      writeFileSync(path, readFileSync(`${path}.moved`))
      utimesSync(path, 1, 1)
      expect(await remove()).toEqual(left)
      rmSync(path)
      renameSync(`${path}.moved`, path)
      expect((await remove()).at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
      expect(existsSync(path)).toBe(false)
    })

    test('is told to be gone when it is', async () => {
      expect(await remove()).toEqual([
        { kind: 'begun' },
        { kind: 'found', what: 'none' },
        { kind: 'cleaned', left: false },
        { kind: 'end', ok: true, detail: 'done' },
      ])
    })
  })

  const small = join(folder, 'small')
  const isMounted = !skip && mountSmall(small)
  const without = isMounted ? '' : ' [skipped: root that may mount -o loop]'
  describe.skipIf(!isMounted)(`where the disk becomes full in the middle${without}`, () => {
    const within = join(small, 'cores')

    beforeAll(() => {
      mkdirSync(within, { mode: 0o700 })
    })
    afterAll(() => {
      execFileSync('umount', [small])
    })

    const fill = (megabytes: number): void => {
      // Where it asks for too much it takes what there is.
      spawnSync('fallocate', ['-l', `${megabytes}M`, join(small, 'others')])
    }
    const freeMib = (): number =>
      Number(execFileSync('df', ['-Pm', small]).toString().trim().split('\n')[1]?.split(/\s+/)[3])

    test.each([
      ['what has to stay free is gone', 500],
      ['nothing is left', 0],
    ])('by others, until %s: the file goes, the process runs on', async (_, spare) => {
      const request = ask('gcore', { dumpDir: within })
      let isFull = false
      const watching = setInterval(() => {
        if (isFull || sizeOf(request) < MIB) return
        isFull = true
        fill(freeMib() - spare)
      }, 2)
      const { events } = await follow(remote, sshd.entry(), request)
      clearInterval(watching)
      expect(isFull).toBe(true)
      expect(events.slice(-2)).toEqual([
        { kind: 'cleaned', left: false },
        { kind: 'end', ok: false, detail: 'too-large' },
      ])
      expect(only(events, 'resumed')).toHaveLength(1)
      expect(only(events, 'file')).toEqual([])
      expect(existsSync(coreFilePath(request))).toBe(false)
      await until('nothing of it runs', () => leftOf(request.nonce).length === 0)
      await getsOn(patient.pid)
      rmSync(join(small, 'others'))
    })
  })

  describe('as a login', () => {
    let accounts: Accounts
    const own = createSshRemote({ log: listeningLog() })
    const servers: Sshd[] = []
    beforeAll(() => {
      accounts = makeAccounts()
    })
    afterAll(async () => {
      await own.close()
      for (const server of servers) await server.close()
      accounts.close()
    })
    const serverWithin = async (...first: readonly string[]) => {
      const server = await startSshd({
        within: (...command) => accounts.within('root', ...first, ...command),
      })
      servers.push(server)
      return server.entry({ user: LOGIN.name })
    }

    test.each([0, 1, 2, 3])(
      'what may not be traced is told with kernel.yama.ptrace_scope, here %i, before anything is asked',
      async (scope) => {
        const settings = join(folder, `kernel-${scope}`)
        mkdirSync(join(settings, 'yama'), { recursive: true })
        writeFileSync(join(settings, 'yama', 'ptrace_scope'), `${scope}\n`)
        chmodSync(settings, 0o755)
        // A kernel without Yama is given its file: what it says is told, what it forbids is the kernel's own.
        const planted = `mount --bind ${settings} /proc/sys/kernel && exec "$@"`
        const entry = await serverWithin('sh', '-c', planted, 'sh')
        const request = ask('gdb')
        const { events } = await follow(own, entry, request, { script: lookScript(request) })
        expect(only(events, 'refused')).toEqual([
          { kind: 'refused', code: 'not-permitted', params: { ptraceScope: scope } },
        ])
        expect(await getsOn(patient.pid)).toBeUndefined()
      },
    )

    test('sudo is not taken, whatever the entry and sudoers grant', async () => {
      accounts.sudoers(`${LOGIN.name} ALL=(ALL) NOPASSWD: ALL\n`)
      const entry = { ...(await serverWithin()), sudo: ['proc/PID/smaps'] }
      const { events } = await follow(own, entry, ask('gcore'))
      expect(only(events, 'refused')[0]?.code).toBe('not-permitted')
      accounts.sudoers('')
    })

    test('a file that may grow no further ends it, and is gone', async () => {
      const mine = join(folder, 'of-login')
      mkdirSync(mine, { mode: 0o700 })
      chownSync(mine, LOGIN.uid, LOGIN.uid)
      const ids = ['--reuid', `${LOGIN.uid}`, '--regid', `${LOGIN.uid}`, '--clear-groups']
      const other = await startPatient(program, 200, ['setpriv', ...ids])
      const entry = await serverWithin('prlimit', `--fsize=${64 * MIB}`)
      const request = requestOf('gcore', other.pid, { dumpDir: mine })
      const { events } = await follow(own, entry, request)
      // That gdb may not read the program of a process in another mount namespace is not that it may not trace it.
      expect(only(events, 'refused')).toEqual([])
      expect(events.slice(-2)).toEqual([
        { kind: 'cleaned', left: false },
        { kind: 'end', ok: false, detail: 'too-large' },
      ])
      expect(existsSync(coreFilePath(request))).toBe(false)
      await getsOn(other.pid)
      other.kill('SIGKILL')
    })

    test('a process in a pid namespace of its own is looked at by its pid outside', async () => {
      const inside = spawn('unshare', ['--pid', '--fork', '--mount-proc', program, '20'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      await new Promise((resolve) => inside.stdout.once('data', resolve))
      const [pid = 0] = readFileSync(`/proc/${inside.pid}/task/${inside.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number)
      const { events } = await follow(remote, sshd.entry(), requestOf('gdb', pid))
      expect(events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
      expect(only(events, 'text')[0]?.line).toMatch(/^Thread 1 /)
      await getsOn(pid)
      process.kill(pid, 'SIGKILL')
    })
  })
})

/** A file system of 3 GiB in a file; false where this machine allows none. */
function mountSmall(at: string): boolean {
  const image = `${at}.image`
  mkdirSync(at)
  try {
    execFileSync('truncate', ['-s', '3G', image])
    execFileSync('mkfs.ext4', ['-q', '-m', '0', image], { stdio: 'ignore' })
    execFileSync('mount', ['-o', 'loop', image, at], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
