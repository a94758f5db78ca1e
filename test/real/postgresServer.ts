/**
 * Real PostgreSQL servers of several versions: 15 is Debian's, the others are npm's (scripts/postgresVersions.mjs). They
 * run as a user that is not root, on a socket of their own.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { missing, pathOf } from './needs.ts'

export const VERSIONS = ['13', '14', '15', '16', '17', '18'] as const
export type Version = (typeof VERSIONS)[number]

const DEBIAN = '/usr/lib/postgresql/15/bin'
const PACKAGES = join(import.meta.dirname, 'postgres-versions/node_modules')

/** Where a version's programs lie. */
export function programsOf(version: Version): string {
  return version === '15' ? DEBIAN : join(PACKAGES, `postgres-${version}`, 'native/bin')
}

/** True when there is no such server here. Where real tests are required it throws instead. */
export function missingServer(version: Version): boolean {
  return missing('postgres') || (version !== '15' && missing('postgresVersions'))
}

interface Person {
  readonly uid?: number
  readonly gid?: number
}

/** PostgreSQL refuses to run as root. */
function person(): Person {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

export class PostgresServer {
  readonly version: Version
  readonly folder: string
  readonly #person = person()
  readonly #sessions: Session[] = []
  readonly #helpers: ChildProcess[] = []

  /** `from` is a running server that this one is to follow as its standby. */
  constructor(
    version: Version,
    settings: Readonly<Record<string, string>> = {},
    from: PostgresServer | null = null,
  ) {
    this.version = version
    this.folder = mkdtempSync(join(tmpdir(), `memcheck-pg${version}-`))
    chmodSync(this.folder, 0o755)
    const { uid, gid } = this.#person
    if (uid !== undefined && gid !== undefined) chownSync(this.folder, uid, gid)
    if (from === null) this.#run('initdb', ['-D', this.data, '-A', 'trust', '-U', 'postgres', '-N'])
    else this.#follow(from)
    const options = Object.entries({
      listen_addresses: '',
      unix_socket_directories: this.folder,
      fsync: 'off',
      logging_collector: 'off',
      ...settings,
    }).map(([name, value]) => `-c ${name}='${value}'`)
    this.#run('pg_ctl', [
      '-D',
      this.data,
      '-l',
      this.logFile,
      '-o',
      options.join(' '),
      '-w',
      'start',
    ])
  }

  get data(): string {
    return join(this.folder, 'data')
  }

  get logFile(): string {
    return join(this.folder, 'log')
  }

  get log(): string {
    return readFileSync(this.logFile, 'utf8')
  }

  get postmaster(): number {
    return Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0])
  }

  /** The server's processes with what their titles say they are: `checkpointer`, `startup recovering 00…`. */
  children(): readonly { readonly pid: number; readonly title: string }[] {
    const list = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(this.postmaster)], {
      encoding: 'utf8',
    })
    return [...list.stdout.matchAll(/^\s*(\d+) postgres: (.*?)\s*$/gm)].map(([, pid, title]) => ({
      pid: Number(pid),
      title: title ?? '',
    }))
  }

  async session(): Promise<Session> {
    const session = new Session(this.folder, this.#person)
    this.#sessions.push(session)
    await session.open()
    return session
  }

  /** Builds test/real/leaky.c for this version; gives the library's path. */
  leaky(): string {
    const library = join(this.folder, 'leaky.so')
    const source = join(import.meta.dirname, 'leaky.c')
    execFileSync(pathOf('cc'), [
      '-shared',
      '-fPIC',
      '-O1',
      `-DPGMAJOR=${this.version}`,
      '-o',
      library,
      source,
    ])
    return library
  }

  /** Follows a logical slot until `stop`; gives the walsender that decodes for it. */
  async decode(slot: string): Promise<number> {
    const args = [
      '-h',
      this.folder,
      '-U',
      'postgres',
      '-d',
      'postgres',
      '-S',
      slot,
      '--start',
      '-f',
      '-',
    ]
    const child = spawn(join(DEBIAN, 'pg_recvlogical'), args, { ...this.#person, stdio: 'ignore' })
    this.#helpers.push(child)
    for (let tries = 0; tries < 1200; tries += 1) {
      const sender = this.children().find(({ title }) => title.startsWith('walsender'))
      if (sender !== undefined) return sender.pid
      await pause(50)
    }
    throw new Error('no walsender came')
  }

  stop(): void {
    for (const session of this.#sessions) session.close()
    for (const helper of this.#helpers) helper.kill('SIGKILL')
    spawnSync(
      join(programsOf(this.version), 'pg_ctl'),
      ['-D', this.data, '-m', 'immediate', 'stop'],
      this.#person,
    )
    rmSync(this.folder, { recursive: true, force: true })
  }

  #follow(from: PostgresServer): void {
    // The one pg_basebackup there is is Debian's 15, which also copies from older servers.
    const backup = join(DEBIAN, 'pg_basebackup')
    execFileSync(
      backup,
      ['-h', from.folder, '-U', 'postgres', '-D', this.data, '-R', '-X', 'stream', '-c', 'fast'],
      this.#person,
    )
  }

  #run(program: string, args: readonly string[]): void {
    const path = join(programsOf(this.version), program)
    if (!existsSync(path)) throw new Error(`${path} is not there`)
    // Its own output may outlive it in the server: a pipe would be waited for.
    const { status } = spawnSync(path, args, { ...this.#person, cwd: this.folder, stdio: 'ignore' })
    if (status !== 0)
      throw new Error(
        `${program} ended with ${status}: ${existsSync(this.logFile) ? this.log : ''}`,
      )
  }
}

/** A psql that stays connected. */
export class Session {
  readonly #child: ChildProcess
  #text = ''
  #marks = 0
  #heard: () => void = () => undefined
  pid = 0

  constructor(folder: string, { uid, gid }: Person) {
    this.#child = spawn(
      join(DEBIAN, 'psql'),
      ['-X', '-q', '-A', '-t', '-h', folder, '-U', 'postgres', 'postgres'],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        ...(uid === undefined ? {} : { uid }),
        ...(gid === undefined ? {} : { gid }),
      },
    )
    const hear = (data: Buffer): void => {
      this.#text += data.toString()
      this.#heard()
    }
    this.#child.stdout?.on('data', hear)
    this.#child.stderr?.on('data', hear)
    this.#child.once('exit', () => this.#heard())
  }

  async open(): Promise<void> {
    this.pid = Number(await this.ask('select pg_backend_pid();'))
  }

  /** Runs statements and gives what psql printed of them, errors included. */
  async ask(sql: string): Promise<string> {
    this.#marks += 1
    const mark = `--done ${this.#marks}--`
    this.#child.stdin?.write(`${sql}\n\\echo ${mark}\n`)
    for (;;) {
      const end = this.#text.indexOf(mark)
      if (end >= 0) {
        const answer = this.#text.slice(0, end).trim()
        this.#text = this.#text.slice(end + mark.length)
        return answer
      }
      if (this.#child.exitCode !== null) throw new Error(`psql ended: ${this.#text}`)
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }

  /** Goes on by itself: nobody waits for what it answers. */
  tell(sql: string): void {
    this.#child.stdin?.write(`${sql}\n`)
  }

  close(): void {
    this.#child.kill('SIGKILL')
  }
}
