/** Channels of a master: one client process each, opened one after the other so that the master's words tell which. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Ask, Channel, NoChannel } from '../transport.ts'
import { channelArguments } from './arguments.ts'
import type { Master, MasterOptions } from './master.ts'
import { type Ended, pipedChannel } from './pipedChannel.ts'

/** The status that ssh gives for everything that went wrong on its own side; a command may have it too. */
const SSH_FAILED = 255
/** The master's last words on a channel come on another pipe than the client's end. */
const WORDS_WAIT_MS = 1000
/** An SFTP server answers its first packet well within this, on a busy host too. */
const SFTP_SILENT_MS = 5000
/** What the master tells of a signal: that there was one. */
const SOME_SIGNAL = 'unknown'

export class Channels {
  readonly #master: Master
  readonly #options: MasterOptions
  readonly #children = new Set<ChildProcessWithoutNullStreams>()
  #last: Promise<unknown> = Promise.resolve()
  #over = false

  constructor(master: Master, options: MasterOptions) {
    this.#master = master
    this.#options = options
    void master.ended.then(() => this.end())
  }

  /** The next one waits until the host has answered. */
  open(ask: Ask): Promise<Channel | NoChannel> {
    const opening = this.#last.then(() => this.#open(ask))
    this.#last = opening
    return opening
  }

  /** Ends all clients; nothing is opened any more. */
  end(): void {
    this.#over = true
    for (const child of this.#children) child.kill('SIGKILL')
  }

  #open(ask: Ask): Promise<Channel | NoChannel> {
    if (this.#over) return Promise.resolve({ kind: 'lost', detail: '' })
    const watched = ask.kind === 'sftp' ? killedWhenSilent : (channel: Channel) => channel
    return new Promise((resolve) => {
      const child = this.#client(ask)
      const fate = new Fate(this.#master)
      const none = (kind: NoChannel['kind'], detail: string): void => {
        fate.forget()
        child.stdout.resume()
        child.stderr.resume()
        child.kill('SIGKILL')
        resolve({ kind, detail })
      }
      const early = (): void => none('lost', '')
      child.once('close', early)
      fate.decided = (refusal) => {
        child.off('close', early)
        if (refusal !== null) none('full', refusal)
        else resolve(watched(pipedChannel(child, (code) => fate.end(code))))
      }
    })
  }

  #client(ask: Ask): ChildProcessWithoutNullStreams {
    const { program, environment } = this.#options
    const words = channelArguments(this.#master.socket, ask)
    const child = spawn(program, words, { env: environment, detached: true, cwd: '/' })
    this.#children.add(child)
    child.on('error', () => undefined)
    child.once('close', () => this.#children.delete(child))
    return child
  }
}

/**
 * A host that has no SFTP may leave the channel open all the same, and ssh does not tell (an sshd closes it at once). A
 * server answers its first packet, so one that stays silent is none.
 */
function killedWhenSilent(channel: Channel): Channel {
  const timer = setTimeout(() => channel.kill(), SFTP_SILENT_MS)
  const heard = (): void => clearTimeout(timer)
  channel.prependOnceListener('data', heard)
  channel.once('close', heard)
  return channel
}

/** What the master says of the channel that is being opened, and of its end. */
class Fate {
  /** Called once: null when the channel is open, else the host's words. */
  decided: (refusal: string | null) => void = () => undefined
  readonly forget: () => void
  readonly #master: Master
  #channel: number | null = null
  #open = false
  #how: 'status' | 'signal' | null = null
  readonly #freed: Promise<void>
  #free: () => void = () => undefined

  constructor(master: Master) {
    this.#master = master
    this.#freed = new Promise((resolve) => {
      this.#free = resolve
    })
    this.forget = master.hear((said) => {
      if (said.kind === 'new' && !this.#open) this.#channel = said.channel
      else if (said.kind === 'opened' && !this.#open) this.#decide(null)
      else if (said.kind === 'refused' && !this.#open) this.#decide(said.detail)
      else if (said.kind === 'ended' && said.channel === this.#channel) this.#how = said.how
      else if (said.kind === 'freed' && said.channel === this.#channel) this.#free()
    })
  }

  /** Null where the host did not tell how the command ended: its connection was lost, or the client was killed. */
  async end(code: number | null): Promise<Ended> {
    if (code === SSH_FAILED && this.#how === null) await this.#lastWords()
    this.forget()
    if (code === null) return null
    if (this.#how === 'signal') return { status: null, signal: SOME_SIGNAL }
    return code === SSH_FAILED && this.#how === null ? null : { status: code, signal: null }
  }

  #decide(refusal: string | null): void {
    this.#open = true
    this.decided(refusal)
  }

  async #lastWords(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, WORDS_WAIT_MS)
      void Promise.race([this.#freed, this.#master.ended]).then(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
