/** An inventory entry -> the words of ssh's command line (ssh(1), ssh_config(5)). No shell reads any of them. */
import type { HostEntry } from '../../domain/inventory.ts'
import { LIMITS } from '../../domain/limits.ts'
import { SECOND_MS } from '../../domain/time.ts'
import type { Ask } from '../transport.ts'

/**
 * The master, which holds the connection and runs nothing. It says what it does (DEBUG1): that tells the host's key,
 * which channel was opened or refused, and how a command ended. What the inventory leaves open is ssh's own to fill,
 * from ~/.ssh/config and its defaults.
 */
export function masterArguments(
  entry: HostEntry,
  socket: string,
  connectMs: number,
): readonly string[] {
  return [
    ...['-M', '-S', escaped(socket), '-N', '-T', '-a', '-x'],
    ...options({
      ControlPersist: 'no',
      LogLevel: 'DEBUG1',
      BatchMode: 'yes',
      StrictHostKeyChecking: 'yes',
      // A new key is recorded by a person, never on the way.
      UpdateHostKeys: 'no',
      ClearAllForwardings: 'yes',
      PermitLocalCommand: 'no',
      ConnectionAttempts: '1',
      ConnectTimeout: String(Math.ceil(connectMs / SECOND_MS)),
      ServerAliveInterval: String(LIMITS.keepaliveMs / SECOND_MS),
      ServerAliveCountMax: String(LIMITS.keepaliveMisses),
    }),
    ...login(entry),
    '--',
    entry.address,
  ]
}

/** One channel: a client of the master's socket, which reads no settings and makes no connection of its own. */
export function channelArguments(socket: string, ask: Ask): readonly string[] {
  return [
    ...['-F', 'none', '-E', '/dev/null', '-S', escaped(socket), '-T', '-a', '-x', '-e', 'none'],
    // A channel that is refused would else be tried by a connection of its own, past all that was asked for.
    ...options({ ControlMaster: 'no', BatchMode: 'yes', ProxyCommand: 'false' }),
    ...(ask.kind === 'sftp'
      ? ['-s', '--', CHANNEL_HOST, 'sftp']
      : ['--', CHANNEL_HOST, ask.command]),
  ]
}

/** The master knows where it is connected to; its clients must name something. */
const CHANNEL_HOST = 'master'

function login(entry: HostEntry): readonly string[] {
  const { agentSocket, keyFiles } = entry.credentials
  const ownKeys = keyFiles.length > 0 && agentSocket === null
  return [
    ...(entry.port === 0 ? [] : ['-p', String(entry.port)]),
    ...(entry.user === '' ? [] : ['-l', entry.user]),
    ...keyFiles.flatMap((file) => options({ IdentityFile: quoted(file) })),
    ...(agentSocket === null ? [] : options({ IdentityAgent: quoted(agentSocket) })),
    ...(ownKeys ? options({ IdentitiesOnly: 'yes' }) : []),
    ...(entry.knownHostsFiles.length === 0
      ? []
      : options({
          UserKnownHostsFile: entry.knownHostsFiles.map(quoted).join(' '),
          GlobalKnownHostsFile: 'none',
        })),
    ...(entry.jump === null ? [] : options({ ProxyJump: jumps(entry.jump).join(',') })),
  ]
}

/** From the bot's side on: the last jump host's own way comes first. */
function jumps(jump: HostEntry): readonly string[] {
  const address = jump.address.includes(':') ? `[${jump.address}]` : jump.address
  const user = jump.user === '' ? '' : `${jump.user}@`
  const port = jump.port === 0 ? '' : `:${jump.port}`
  return [...(jump.jump === null ? [] : jumps(jump.jump)), `${user}${address}${port}`]
}

function options(named: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(named).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}

/** A path in a setting: `%` begins a token there, blanks part words. */
function quoted(path: string): string {
  return `"${escaped(path).replace(/["\\]/g, '\\$&')}"`
}

function escaped(path: string): string {
  return path.replaceAll('%', '%%')
}
