/** A TCP connection that a jump host makes for us (RFC 4254, 7.2), as a stream; and why it made none. */
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import { SECOND_MS } from '../domain/time.ts'
import { detailOf } from './failure.ts'

/** Where the connection is said to come from: nobody there uses it (ssh -W says the same). */
const FROM = { address: '127.0.0.1', port: 0 }
/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED and SSH_OPEN_CONNECT_FAILED (RFC 4254, 5.1). */
const PROHIBITED = 1
const CONNECT_FAILED = 2

/**
 * Gives the stream to the host's port. Throws UserError `forward-refused` where the jump host lets nobody through, and
 * `connection-refused|timeout`, `host-unreachable` as the jump host found the host.
 */
export function forwarded(client: Client, jump: HostEntry, entry: HostEntry): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      reject(new UserError('connection-timeout', { ...placeOf(jump, entry), seconds: seconds() }))
    }, LIMITS.connectMs)
    const none = (error: unknown): void => {
      clearTimeout(timer)
      reject(forwardFailure(jump, entry, error))
    }
    try {
      client.forwardOut(FROM.address, FROM.port, entry.address, entry.port, (error, channel) => {
        if (error !== undefined) none(error)
        else if (late) channel.destroy()
        else {
          clearTimeout(timer)
          resolve(channel)
        }
      })
    } catch (error) {
      // It has closed in this very moment.
      none(error)
    }
  })
}

function seconds(): number {
  return LIMITS.connectMs / SECOND_MS
}

function forwardFailure(jump: HostEntry, entry: HostEntry, error: unknown): UserError {
  const at = placeOf(jump, entry)
  const detail = detailOf(error)
  const reason: unknown = error instanceof Error ? Reflect.get(error, 'reason') : null
  if (reason === PROHIBITED) {
    const params = { ...at, host: jump.name, user: jump.user, reaching: entry.name }
    return new UserError('forward-refused', params, error)
  }
  if (reason !== CONNECT_FAILED) {
    const { name: host, address, port } = jump
    const params = { host, address, port, detail, reaching: entry.name }
    return new UserError('connection-lost', params, error)
  }
  if (/refused/i.test(detail)) return new UserError('connection-refused', at, error)
  if (/timed out/i.test(detail))
    return new UserError('connection-timeout', { ...at, detail }, error)
  return new UserError('host-unreachable', { ...at, detail }, error)
}

function placeOf(jump: HostEntry, entry: HostEntry): UserError['params'] {
  return { host: entry.name, address: entry.address, port: entry.port, via: jump.name }
}
