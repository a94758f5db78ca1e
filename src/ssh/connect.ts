/** Opens one verified, authenticated connection to a host of the inventory. */
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { Authentication, checkMeans, type Means } from './authentication.ts'
import { noCommonHostKey } from './failure.ts'
import { handshake } from './handshake.ts'
import { hostKeyCheck } from './hostKey.ts'
import { ssh2Transport } from './ssh2Transport.ts'
import type { Connect } from './transport.ts'
import { UserKeys } from './userKeys.ts'

export interface ConnectOptions {
  /** Passphrases and passwords by the names of their variables. */
  readonly secrets: ReadonlyMap<string, string>
  /** File of the built keyWorker. */
  readonly keyWorker: () => string
}

/**
 * Gives the way by ssh2. It throws UserError: `no-known-hosts`, `key-unreadable|locked|passphrase`,
 * `host-key-unknown|changed|revoked`, `connection-refused|timeout|lost`, `host-unreachable`, `auth-failed`, `agent-unusable`.
 */
export function ssh2Connect(options: ConnectOptions): Connect {
  const keys = new UserKeys(options.secrets, options.keyWorker)
  const meansOf = async (entry: HostEntry): Promise<Means> => {
    const { passwordEnv } = entry.credentials
    const password = passwordEnv === null ? null : (options.secrets.get(passwordEnv) ?? null)
    const means = { ...(await keys.keysOf(entry)), password }
    checkMeans(entry, means)
    return means
  }
  return async (entry) => {
    const [check, means] = await Promise.all([hostKeyCheck(entry), meansOf(entry)])
    const attempt = (algorithms = check.algorithms()) => {
      const auth = new Authentication(entry, means)
      return handshake({ entry, auth, check, algorithms, sock: null })
    }
    try {
      return ssh2Transport(await attempt())
    } catch (error) {
      // None of the recorded types is there any more: ask for any key, to name in the refusal what is shown now.
      const isOther = error instanceof UserError && noCommonHostKey(error.cause)
      if (isOther && check.algorithms().length > 0) return ssh2Transport(await attempt([]))
      throw error
    }
  }
}
