/** The ports `Remote`, `Ranges` and `HostKeys` over SSH: one connection a host, kept between questions. */
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { RangedFile, RangeReader, RangeRefusal, Ranges } from '../domain/memory.ts'
import type { ExecEnd, ExecRequest, HostKeys, Log, Remote, ShownKey } from '../domain/ports.ts'
import { AskSsh } from './askSsh.ts'
import { Ssh2 } from './connect.ts'
import { HostConnection } from './hostConnection.ts'
import { Logins, wayOf } from './login.ts'
import { connectByOpenssh } from './openssh/connect.ts'
import { BARE_ENVIRONMENT, type Environment } from './openssh/program.ts'
import { keyedEntry } from './ranges/grants.ts'
import { recordHostKey } from './recordHostKey.ts'
import type { Connect } from './transport.ts'

export interface SshOptions {
  readonly log: Log
  /** Passphrases and passwords by the names of their variables; none where left out. */
  readonly secrets?: ReadonlyMap<string, string>
  /** What the system's ssh is told of the bot's environment (openssh/program.ts). */
  readonly environment?: Environment
  /** Gives the file of the built keyWorker, which opens encrypted keys. */
  readonly keyWorker?: () => string
  /** The longest that connecting may take. */
  readonly connectMs?: number
}

/** Gives them. `exec` and `open` throw the UserErrors of `connect.ts`; a connection that is lost later is no error. */
export function createSshRemote(options: SshOptions): Remote & Ranges & HostKeys {
  const { log, secrets = new Map(), keyWorker = noWorker } = options
  const { environment = BARE_ENVIRONMENT, connectMs = LIMITS.connectMs } = options
  const ssh2 = new Ssh2({ log, secrets, keyWorker, connectMs })
  const connect: Connect = (entry) =>
    entry.transport === 'openssh'
      ? connectByOpenssh(entry, environment, connectMs)
      : ssh2.connect(entry)
  const logins = new Logins(new AskSsh(environment, log), log)
  const connections = new Map<string, HostConnection>()
  let closed = false
  const connectionTo = (host: HostEntry): HostConnection => {
    const way = wayOf(host)
    const known = connections.get(way)
    if (known !== undefined) return known
    const keyed = keyedEntry(host)
    const memory = keyed === null ? null : connectionTo(keyed)
    const made = new HostConnection(host, connect, log, memory)
    connections.set(way, made)
    return made
  }
  const connectionOf = async (written: HostEntry): Promise<HostConnection> => {
    const host = await logins.completed(written)
    if (closed) throw new UserError('interrupted', { host: host.name })
    return connectionTo(host)
  }
  return {
    async exec(host: HostEntry, request: ExecRequest): Promise<ExecEnd> {
      return await (await connectionOf(host)).exec(request)
    },
    async open(host: HostEntry, file: RangedFile): Promise<RangeReader | RangeRefusal> {
      // Its login runs one script; bytes would need a key that gives files.
      if (host.pinned && host.memoryKey === null) return { reason: 'denied', detail: 'pinned' }
      return await (await connectionOf(host)).ranges.open(file)
    },
    async hops(host: HostEntry): Promise<readonly HostEntry[]> {
      const full = await logins.completed(bySsh2(host))
      if (full.transport === 'openssh') throw new UserError('host-key-by-ssh', { host: host.name })
      return hopsTo(full)
    },
    look: (hop: HostEntry): Promise<ShownKey> => ssh2.look(hop),
    record: recordHostKey,
    async close(): Promise<void> {
      closed = true
      await Promise.all([...connections.values()].map((connection) => connection.close()))
      connections.clear()
      await ssh2.close()
    },
  }
}

function hopsTo(host: HostEntry): readonly HostEntry[] {
  return host.jump === null ? [host] : [...hopsTo(host.jump), host]
}

/** A key is looked at by ssh2, whoever will connect later. */
function bySsh2(host: HostEntry): HostEntry {
  return { ...host, transport: 'ssh2', jump: host.jump === null ? null : bySsh2(host.jump) }
}

function noWorker(): string {
  throw new Error('an encrypted key needs the keyWorker')
}
