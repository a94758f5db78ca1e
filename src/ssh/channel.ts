/** One exec on an open connection: the script on standard input, both outputs drained, a cap and a deadline. */
import type { ExecEnd, ExecRequest } from '../domain/ports.ts'
import { HOLD } from '../script/prelude.ts'
import { whenClosed } from './closing.ts'
import { detailOf } from './failure.ts'
import { type Channel, isChannel, type NoChannel, type Transport } from './transport.ts'

export interface Executed {
  readonly end: ExecEnd
  /** Bytes of both streams that came. */
  readonly bytes: number
  /** The host is there but opened no channel (MaxSessions), or would not run a command. */
  readonly refused: boolean
  /** It is refused because as many are open as the host grants. */
  readonly full: boolean
}

/** A channel that closed without a word of why. */
const LOST = 'the connection closed'
/** A killed command's channel closes at once; a peer that does not answer any more is left after this. */
const KILL_GRACE_MS = 1000

/**
 * Runs `sh -s -- ARGS`. At the deadline or the cap the remote process group is killed (closing a channel alone
 * leaves it running: facts/ssh 1), then the channel is closed, and if that goes unanswered the connection too.
 */
export function execute(transport: Transport, request: ExecRequest): Promise<Executed> {
  return new Promise((resolve, reject) => {
    const command = commandOf(request)
    const run = new Running(transport, request, resolve, reject)
    transport.open({ kind: 'exec', command }).then((answer) => run.opened(answer), reject)
  })
}

/** The command line. Arguments are checked, so that none needs quoting in whatever shell the account has. */
function commandOf(request: ExecRequest): string {
  const bad = request.args.find((arg) => !/^[A-Za-z0-9_./:-]+$/.test(arg))
  if (bad !== undefined)
    throw new Error(`not an argument for a remote shell: ${JSON.stringify(bad)}`)
  return [...(request.script === null ? [] : ['sh', '-s', '--']), ...request.args].join(' ')
}

class Running {
  readonly #transport: Transport
  readonly #request: ExecRequest
  readonly #resolve: (executed: Executed) => void
  readonly #reject: (error: unknown) => void
  readonly #deadline: NodeJS.Timeout
  readonly #leave: () => void
  #grace: NodeJS.Timeout | null = null
  #channel: Channel | null = null
  #killed: 'deadline' | 'too-large' | 'stopped' | null = null
  #exit: { readonly status: number | null; readonly signal: string | null } | null = null
  #bytes = 0
  #refused: NoChannel['kind'] | null = null
  #shown = false
  /** The end of what came before the script showed itself: a sign may come in two parts. */
  #before = ''
  #ended = false
  #lost = ''
  #thrown: { readonly error: unknown } | null = null
  readonly #onError = (error: Error): void => {
    this.#lost = detailOf(error)
  }
  readonly #onClose = (): void => this.#finish()
  readonly #onAbort = (): void => this.#kill('stopped')

  constructor(
    transport: Transport,
    request: ExecRequest,
    resolve: (executed: Executed) => void,
    reject: (error: unknown) => void,
  ) {
    this.#transport = transport
    this.#request = request
    this.#resolve = resolve
    this.#reject = reject
    this.#deadline = setTimeout(() => this.#kill('deadline'), request.deadlineMs)
    this.#leave = whenClosed(transport.closed, this.#onClose)
    request.signal?.addEventListener('abort', this.#onAbort)
    if (request.signal?.aborted === true) this.#kill('stopped')
  }

  opened(channel: Channel | NoChannel): void {
    if (!isChannel(channel)) {
      this.#lost ||= channel.detail
      this.#refused = channel.kind
      this.#finish()
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
    else if (this.#request.script !== null) channel.write(`${this.#request.script}\nexit\n`)
  }

  #take(stream: 'out' | 'err', bytes: Buffer): void {
    if (this.#killed !== null || this.#thrown !== null) return
    // Standard input stays open, and its end ends the script's guard (script/prelude.ts). The word goes out once
    // the script has shown that it runs, because some shells read ahead of the commands that they are given.
    if (!this.#shown && this.#shows(bytes)) this.#channel?.write(`${HOLD}\n`)
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

  /** Whether the script has shown itself by now: what a login profile says is not the script's. */
  #shows(bytes: Buffer): boolean {
    const { sign = '' } = this.#request
    const text = this.#before + bytes.toString('latin1')
    this.#shown = text.includes(sign)
    this.#before = this.#shown ? '' : text.slice(-sign.length)
    return this.#shown
  }

  #kill(why: 'deadline' | 'too-large' | 'stopped'): void {
    this.#killed ??= why
    this.#stop()
  }

  #stop(): void {
    if (this.#grace !== null) return
    this.#grace = setTimeout(() => {
      this.#transport.close()
      this.#finish()
    }, KILL_GRACE_MS)
    this.#channel?.kill()
  }

  #finish(): void {
    clearTimeout(this.#deadline)
    this.#leave()
    if (this.#grace !== null) clearTimeout(this.#grace)
    if (this.#ended) return
    this.#ended = true
    this.#request.signal?.removeEventListener('abort', this.#onAbort)
    if (this.#thrown !== null) this.#reject(this.#thrown.error)
    else this.#resolve(this.#executed())
  }

  #executed(): Executed {
    const none = this.#killed === null ? this.#refused : null
    const refused = none === 'refused' || none === 'full'
    return { end: this.#end(), bytes: this.#bytes, refused, full: none === 'full' }
  }

  #end(): ExecEnd {
    if (this.#killed !== null) return { kind: 'killed', why: this.#killed }
    if (this.#exit !== null) return { kind: 'exited', ...this.#exit }
    // A host always tells how a command ended; a channel that closes without was cut.
    return { kind: 'lost', detail: this.#transport.trouble || this.#lost || LOST }
  }
}
