/** A real PostgreSQL server of a test's own: its data, its log and its socket in one folder, no network. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterThis, tempFolder, until } from '../e2e/world.ts'
import { pathOf } from '../real/needs.ts'

const BIN = pathOf('postgres').replace(/\/postgres$/, '')

export interface Postgres {
  /** The postmaster's pid. */
  readonly pid: number
  /** Opens a session and gives its backend's pid; its statements are written to its input. */
  session(): Promise<{
    readonly backend: number
    readonly psql: ChildProcess
    ended: Promise<void>
  }>
  log(): string
}

/** PostgreSQL refuses to run as root: there it runs as the user that its package made. */
function asOwner(argv: readonly string[]): readonly string[] {
  return userInfo().uid === 0
    ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...argv]
    : argv
}

export async function postgres(): Promise<Postgres> {
  const folder = tempFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  chmodSync(folder, 0o755)
  if (userInfo().uid === 0) must(['chown', 'postgres', data, folder])
  must(asOwner([join(BIN, 'initdb'), '-D', data, '-U', 'tester', '-A', 'trust', '--no-sync']))
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    [
      "listen_addresses = ''",
      `unix_socket_directories = '${folder}'`,
      'fsync = off',
      'max_connections = 10',
      'shared_buffers = 16MB',
      'logging_collector = on',
      "log_directory = 'log'",
      "log_line_prefix = '%m [%p] %u@%d '",
      "log_statement = 'all'",
      '',
    ].join('\n'),
  )
  const [command = '', ...args] = asOwner([join(BIN, 'postgres'), '-D', data])
  const server = spawn(command, args, { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => server.once('close', () => resolve()))
  afterThis(async () => {
    // Fast shutdown: a killed postmaster would leave its children behind.
    server.kill('SIGINT')
    await gone
  })
  await until(
    () => psqlOnce(folder, 'select 1').status === 0,
    () => logOf(data),
    gone,
  )
  return {
    pid: server.pid ?? 0,
    session: () => session(folder, () => logOf(data)),
    log: () => logOf(data),
  }
}

async function session(
  folder: string,
  log: () => string,
): Promise<{ backend: number; psql: ChildProcess; ended: Promise<void> }> {
  await until(() => psqlOnce(folder, 'select 1').status === 0, log)
  const psql = spawn(join(BIN, 'psql'), [...where(folder), '-qAt'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  afterThis(() => void psql.kill('SIGKILL'))
  const ended = new Promise<void>((resolve) => psql.once('close', () => resolve()))
  let text = ''
  psql.stdout.on('data', (part: Buffer) => (text += part.toString()))
  psql.stdin.write('select pg_backend_pid();\n')
  await until(() => /^\d+\n/.test(text), log, ended)
  return { backend: Number(text.split('\n')[0]), psql, ended }
}

function where(folder: string): readonly string[] {
  return ['-X', '-h', folder, '-U', 'tester', 'postgres']
}

function psqlOnce(folder: string, statement: string) {
  return spawnSync(join(BIN, 'psql'), [...where(folder), '-qAtc', statement])
}

function logOf(data: string): string {
  const folder = join(data, 'log')
  if (!existsSync(folder)) return ''
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('')
}

function must(argv: readonly string[]): void {
  const [command = '', ...args] = argv
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
}
