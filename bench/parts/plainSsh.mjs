/** The other side of the comparison: OpenSSH's own client, one `ssh HOST sh -s` with the same script. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { SOURCES } from '../../dist/src/parsers/index.js'
import { firstRound } from '../../dist/src/pipeline/plan.js'
import { compileScript } from '../../dist/src/script/compile.js'
import { pathOf } from './needs.mjs'
import { KEX } from './sshd.mjs'
import { afterwards } from './undo.mjs'

const MASTER_WITHIN_MS = 5000
const NONCE = '0123456789abcdef'

/** The very script that a check of a pid sends. */
function scriptOf(pid) {
  const target = { kind: 'pid', host: 'bench', pid }
  return compileScript(firstRound({ target, depth: 'levels', sources: SOURCES, asked: [] }).sources)
}

/** @param {{ name: string, address: string, port: number, user: string, keyFile: string, knownHostsFile: string }} host */
function options(host) {
  const set = {
    KexAlgorithms: KEX,
    IdentityFile: host.keyFile,
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: host.knownHostsFile,
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
  }
  return [
    ...['-F', '/dev/null', '-T', '-p', String(host.port)],
    ...Object.entries(set).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  ]
}

/** Arguments of `ssh` for a connection of its own, without the login. @returns {readonly string[]} */
export function coldOptions(host) {
  return [...options(host), '-o', 'ControlPath=none']
}

/** One run on a connection of its own. @returns {Promise<number>} ms */
export function coldSsh(host, pid, script = scriptOf(pid)) {
  return timed(coldOptions(host), host, pid, script)
}

/** Opens a master connection; gives runs over it, in ms each. */
export async function liveSsh(folder, host) {
  const over = await liveOptions(folder, host)
  return (pid, script = scriptOf(pid)) => timed(over, host, pid, script)
}

/** Opens a master connection; gives the arguments of `ssh` for runs over it. @returns {Promise<readonly string[]>} */
export async function liveOptions(folder, host, more = []) {
  // A socket's path has room for 108 bytes.
  const socket = join(folder, `${host.name}.mux`)
  const over = [...options(host), '-o', `ControlPath=${socket}`]
  const login = `${host.user}@${host.address}`
  const master = spawn(pathOf('ssh'), [...over, ...more, '-M', '-N', login], { stdio: 'ignore' })
  const closed = once(master, 'close')
  afterwards(async () => {
    master.kill('SIGTERM')
    await closed
  })
  const deadline = performance.now() + MASTER_WITHIN_MS
  while (!(await isUp([...over, '-O', 'check', login]))) {
    if (master.exitCode !== null || performance.now() > deadline)
      throw new Error(`ssh opened no master connection to ${login}:${host.port}`)
    await after(50)
  }
  return [...over, '-o', 'ControlMaster=no']
}

async function isUp(args) {
  const [status] = await once(spawn(pathOf('ssh'), args, { stdio: 'ignore' }), 'close')
  return status === 0
}

async function timed(args, host, pid, text) {
  const script = `${text}\nexit\n`
  const command = ['sh', '-s', '--', NONCE, String(pid), '0']
  const startedMs = performance.now()
  const child = spawn(pathOf('ssh'), [...args, `${host.user}@${host.address}`, ...command])
  let out = ''
  let errors = ''
  child.stdout.on('data', (part) => {
    out += part
  })
  child.stderr.on('data', (part) => {
    errors += part
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(script)
  const [status] = await once(child, 'close')
  const tookMs = performance.now() - startedMs
  if (status !== 0 || !out.includes(`@@${NONCE} M bye`))
    throw new Error(`plain ssh ended with ${status}: ${errors.slice(0, 500)}`)
  return tookMs
}
