/** Opens one verified, authenticated connection to a host of the inventory. */
import ssh2, {
  type Client,
  type ConnectConfig,
  type ParsedKey,
  type PublicKeyAuthMethod,
  type ServerHostKeyAlgorithm,
} from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import { connectFailure, noCommonHostKey } from './failure.ts'
import { type HostKeyCheck, hostKeyCheck } from './hostKey.ts'
import { ssh2Transport } from './ssh2Transport.ts'
import type { Transport } from './transport.ts'
import type { UserKeys } from './userKeys.ts'

/**
 * Gives a ready connection by ssh2. Throws UserError: `no-known-hosts`, `key-unreadable`, `host-key-unknown|changed|revoked`,
 * `connection-refused|timeout|lost`, `host-unreachable`, `auth-failed`.
 */
export async function connect(entry: HostEntry, keys: UserKeys): Promise<Transport> {
  const [check, own] = await Promise.all([hostKeyCheck(entry), keys.keysOf(entry)])
  try {
    return ssh2Transport(await attempt(entry, own, check, check.algorithms()))
  } catch (error) {
    // None of the recorded types is there any more: ask for any key, to name in the refusal what is shown now.
    if (
      error instanceof UserError &&
      noCommonHostKey(error.cause) &&
      check.algorithms().length > 0
    ) {
      return ssh2Transport(await attempt(entry, own, check, []))
    }
    throw error
  }
}

function attempt(
  entry: HostEntry,
  keys: readonly ParsedKey[],
  check: HostKeyCheck,
  algorithms: readonly ServerHostKeyAlgorithm[],
): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    // The last word of a connection comes late, and an error that nobody hears would end the program.
    client.on('error', (error) => fail(error))
    client.on('close', () => fail(new Error('closed before it was ready')))
    // Small writes follow each other (exec, then the script): held back for an ACK, each round would lose 40 ms.
    client.on('connect', () => client.setNoDelay(true))
    client.on('ready', () => {
      clearTimeout(timer)
      resolve(client)
    })
    const fail = (error: unknown): void => {
      clearTimeout(timer)
      reject(check.error() ?? connectFailure(entry, error))
      client.destroy()
    }
    const timer = setTimeout(() => {
      reject(timedOut(entry))
      client.destroy()
    }, LIMITS.connectMs)
    try {
      client.connect(config(entry, keys, check, algorithms))
    } catch (error) {
      fail(error)
    }
  })
}

function config(
  entry: HostEntry,
  keys: readonly ParsedKey[],
  check: HostKeyCheck,
  algorithms: readonly ServerHostKeyAlgorithm[],
): ConnectConfig {
  const methods = keys.map(
    (key): PublicKeyAuthMethod => ({ type: 'publickey', username: entry.user, key }),
  )
  return {
    host: entry.address,
    port: entry.port,
    username: entry.user,
    // Without a verifier ssh2 accepts any key.
    hostVerifier: (shown: Buffer) => check.accepts(shown),
    authHandler: methods,
    readyTimeout: LIMITS.connectMs,
    keepaliveInterval: LIMITS.keepaliveMs,
    keepaliveCountMax: LIMITS.keepaliveMisses,
    ...(algorithms.length === 0 ? {} : { algorithms: { serverHostKey: [...algorithms] } }),
  }
}

function timedOut(entry: HostEntry): UserError {
  return new UserError('connection-timeout', {
    host: entry.name,
    address: entry.address,
    port: entry.port,
    seconds: LIMITS.connectMs / 1000,
    detail: '',
  })
}
