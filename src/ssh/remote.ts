/** The port `Remote` over ssh2: one connection a host, kept between questions. */
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { ExecEnd, ExecRequest, Log, Remote } from '../domain/ports.ts'
import { HostConnection } from './hostConnection.ts'
import { UserKeys } from './userKeys.ts'

/** Gives a Remote. Its `exec` throws the UserErrors of `connect.ts`; a connection that is lost later is no error. */
export function createSshRemote(options: { readonly log: Log }): Remote {
  const keys = new UserKeys()
  const connections = new Map<string, HostConnection>()
  let closed = false
  return {
    async exec(host: HostEntry, request: ExecRequest): Promise<ExecEnd> {
      if (closed) throw new UserError('interrupted', { host: host.name })
      const key = identity(host)
      const known = connections.get(key) ?? new HostConnection(host, keys, options.log)
      connections.set(key, known)
      return await known.exec(request)
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
  return JSON.stringify([
    host.address,
    host.port,
    host.user,
    host.keyFile,
    host.knownHostsFile,
    host.name,
  ])
}
