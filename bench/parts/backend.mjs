/** A PostgreSQL of this machine with one backend that can leak and can measure its own pauses. */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, chmodSync, chownSync, constants, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterwards } from './undo.mjs'

const BIN = '/usr/lib/postgresql/15/bin'
const CC = '/usr/bin/cc'
const LEAKY = join(import.meta.dirname, '..', '..', 'test', 'real', 'leaky.c')

/** Longest time between two turns of a loop inside the backend, in ms. */
const TICKS = `create function ticks(ms int) returns float8 language plpgsql as $$
declare began timestamptz := clock_timestamp(); last timestamptz := began; this timestamptz; gap interval := '0';
begin loop this := clock_timestamp(); if this - last > gap then gap := this - last; end if; last := this;
exit when this - began > ms * interval '1 ms'; end loop; return extract(epoch from gap) * 1000; end $$;`

/** What lacks here, as a line that says how to get it; null when nothing does. */
export function missingBackend() {
  const lacking = [join(BIN, 'postgres'), CC].filter((path) => !runs(path))
  return lacking.length === 0
    ? null
    : `${lacking.join(', ')} not found: apt-get install -y postgresql-15 gcc libc6-dev`
}

export function runs(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string} folder @returns a backend: its pid, `ask(sql)` and the size of its leak */
export async function startBackend(folder, chunks) {
  const person = personOf()
  const dir = join(folder, 'postgres')
  mkdirSync(dir)
  chmodSync(folder, 0o755)
  if (person.uid !== undefined) chownSync(dir, person.uid, person.gid)
  const data = join(dir, 'data')
  const run = (program, args) => {
    const { status } = spawnSync(program, args, { ...person, cwd: dir, stdio: 'ignore' })
    if (status !== 0) throw new Error(`${program} ended with ${status}`)
  }
  run(join(BIN, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '-N'])
  const options = `-c listen_addresses='' -c unix_socket_directories='${dir}' -c fsync=off -c logging_collector=off`
  const log = join(dir, 'log')
  run(join(BIN, 'pg_ctl'), ['-D', data, '-l', log, '-o', options, '-w', 'start'])
  afterwards(() => {
    spawnSync(join(BIN, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], person)
  })
  const library = join(folder, 'leaky.so')
  const built = spawnSync(CC, ['-shared', '-fPIC', '-O1', '-DPGMAJOR=15', '-o', library, LEAKY])
  if (built.status !== 0) throw new Error(`leaky.c: ${built.stderr}`)
  const ask = sessionOf(dir, person)
  await ask(
    `create function leak_top(int8, int8) returns int8 language c strict as '${library}', 'leak_top';`,
  )
  await ask(TICKS)
  await ask(`begin; select leak_top(${chunks}, 128);`)
  const pid = Number(await ask('select pg_backend_pid();'))
  return { pid, ask, person, log: () => readFileSync(log, 'utf8') }
}

/** PostgreSQL refuses to run as root. */
function personOf() {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** A psql that stays connected. */
function sessionOf(dir, person) {
  const child = spawn(
    join(BIN, 'psql'),
    ['-X', '-q', '-A', '-t', '-h', dir, '-U', 'postgres', 'postgres'],
    { ...person, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  afterwards(() => child.kill('SIGKILL'))
  let text = ''
  let heard = () => undefined
  child.stdout.on('data', (bytes) => {
    text += bytes
    heard()
  })
  child.on('exit', () => heard())
  let marks = 0
  return async (sql) => {
    marks += 1
    const mark = `--done ${marks}--`
    child.stdin.write(`${sql}\n\\echo ${mark}\n`)
    while (!text.includes(mark)) {
      if (child.exitCode !== null) throw new Error('psql ended')
      await new Promise((resolve) => {
        heard = () => resolve(undefined)
      })
    }
    const end = text.indexOf(mark)
    const answer = text.slice(0, end).trim()
    text = text.slice(end + mark.length)
    return answer
  }
}
