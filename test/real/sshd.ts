/** A real OpenSSH server on loopback with its own configuration, host keys and user keys in a folder of its own. */
import { execFile, spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { pathOf } from './needs.ts'

const run = promisify(execFile)

export type HostKeyType = 'ed25519' | 'rsa' | 'ecdsa'

/** Parts of an entry that differ; one key and one known_hosts file can be named by themselves. */
export type EntryParts = Partial<HostEntry> & {
  readonly keyFile?: string
  readonly knownHostsFile?: string
}

export interface Sshd {
  readonly port: number
  readonly dir: string
  /** Public keys by type, as lines `ssh-ed25519 AAAA...`. */
  readonly hostKeys: Readonly<Record<HostKeyType, string>>
  readonly userKeyFile: string
  /** A file that records all host keys for this port. */
  readonly knownHostsFile: string
  /** An inventory entry that works; parts can be replaced. */
  entry(rest?: EntryParts): HostEntry
  /** Writes a known_hosts file of its own into the folder; gives its path. */
  knownHosts(name: string, text: string): Promise<string>
  /** Makes new host keys, ends all sessions and starts anew on the same port: what a reinstalled host, or an impostor, shows. */
  swapHostKeys(): Promise<void>
  /** Lines of sshd's log so far. */
  log(): Promise<string>
  close(): Promise<void>
}

export interface SshdOptions {
  /** Host key types that the server has; all three by default. */
  readonly types?: readonly HostKeyType[]
  /** Lines of sshd_config, added before the others (the first of an option holds). */
  readonly config?: readonly string[]
  /** Starts it within other accounts (accounts.ts): the words in front of a command. */
  readonly within?: (...command: readonly string[]) => readonly [string, ...string[]]
}

const TYPES: readonly HostKeyType[] = ['ed25519', 'rsa', 'ecdsa']
const START_TRIES = 200
const START_STEP_MS = 25

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const dir = await mkdtemp(join(tmpdir(), 'memcheck-sshd-'))
  const types = options.types ?? TYPES
  const userKeyFile = join(dir, 'id_ed25519')
  await keygen('ed25519', userKeyFile)
  await cp(`${userKeyFile}.pub`, join(dir, 'authorized_keys'))
  // sshd as root wants its empty folder, which a boot would have made.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const hostKeys = await makeHostKeys(dir)
  const port = await freePort()
  await writeFile(join(dir, 'sshd_config'), config(dir, port, types, options.config ?? []))
  const knownHostsFile = join(dir, 'known_hosts')
  await writeFile(
    knownHostsFile,
    types.map((type) => `[127.0.0.1]:${port} ${hostKeys[type]}\n`).join(''),
  )
  const within = options.within ?? plainly
  // Accounts other than this test's own read their keys from there.
  if (options.within !== undefined) await chmod(dir, 0o755)
  let server = await launch(dir, port, within)
  return {
    port,
    dir,
    hostKeys,
    userKeyFile,
    knownHostsFile,
    entry: ({ keyFile = userKeyFile, knownHostsFile: known = knownHostsFile, ...rest } = {}) => ({
      ...PLAIN_HOST,
      name: 'real',
      address: '127.0.0.1',
      port,
      user: userInfo().username,
      credentials: { ...PLAIN_HOST.credentials, keyFiles: [keyFile] },
      knownHostsFiles: [known],
      ...rest,
    }),
    async knownHosts(name, text) {
      await writeFile(join(dir, name), text)
      return join(dir, name)
    },
    async swapHostKeys() {
      await server.stop()
      await makeHostKeys(dir)
      server = await launch(dir, port, within)
    },
    log: () => readFile(join(dir, 'log'), 'utf8'),
    async close() {
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function makeHostKeys(dir: string): Promise<Record<HostKeyType, string>> {
  const made = TYPES.map(async (type) => {
    const path = join(dir, `host_${type}`)
    await keygen(type, path)
    return [type, (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')] as const
  })
  return Object.fromEntries(await Promise.all(made)) as Record<HostKeyType, string>
}

async function keygen(type: HostKeyType, path: string): Promise<void> {
  await rm(path, { force: true })
  const bits = type === 'rsa' ? ['-b', '2048'] : []
  await run('ssh-keygen', ['-q', '-t', type, ...bits, '-N', '', '-C', '', '-f', path])
}

function config(
  dir: string,
  port: number,
  types: readonly HostKeyType[],
  added: readonly string[],
): string {
  return [
    ...added,
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    ...types.map((type) => `HostKey ${dir}/host_${type}`),
    `AuthorizedKeysFile ${dir}/authorized_keys`,
    `PidFile ${dir}/pid`,
    'StrictModes no',
    // bash reads ~/.bashrc for a command over ssh: what a developer has there is no part of a test.
    `SetEnv HOME=${dir}`,
    'UsePAM no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100:30:200',
    ...(added.some((line) => line.startsWith('Subsystem '))
      ? []
      : ['Subsystem sftp internal-sftp']),
    '',
  ].join('\n')
}

type Within = Required<SshdOptions>['within']

const plainly: Within = (command = '', ...rest) => [command, ...rest]

async function launch(
  dir: string,
  port: number,
  within: Within,
): Promise<{ stop(): Promise<void> }> {
  const [command, ...rest] = within(
    pathOf('sshd'),
    ...['-D', '-f', join(dir, 'sshd_config'), '-E', join(dir, 'log')],
  )
  const child = spawn(command, rest, { stdio: 'ignore' })
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  for (let tries = 0; tries < START_TRIES; tries += 1) {
    if (await answers(port)) {
      return {
        async stop() {
          const sessions = await childrenOf(child.pid)
          child.kill('SIGTERM')
          await closed
          // A session outlives its server; with a host that goes down it does not.
          for (const pid of sessions) {
            try {
              process.kill(pid, 'SIGKILL')
            } catch {
              // It ended by itself.
            }
          }
        },
      }
    }
    if (child.exitCode !== null) break
    await after(START_STEP_MS)
  }
  child.kill('SIGKILL')
  throw new Error(
    `sshd did not start: ${await readFile(join(dir, 'log'), 'utf8').catch(() => 'no log')}`,
  )
}

async function childrenOf(pid: number | undefined): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const own = text.split(' ').filter(Boolean).map(Number)
  return [...own, ...(await Promise.all(own.map(childrenOf))).flat()]
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
