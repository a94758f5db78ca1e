/** The SSH agent of one login (draft-ietf-sshm-ssh-agent, by ssh2), of which no socket stays open when the login is over. */
import type { Duplex } from 'node:stream'
import ssh2, { type GetStreamCallback } from 'ssh2'

export class LoginAgent extends ssh2.OpenSSHAgent {
  readonly #streams = new Set<Duplex>()

  override getStream(done: GetStreamCallback): void {
    super.getStream((error, stream) => {
      if (stream !== undefined) {
        this.#streams.add(stream)
        stream.on('close', () => this.#streams.delete(stream))
      }
      done(error, stream)
    })
  }

  /** Leaves an agent that has not answered: ssh2 itself would wait for it for ever. */
  close(): void {
    for (const stream of this.#streams) stream.destroy()
  }
}
