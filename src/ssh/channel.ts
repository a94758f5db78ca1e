/** One exec on an open connection: the script on standard input, both outputs drained, a cap and a deadline. */
import type { Client, ClientChannel } from 'ssh2'
import type { ExecEnd, ExecRequest } from '../domain/ports.ts'
import { HOLD } from '../script/prelude.ts'
import { detailOf } from './failure.ts'

export interface Executed {
  readonly end: ExecEnd
  /** Bytes of both streams that came. */
  readonly bytes: number
  /** The host is there but opened no channel (MaxSessions), or would not run a command. */
  readonly refused: boolean
}

/** A killed command's channel closes at once; a peer that does not answer any more is left after this. */
const KILL_GRACE_MS = 1000

/**
 * Runs `sh -s -- ARGS`. At the deadline or the cap the remote process group is killed (closing a channel alone
 * leaves it running: facts/ssh 1), then the channel is closed, and if that goes unanswered the connection too.
 */
export function execute(client: Client, request: ExecRequest): Promise<Executed> {
  return new Promise((resolve, reject) => {
    const command = commandOf(request)
    const run = new Running(client, request, resolve, reject)
    try {
      client.exec(command, (error, channel) => run.opened(error, channel))
    } catch (error) {
      // The connection ended before its close was told.
      run.notOpened(error, false)
    }
  })
}

/** The command line. Arguments are checked, so that none needs quoting in whatever shell the account has. */
function commandOf(request: ExecRequest): string {
  const bad = request.args.find((arg) => !/^[A-Za-z0-9_.-]+$/.test(arg))
  if (bad !== undefined)
    throw new Error(`not an argument for a remote shell: ${JSON.stringify(bad)}`)
  return ['sh', '-s', '--', ...request.args].join(' ')
}

class Running {
  readonly #client: Client
  readonly #request: ExecRequest
  readonly #resolve: (executed: Executed) => void
  readonly #reject: (error: unknown) => void
  readonly #deadline: NodeJS.Timeout
  #grace: NodeJS.Timeout | null = null
  #channel: ClientChannel | null = null
  #killed: 'deadline' | 'too-large' | null = null
  #exit: { readonly status: number | null; readonly signal: string | null } | null = null
  #bytes = 0
  #refused = false
  #lost = ''
  #thrown: { readonly error: unknown } | null = null
  readonly #onError = (error: Error): void => {
    this.#lost = detailOf(error)
  }
  readonly #onClose = (): void => this.#finish()

  constructor(
    client: Client,
    request: ExecRequest,
    resolve: (executed: Executed) => void,
    reject: (error: unknown) => void,
  ) {
    this.#client = client
    this.#request = request
    this.#resolve = resolve
    this.#reject = reject
    this.#deadline = setTimeout(() => this.#kill('deadline'), request.deadlineMs)
    client.on('error', this.#onError)
    client.on('close', this.#onClose)
  }

  opened(error: Error | undefined, channel: ClientChannel): void {
    if (error !== undefined) {
      this.notOpened(error, /open failure|unable to exec/i.test(error.message))
      return
    }
    this.#channel = channel
    channel.on('error', this.#onError)
    // Both streams must be read: an undrained one stops the channel, and `close` never comes.
    channel.on('data', (bytes: Buffer) => this.#take('out', bytes))
    channel.stderr.on('data', (bytes: Buffer) => this.#take('err', bytes))
    channel.on('exit', (status: number | null, signal?: string) => {
      this.#exit = { status, signal: signal ?? null }
    })
    channel.on('close', this.#onClose)
    if (this.#killed !== null) this.#stop()
    else channel.write(`${this.#request.script}\nexit\n`)
  }

  notOpened(error: unknown, refused: boolean): void {
    this.#lost ||= detailOf(error)
    this.#refused = refused
    this.#finish()
  }

  #take(stream: 'out' | 'err', bytes: Buffer): void {
    if (this.#killed !== null || this.#thrown !== null) return
    // Standard input stays open, and its end ends the script's guard (script/prelude.ts). The word goes out once
    // the script has shown that it runs, because some shells read ahead of the commands that they are given.
    if (this.#bytes === 0) this.#channel?.write(`${HOLD}\n`)
    const room = this.#request.maxBytes - this.#bytes
    const kept = bytes.length <= room ? bytes : bytes.subarray(0, room)
    this.#bytes += kept.length
    try {
      if (kept.length > 0) this.#request.onBytes(stream, kept)
    } catch (error) {
      this.#thrown = { error }
      this.#stop()
      return
    }
    if (bytes.length > room) this.#kill('too-large')
  }

  #kill(why: 'deadline' | 'too-large'): void {
    this.#killed ??= why
    this.#stop()
  }

  #stop(): void {
    if (this.#grace !== null) return
    this.#grace = setTimeout(() => {
      this.#client.destroy()
      this.#finish()
    }, KILL_GRACE_MS)
    if (this.#channel === null) return
    try {
      this.#channel.signal('KILL')
      this.#channel.close()
    } catch (error) {
      // The channel has closed in this very moment: its close event ends the run.
      this.#onError(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #finish(): void {
    clearTimeout(this.#deadline)
    if (this.#grace !== null) clearTimeout(this.#grace)
    this.#client.off('error', this.#onError)
    this.#client.off('close', this.#onClose)
    if (this.#thrown !== null) this.#reject(this.#thrown.error)
    else this.#resolve({ end: this.#end(), bytes: this.#bytes, refused: this.#refused })
  }

  #end(): ExecEnd {
    if (this.#killed !== null) return { kind: 'killed', why: this.#killed }
    if (this.#exit !== null) return { kind: 'exited', ...this.#exit }
    // A host always tells how a command ended; a channel that closes without was cut.
    return { kind: 'lost', detail: this.#lost || 'the connection closed' }
  }
}
