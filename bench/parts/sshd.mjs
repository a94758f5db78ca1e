/** A real OpenSSH server on loopback, one key exchange and one host key for everybody who measures against it. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { pathOf } from './needs.mjs'
import { afterwards } from './undo.mjs'

/** ssh2 has no post-quantum exchange: pinned, so that OpenSSH's slower default is no advantage to us. */
export const KEX = 'curve25519-sha256'
const START_WITHIN_MS = 5000

/**
 * @param {string} folder
 * @param {readonly string[]} [lines] of sshd_config, before the others (the first of an option holds)
 * @returns {Promise<{ port: number, user: string, userKey: string, hostKey: string }>} `hostKey` as a line of known_hosts has it
 */
export async function startSshd(folder, lines = []) {
  const userKey = join(folder, 'user_key')
  const hostKey = join(folder, 'host_key')
  for (const file of [userKey, hostKey])
    execFileSync(pathOf('ssh-keygen'), ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file])
  copyFileSync(`${userKey}.pub`, join(folder, 'authorized_keys'))
  mkdirSync(join(folder, 'home'))
  const user = userInfo()
  // sshd as root wants its empty folder, which a boot would have made.
  if (user.uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const port = await freePort()
  writeFileSync(join(folder, 'sshd_config'), configOf(folder, port, lines))
  await launch(folder, port)
  return {
    port,
    user: user.username,
    userKey,
    hostKey: readFileSync(`${hostKey}.pub`, 'utf8').split(' ').slice(0, 2).join(' ').trim(),
  }
}

function configOf(folder, port, lines) {
  return [
    ...lines,
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${folder}/host_key`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    `PidFile ${folder}/sshd.pid`,
    `KexAlgorithms ${KEX}`,
    'StrictModes no',
    // bash reads ~/.bashrc for a command over ssh: what somebody has there is no part of the measurement.
    `SetEnv HOME=${folder}/home`,
    'UsePAM no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100:30:200',
    '',
  ].join('\n')
}

async function launch(folder, port) {
  const log = join(folder, 'sshd.log')
  const child = spawn(pathOf('sshd'), ['-D', '-f', join(folder, 'sshd_config'), '-E', log], {
    stdio: 'ignore',
  })
  const closed = once(child, 'close')
  afterwards(async () => {
    const sessions = childrenOf(child.pid)
    child.kill('SIGTERM')
    await closed
    // A session outlives its server.
    for (const pid of sessions) kill(pid)
  })
  const deadline = performance.now() + START_WITHIN_MS
  while (child.exitCode === null && performance.now() < deadline) {
    if (await answers(port)) return
    await after(25)
  }
  throw new Error(`sshd did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : 'no log'}`)
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** @returns {number[]} all below, the nearest first */
function childrenOf(pid) {
  const file = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(file)) return []
  const own = readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number)
  return [...own, ...own.flatMap(childrenOf)]
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address.port
}
