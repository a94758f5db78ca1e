/** One connection by ssh2 from its first byte to being logged in: bounded in time, verified, never left open when it fails. */
import type { Duplex } from 'node:stream'
import ssh2, { type Client, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import { type Authentication, agentUnusable } from './authentication.ts'
import { connectFailure, detailOf, levelOf } from './failure.ts'
import type { HostKeyCheck } from './hostKey.ts'

export interface Handshake {
  readonly entry: HostEntry
  readonly auth: Authentication
  readonly check: Pick<HostKeyCheck, 'accepts' | 'error'>
  /** Host key types to offer; empty for whatever the host prefers. */
  readonly algorithms: readonly ServerHostKeyAlgorithm[]
  /** What to speak over instead of a connection of its own: a way through a jump host. */
  readonly sock: Duplex | null
  /** The longest that it may take. */
  readonly connectMs: number
}

/** Gives a client that is ready. Rejects with the UserError that says what ended it. */
export function handshake(of: Handshake): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    const over = (): void => {
      clearTimeout(timer)
      of.auth.close()
    }
    const fail = (error: UserError): void => {
      over()
      reject(error)
      client.destroy()
    }
    // The last word of a connection comes late, and an error that nobody hears would end the program.
    client.on('error', (error) => {
      // An agent's trouble is told first, and then the next method is tried.
      if (levelOf(error) === 'agent') of.auth.agentFailed(error)
      else fail(failureOf(of, error))
    })
    client.on('close', () => fail(failureOf(of, new Error('closed before it was ready'))))
    // Small writes follow each other (exec, then the script): held back for an ACK, each round would lose 40 ms.
    client.on('connect', () => of.sock === null && client.setNoDelay(true))
    client.on('ready', () => {
      over()
      resolve(client)
    })
    const timer = setTimeout(() => fail(timedOut(of)), of.connectMs)
    try {
      client.connect(config(of))
    } catch (error) {
      fail(failureOf(of, error))
    }
  })
}

function config({ entry, auth, check, algorithms, sock, connectMs }: Handshake): ConnectConfig {
  return {
    ...(sock === null ? { host: entry.address, port: entry.port } : { sock }),
    username: entry.user,
    // Without a verifier ssh2 accepts any key.
    hostVerifier: (shown: Buffer) => check.accepts(shown),
    authHandler: auth.handler,
    readyTimeout: connectMs,
    keepaliveInterval: LIMITS.keepaliveMs,
    keepaliveCountMax: LIMITS.keepaliveMisses,
    ...(algorithms.length === 0 ? {} : { algorithms: { serverHostKey: [...algorithms] } }),
  }
}

function failureOf({ entry, auth, check }: Handshake, error: unknown): UserError {
  const refused = check.error()
  if (refused !== null) return refused
  const isAuth =
    levelOf(error) === 'client-authentication' || /too many auth/i.test(detailOf(error))
  return isAuth ? auth.error(error) : connectFailure(entry, error)
}

function timedOut({ entry, auth, connectMs }: Handshake): UserError {
  const seconds = connectMs / 1000
  if (auth.waitsForAgent) return agentUnusable(entry, `no answer within ${seconds} s`)
  const { name: host, address, port } = entry
  return new UserError('connection-timeout', { host, address, port, seconds, detail: '' })
}
