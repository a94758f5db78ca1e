/**
 * The machine itself as a host, with no sshd needed: an SSH server in this process, on loopback, that the bot
 * reaches as it reaches any other host. One key may log in; commands run, and nothing else (no shell, no forwarding).
 */
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import ssh2, {
  type AuthContext,
  type Connection,
  type ParsedKey,
  type ServerChannel,
  type Session,
} from 'ssh2'
import { type HostEntry, PLAIN_HOST } from '../domain/inventory.ts'
import type { Log } from '../domain/ports.ts'
import { keyIn, privateFolder, writeWhole } from './embeddedKeys.ts'
import { runCommand } from './runCommand.ts'

export interface EmbeddedHost {
  readonly entry: HostEntry
  close(): Promise<void>
}

const USER = 'memcheck'
const LOOPBACK = '127.0.0.1'
/** The bot opens one connection and up to four channels; more is somebody else's doing. */
const CONNECTIONS_AT_ONCE = 8
const SESSIONS_AT_ONCE = 10

/** Starts the server. Keys and known_hosts are kept in `dataDir/embedded-host`; the port is new at each start. */
export async function startEmbeddedHost(options: {
  readonly dataDir: string
  readonly log: Log
}): Promise<EmbeddedHost> {
  const dir = join(options.dataDir, 'embedded-host')
  await privateFolder(dir)
  const hostKey = await keyIn(dir, 'host_ed25519')
  const userKey = await keyIn(dir, 'user_ed25519')
  const connections = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: [hostKey.text] }, (connection, from) => {
    // A client's broken connection is its own matter; unheard, it would end this program.
    connection.on('error', () => undefined)
    if (connections.size >= CONNECTIONS_AT_ONCE) {
      connection.end()
      return
    }
    connections.add(connection)
    connection.on('close', () => connections.delete(connection))
    connection.on('authentication', (context) => authenticate(context, userKey.key))
    connection.on('ready', () => {
      const { port } = server.address() as AddressInfo
      serve(connection, `${from.ip} ${from.port} ${LOOPBACK} ${port}`, options.log)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, LOOPBACK, resolve)
  })
  const { port } = server.address() as AddressInfo
  const knownHostsFile = join(dir, 'known_hosts')
  const publicKey = hostKey.key.getPublicSSH().toString('base64')
  // Any port: a bot and a terminal that share the folder each have a server of their own, with the one key.
  await writeWhole(knownHostsFile, `[${LOOPBACK}]:* ${hostKey.key.type} ${publicKey}\n`)
  options.log.info('embedded-host', { port })
  return {
    entry: {
      ...PLAIN_HOST,
      name: 'local',
      aliases: ['localhost'],
      address: LOOPBACK,
      port,
      user: USER,
      credentials: { ...PLAIN_HOST.credentials, keyFiles: [userKey.path] },
      knownHostsFiles: [knownHostsFile],
      memory: true,
    },
    close: () =>
      new Promise((resolve) => {
        for (const connection of connections) connection.end()
        server.close(() => resolve())
      }),
  }
}

/** The one user with the one key, proved by a signature. */
function authenticate(context: AuthContext, allowed: ParsedKey): void {
  if (context.method !== 'publickey' || context.username !== USER) {
    context.reject(['publickey'])
    return
  }
  const { key, signature, blob, hashAlgo } = context
  const same = key.algo === allowed.type && key.data.equals(allowed.getPublicSSH())
  // Without a signature the client asks whether the key would do; with one it proves that it has it.
  const proved =
    signature === undefined ||
    (blob !== undefined && allowed.verify(blob, signature, hashAlgo) === true)
  if (same && proved) context.accept()
  else context.reject(['publickey'])
}

/** `ends` is what sshd tells a command of its connection (sshd(8), SSH_CONNECTION). */
function serve(connection: Connection, ends: string, log: Log): void {
  let sessions = 0
  connection.on('session', (accept, reject) => {
    if (sessions >= SESSIONS_AT_ONCE) {
      reject()
      return
    }
    sessions += 1
    const session = accept()
    session.on('close', () => {
      sessions -= 1
    })
    answer(session, ends, log)
  })
}

function answer(session: Session, ends: string, log: Log): void {
  let kill: ((signal: string) => void) | null = null
  session.on('exec', (accept, reject, info) => {
    if (kill !== null) {
      reject()
      return
    }
    const channel: ServerChannel = accept()
    kill = runCommand(info.command, channel, ends, log)
  })
  session.on('signal', (accept, reject, info) => {
    if (kill === null) {
      reject?.()
      return
    }
    kill(info.name)
    accept?.()
  })
  session.on('pty', (_accept, reject) => reject?.())
  session.on('shell', (_accept, reject) => reject?.())
  session.on('sftp', (_accept, reject) => reject?.())
}
