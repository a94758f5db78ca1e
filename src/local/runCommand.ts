/** Runs one command for a channel of the embedded host, in a process group of its own that can be killed whole. */
import { spawn } from 'node:child_process'
import type { ServerChannel } from 'ssh2'
import type { Log } from '../domain/ports.ts'

/** Nothing of the bot's own environment: it holds tokens. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/',
  LC_ALL: 'C',
}
/** Signals that a client may send (RFC 4254 6.9); others are taken as KILL. */
const SIGNALS = new Set(['INT', 'TERM', 'HUP', 'KILL'])

/** Starts the command; gives the function that signals its group. The group is killed when the channel closes. */
export function runCommand(
  command: string,
  channel: ServerChannel,
  ends: string,
  log: Log,
): (signal: string) => void {
  const env = { ...ENVIRONMENT, SSH_CONNECTION: ends }
  const child = spawn('/bin/sh', ['-c', command], { cwd: '/', env, detached: true })
  let over = false
  const kill = (signal: string): void => {
    if (over || child.pid === undefined) return
    try {
      process.kill(-child.pid, SIGNALS.has(signal) ? `SIG${signal}` : 'SIGKILL')
    } catch (error) {
      log.info('embedded-host-kill', { detail: error instanceof Error ? error.message : '' })
    }
  }
  channel.on('error', () => kill('KILL'))
  channel.pipe(child.stdin)
  // A command need not read its input to the end.
  child.stdin.on('error', () => undefined)
  child.stdout.pipe(channel, { end: false })
  child.stderr.pipe(channel.stderr, { end: false })
  child.on('error', () => {
    over = true
    channel.exit(NOT_STARTED)
    channel.end()
  })
  child.on('close', (status, signal) => {
    over = true
    if (signal !== null) channel.exit(signal.replace('SIG', ''), false, '')
    else channel.exit(status ?? NOT_STARTED)
    channel.end()
  })
  channel.on('close', () => kill('KILL'))
  return kill
}

/** What shells say for "could not be started". */
const NOT_STARTED = 126
