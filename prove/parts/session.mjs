/** A session of a real PostgreSQL 15 that leaks so many bytes with each statement; the server is of its own folder. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const BIN = '/usr/lib/postgresql/15/bin'
const SOURCE = join(import.meta.dirname, 'pgleak.c')

/** Null where PostgreSQL 15 is not installed. `run(n)` makes n statements and resolves when the last is answered. */
export async function leakingSession(bytes) {
  if (!existsSync(join(BIN, 'postgres'))) return null
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-session-'))
  chmodSync(folder, 0o755)
  const [data, library] = [join(folder, 'data'), join(folder, 'pgleak.so')]
  mkdirSync(data)
  if (userInfo().uid === 0) must(['chown', 'postgres', data, folder])
  must(['cc', '-shared', '-fPIC', '-O1', '-o', library, SOURCE])
  must(asOwner([join(BIN, 'initdb'), '-D', data, '-U', 'tester', '-A', 'trust', '--no-sync']))
  const options = `-c listen_addresses='' -c unix_socket_directories=${folder} -c fsync=off`
  must(
    asOwner([
      join(BIN, 'pg_ctl'),
      '-D',
      data,
      '-o',
      options,
      '-l',
      join(folder, 'log'),
      '-w',
      'start',
    ]),
  )
  process.once('exit', () => {
    spawnSync(...split(asOwner([join(BIN, 'pg_ctl'), '-D', data, '-m', 'immediate', 'stop'])))
    rmSync(folder, { recursive: true, force: true })
  })
  const psql = spawn(join(BIN, 'psql'), ['-X', '-h', folder, '-U', 'tester', '-qAt', 'postgres'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let [text, wake] = ['', () => undefined]
  psql.stdout.on('data', (part) => {
    text += part
    wake()
  })
  const lines = async (count) => {
    while (text.split('\n').length <= count) await new Promise((resolve) => (wake = resolve))
    const got = text
    text = ''
    return got
  }
  psql.stdin.write(
    `create function leak(bigint) returns bigint language c as '${library}', 'leak';\nselect pg_backend_pid();\n`,
  )
  const pid = Number(await lines(1))
  return {
    pid,
    /** One after the other, as a client that reads its answer before it asks again. */
    async run(count) {
      for (let done = 0; done < count; done += 1) {
        psql.stdin.write(`select leak(${bytes});\n`)
        await lines(1)
      }
    },
    stop: () => psql.kill('SIGKILL'),
  }
}

function asOwner(argv) {
  return userInfo().uid === 0
    ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...argv]
    : argv
}

function split([command, ...args]) {
  return [command, args]
}

function must(argv) {
  const { status, stderr } = spawnSync(...split(argv), {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
}
