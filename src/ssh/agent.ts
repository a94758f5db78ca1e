/** The SSH agent of one login (draft-ietf-sshm-ssh-agent, by ssh2), of which no socket stays open when the login is over. */
import type { Duplex } from 'node:stream'
import ssh2, {
  type GetStreamCallback,
  type IdentityCallback,
  type KnownPublicKeys,
  type ParsedKey,
} from 'ssh2'

/** Which of its keys are tried: those that the host's key files are of, first or alone. */
export interface OwnKeys {
  /** Public keys, as they go over the wire. */
  readonly blobs: readonly Buffer[]
  readonly only: boolean
}

export class LoginAgent extends ssh2.OpenSSHAgent {
  readonly #own: OwnKeys
  readonly #streams = new Set<Duplex>()

  constructor(socket: string, own: OwnKeys) {
    super(socket)
    this.#own = own
  }

  override getStream(done: GetStreamCallback): void {
    super.getStream((error, stream) => {
      if (stream !== undefined) {
        this.#streams.add(stream)
        stream.on('close', () => this.#streams.delete(stream))
      }
      done(error, stream)
    })
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => done(error, keys && this.#inOrder(keys)))
  }

  /** Leaves an agent that has not answered: ssh2 itself would wait for it for ever. */
  close(): void {
    for (const stream of this.#streams) stream.destroy()
  }

  /** The host ends a login after so many keys that it does not know (MaxAuthTries): the likely ones go first. */
  #inOrder(keys: KnownPublicKeys<ParsedKey>): KnownPublicKeys<ParsedKey> {
    const isOwn = (key: KnownPublicKeys<ParsedKey>[number]): boolean =>
      'getPublicSSH' in key && this.#own.blobs.some((blob) => blob.equals(key.getPublicSSH()))
    const others = this.#own.only ? [] : keys.filter((key) => !isOwn(key))
    return [...keys.filter(isOwn), ...others]
  }
}
