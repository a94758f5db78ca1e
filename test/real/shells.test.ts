/**
 * Hosts whose login shell, profile or tools are not what most have, on real OpenSSH servers: each has its own
 * /etc/passwd and its own tools in a mount namespace, so that sshd runs that very shell as it would on such a host.
 */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileScript } from '../../src/script/compile.ts'
import { type LocalHouse, openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { source } from '../script/sources.ts'
import { missing, needing, type Part } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'

interface Place {
  readonly name: string
  readonly needs: Part
  /** The account's shell in /etc/passwd. */
  readonly shell: string
  /** Files of the account's home. */
  readonly home?: Readonly<Record<string, string>>
  /** Mounts beside that of /etc/passwd, in sh; `$1` is a folder of the test's. */
  readonly mounts?: string
  readonly config?: readonly string[]
  /** How memory is read there; null where nothing is there to read it with. */
  readonly way: 'sftp' | 'perl' | 'python3'
}

const BANNER = 'Welcome! 100%% of use is logged. $HOME `id` @@ B proc/meminfo'
const SAID = `echo '${BANNER}'; echo '${BANNER}' >&2`
const NO_SFTP = ['Subsystem sftp /bin/false']

const PLACES: readonly Place[] = [
  { name: 'fish', needs: 'fish', shell: '/usr/bin/fish', way: 'sftp' },
  { name: 'csh', needs: 'tcsh', shell: '/bin/tcsh', way: 'sftp' },
  {
    name: 'fish with a banner, and neither SFTP nor perl',
    needs: 'fish',
    shell: '/usr/bin/fish',
    home: { '.config/fish/config.fish': `echo '${BANNER}'\necho '${BANNER}' >&2\n` },
    mounts: 'mount --bind /dev/null /usr/bin/perl',
    config: NO_SFTP,
    way: 'python3',
  },
  {
    name: 'csh with a banner and no SFTP',
    needs: 'tcsh',
    shell: '/bin/tcsh',
    home: { '.cshrc': "echo 'Welcome! @@ B proc/meminfo'\n" },
    config: NO_SFTP,
    way: 'perl',
  },
  {
    name: 'bash with a banner on both streams, and SFTP through that shell',
    needs: 'sshd',
    shell: '/bin/bash',
    home: { '.bashrc': `${SAID}\n` },
    config: ['Subsystem sftp /usr/lib/openssh/sftp-server'],
    way: 'perl',
  },
  {
    name: 'dash without timeout, and one session a connection',
    needs: 'dash',
    shell: '/usr/bin/dash',
    mounts: 'mount --bind /dev/null /usr/bin/timeout',
    config: ['MaxSessions 1'],
    way: 'sftp',
  },
  {
    name: 'busybox and nothing else',
    needs: 'busybox',
    shell: '/bin/sh',
    mounts: 'mount --bind "$1/busybox" /usr/bin',
    way: 'sftp',
  },
]

const folder = mkdtempSync(join(tmpdir(), 'memcheck-shells-'))
const isRoot = userInfo().uid === 0

beforeAll(async () => {
  if (missing('busybox')) return
  const dir = join(folder, 'busybox')
  await mkdir(dir)
  await copyFile('/bin/busybox', join(dir, 'busybox'))
  const applets = spawnSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).stdout
  spawnSync('chmod', ['755', join(dir, 'busybox'), dir])
  for (const applet of applets.split('\n').filter((one) => one !== '' && one !== 'busybox'))
    await symlink('busybox', join(dir, applet))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const IN_TURN = { concurrent: false }

// Hosts side by side, each asked one thing after the other: most of the time is waiting for rates and deadlines.
describe.concurrent.each(PLACES)('a host with $name', (place) => {
  const skip = missing('sshd') || missing(place.needs) || !isRoot
  let sshd: Sshd
  let local: LocalHouse

  beforeAll(async () => {
    if (skip) return
    const passwd = join(folder, `passwd-${PLACES.indexOf(place)}`)
    const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
    const own = lines.map((line) =>
      line.startsWith('root:') ? line.replace(/:[^:]*$/, `:${place.shell}`) : line,
    )
    await writeFile(passwd, own.join('\n'))
    const mounts = [
      `mount --bind ${passwd} /etc/passwd`,
      ...(place.mounts === undefined ? [] : [place.mounts]),
    ]
    const script = `${mounts.join(' && ')} && shift && exec "$@"`
    sshd = await startSshd({
      config: place.config ?? [],
      within: (...command) => ['unshare', '-m', 'sh', '-c', script, 'sh', folder, ...command],
    })
    for (const [name, text] of Object.entries(place.home ?? {})) {
      await mkdir(dirname(join(sshd.dir, name)), { recursive: true })
      await writeFile(join(sshd.dir, name), text)
    }
    local = await openLocalHouse({
      inventory: { hosts: [sshd.entry({ memory: true })], groups: {}, embedded: false },
    })
  })
  afterAll(async () => {
    if (skip) return
    await local.close()
    await sshd.close()
  })

  test.skipIf(skip)(needing(place.needs, 'is checked whole'), IN_TURN, async () => {
    const done = (await runIn(local.house, `real ${process.pid}`)).json as {
      readonly levels: Readonly<Record<string, number | null>>
      readonly gaps: readonly { readonly source: string; readonly reason: string }[]
    }
    expect(done.levels?.['process.rssBytes']).toBeGreaterThan(1024 * 1024)
    expect(done.levels['process.pssBytes']).toBeGreaterThan(0)
    expect(done.levels['host.memAvailableBytes']).toBeGreaterThan(0)
    // Debian's busybox has no getconf.
    const usual = ['denied', 'absent', ...(place.needs === 'busybox' ? ['no-tool'] : [])]
    expect(done.gaps.filter(({ reason }) => !usual.includes(reason))).toEqual([])
    const [run] = await local.house.store.runsOf('real', 1)
    const capture = await local.house.store.capture(run?.id ?? '')
    const twice = capture?.frames.filter(({ reading, raw }) => reading === 2 && raw.kind === 'ok')
    expect(twice?.map(({ source: id }) => id)).toContain('proc/vmstat')
    expect(JSON.stringify(capture)).not.toContain('Welcome!')
  })

  test.skipIf(skip)('what is cut short there is killed there', IN_TURN, async ({ expect }) => {
    const seconds = `30${sshd.port}`
    const [host] = local.house.inventory.hosts
    if (host === undefined) throw new Error('no host')
    const nonce = local.house.ids.nonce()
    const end = await local.house.remote.exec(host, {
      script: compileScript([
        source(
          'slow',
          { kind: 'argv', argv: ['sleep', seconds] },
          { limits: { bytes: 100, seconds: 3000 } },
        ),
      ]),
      args: [nonce, '-', '0'],
      sign: `@@${nonce} `,
      deadlineMs: 3000,
      maxBytes: 1024 * 1024,
      onBytes: () => undefined,
    })
    expect(end).toEqual({ kind: 'killed', why: 'deadline' })
    await expect.poll(() => running(seconds)).toEqual([])
  })

  test.skipIf(skip)('bytes of files are read in the way that is there', IN_TURN, async () => {
    const [host] = local.house.inventory.hosts
    if (host === undefined) throw new Error('no host')
    const path = join(sshd.dir, 'sshd_config')
    const reader = await local.house.ranges.open(host, { kind: 'file', path })
    if ('reason' in reader) throw new Error(JSON.stringify(reader))
    expect(reader.way).toBe(place.way)
    const [bytes] = await reader.read([{ at: 0, bytes: 100 }])
    expect(Buffer.from(bytes ?? []).toString()).toBe((await readFile(path, 'utf8')).slice(0, 100))
    await reader.close()
  })
})

/** Pids of what has this word among its arguments. */
function running(word: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'latin1').split('\0').includes(word)
      } catch {
        return false
      }
    })
}
