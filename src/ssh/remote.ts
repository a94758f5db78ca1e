/** The ports `Remote` and `Ranges` over ssh2: one connection a host, kept between questions. */
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { RangedFile, RangeReader, RangeRefusal, Ranges } from '../domain/memory.ts'
import type { ExecEnd, ExecRequest, Log, Remote } from '../domain/ports.ts'
import { ssh2Connect } from './connect.ts'
import { HostConnection } from './hostConnection.ts'
import { completed } from './login.ts'
import { keyedEntry } from './ranges/grants.ts'

export interface SshOptions {
  readonly log: Log
  /** Passphrases and passwords by the names of their variables; none where left out. */
  readonly secrets?: ReadonlyMap<string, string>
  /** Gives the file of the built keyWorker, which opens encrypted keys. */
  readonly keyWorker?: () => string
}

/** Gives both. `exec` and `open` throw the UserErrors of `connect.ts`; a connection that is lost later is no error. */
export function createSshRemote(options: SshOptions): Remote & Ranges {
  const connect = ssh2Connect({
    secrets: options.secrets ?? new Map(),
    keyWorker: options.keyWorker ?? noWorker,
  })
  const connections = new Map<string, HostConnection>()
  let closed = false
  const connectionOf = (written: HostEntry): HostConnection => {
    const host = completed(written)
    if (closed) throw new UserError('interrupted', { host: host.name })
    const key = identity(host)
    const known = connections.get(key)
    if (known !== undefined) return known
    const keyed = keyedEntry(host)
    const made = new HostConnection(
      host,
      connect,
      options.log,
      keyed === null ? null : connectionOf(keyed),
    )
    connections.set(key, made)
    return made
  }
  return {
    async exec(host: HostEntry, request: ExecRequest): Promise<ExecEnd> {
      return await connectionOf(host).exec(request)
    },
    async open(host: HostEntry, file: RangedFile): Promise<RangeReader | RangeRefusal> {
      return await connectionOf(host).ranges.open(file)
    },
    async close(): Promise<void> {
      closed = true
      await Promise.all([...connections.values()].map((connection) => connection.close()))
      connections.clear()
    },
  }
}

/** Two entries share a connection only when all that decides who is reached, and how it is checked, is the same. */
function identity(host: HostEntry): string {
  const { aliases: _, memory: __, sudo: ___, ...way } = host
  return JSON.stringify(way)
}

function noWorker(): string {
  throw new Error('an encrypted key needs the keyWorker')
}
