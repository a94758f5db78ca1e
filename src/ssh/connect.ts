/** Opens verified, authenticated connections by ssh2, through jump hosts where there are some. */
import type { Client, ServerHostKeyAlgorithm } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Log, ShownKey } from '../domain/ports.ts'
import { Authentication, checkMeans, type Means } from './authentication.ts'
import { noCommonHostKey } from './failure.ts'
import { type Handshake, handshake } from './handshake.ts'
import { HostKeyLook, hostKeyCheck } from './hostKey.ts'
import { JumpHosts } from './jumpHosts.ts'
import { publicKeysOf } from './publicKeys.ts'
import { ssh2Transport } from './ssh2Transport.ts'
import type { Connect } from './transport.ts'
import { UserKeys } from './userKeys.ts'

export interface Ssh2Options {
  readonly log: Log
  /** Passphrases and passwords by the names of their variables. */
  readonly secrets: ReadonlyMap<string, string>
  /** File of the built keyWorker. */
  readonly keyWorker: () => string
  /** A jump host that nothing hangs on any more is left after this; LIMITS.idleJumpMs where left out. */
  readonly idleJumpMs?: number
  /** The longest that connecting may take; `LIMITS.connectMs` where left out. */
  readonly connectMs?: number
}

const NO_MEANS: Means = { keys: [], failed: [], password: null, own: [] }

export class Ssh2 {
  readonly #secrets: ReadonlyMap<string, string>
  readonly #keys: UserKeys
  readonly #jumps: JumpHosts
  readonly #connectMs: number

  constructor(options: Ssh2Options) {
    this.#secrets = options.secrets
    this.#keys = new UserKeys(options.secrets, options.keyWorker)
    const { log, idleJumpMs = LIMITS.idleJumpMs, connectMs = LIMITS.connectMs } = options
    this.#connectMs = connectMs
    this.#jumps = new JumpHosts((entry) => this.#login(entry), log, idleJumpMs)
  }

  /**
   * Throws UserError: `no-known-hosts`, `host-key-unknown|changed|revoked`, `connection-refused|timeout|lost`,
   * `host-unreachable`, `forward-refused`, `key-unreadable|locked|passphrase`, `agent-unusable`, `auth-failed`.
   */
  readonly connect: Connect = async (entry) => ssh2Transport(await this.#login(entry))

  /** The key that the host shows: nothing is sent to it and nobody logs in there, but on its jump hosts. */
  async look(entry: HostEntry): Promise<ShownKey> {
    const look = await HostKeyLook.at(entry)
    const shown = await this.#withTypes(look.algorithms(), (algorithms) => {
      const auth = new Authentication(entry, NO_MEANS)
      return this.#attempt({ entry, auth, check: look, algorithms }).catch((error: unknown) => {
        if (look.shown() === null) throw error
        return null
      })
    })
    // It always refuses.
    shown?.destroy()
    const key = look.shown()
    if (key === null) throw new Error('a key was taken that nobody has looked at')
    return key
  }

  /** Leaves the jump hosts; connections to hosts are closed by those who have them. */
  close(): Promise<void> {
    return this.#jumps.close()
  }

  async #login(entry: HostEntry): Promise<Client> {
    const [check, means] = await Promise.all([hostKeyCheck(entry), this.#meansOf(entry)])
    return await this.#withTypes(check.algorithms(), (algorithms) => {
      const auth = new Authentication(entry, means)
      return this.#attempt({ entry, auth, check, algorithms })
    })
  }

  async #meansOf(entry: HostEntry): Promise<Means> {
    const { agentSocket, keyFiles, passwordEnv } = entry.credentials
    const password = passwordEnv === null ? null : (this.#secrets.get(passwordEnv) ?? null)
    const own = agentSocket === null ? [] : await publicKeysOf(keyFiles)
    const means = { ...(await this.#keys.keysOf(entry)), password, own }
    checkMeans(entry, means)
    return means
  }

  async #attempt(wanted: Omit<Handshake, 'sock' | 'connectMs'>): Promise<Client> {
    const of = { ...wanted, connectMs: this.#connectMs }
    const { jump } = of.entry
    if (jump === null) return await handshake({ ...of, sock: null })
    const passage = await this.#jumps.through(jump, of.entry)
    try {
      return await handshake({ ...of, sock: passage.sock })
    } finally {
      passage.shaken()
    }
  }

  /** Where none of the recorded types is there any more any key is asked for, to name in the refusal what is shown now. */
  async #withTypes<T>(
    recorded: readonly ServerHostKeyAlgorithm[],
    attempt: (algorithms: readonly ServerHostKeyAlgorithm[]) => Promise<T>,
  ): Promise<T> {
    try {
      return await attempt(recorded)
    } catch (error) {
      const isOther = error instanceof UserError && noCommonHostKey(error.cause)
      if (isOther && recorded.length > 0) return await attempt([])
      throw error
    }
  }
}
