/** Ranges of one host: a session of SFTP or of the loop, shared by all files that are open, ended after the last. */
import { randomBytes } from 'node:crypto'
import type { Client, ClientChannel } from 'ssh2'
import { UserError } from '../../domain/errors.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import type {
  MemoryRange,
  RangeBytes,
  RangedFile,
  RangeReader,
  RangeRefusal,
} from '../../domain/memory.ts'
import { PID_MAX } from '../../domain/target.ts'
import { type Loop, loopCommand, startLoop } from './loopSession.ts'
import { isRefusal, type OpenFile, type Session } from './session.ts'
import { startSftp } from './sftpSession.ts'

/** Opens a channel of the host's connection, counted among its channels until it closes. A refusal comes as its words. */
export type OpenChannel = (
  ask: (client: Client, opened: (error: Error | undefined, channel: ClientChannel) => void) => void,
) => Promise<ClientChannel | string>

const NONCE_BYTES = 12

interface Held {
  readonly session: Session
  files: number
}

export class HostRanges {
  readonly #entry: HostEntry
  readonly #channel: OpenChannel
  readonly #held = new Map<'sftp' | 'loop', Promise<Held | RangeRefusal>>()
  #hasSftp = true

  constructor(entry: HostEntry, channel: OpenChannel) {
    this.#entry = entry
    this.#channel = channel
  }

  async open(file: RangedFile): Promise<RangeReader | RangeRefusal> {
    const path = pathOf(file)
    const opened = (await this.#bySftp(path)) ?? (await this.#byLoop(path))
    if (isRefusal(opened)) return inTermsOf(file, opened)
    return new Reader(opened, () => this.#byLoop(path))
  }

  /** Null where the host has no SFTP. That is asked once: ssh2 leaves the refused channel open on the host. */
  async #bySftp(path: string): Promise<Opened | RangeRefusal | null> {
    if (!this.#hasSftp) return null
    const held = await this.#session('sftp', async () => {
      const channel = await this.#channel((client, opened) => void client.subsys('sftp', opened))
      if (typeof channel === 'string') return refused(channel)
      // What is no SFTP server, or a profile that talks, ends here; a lost connection is told by the loop's channel.
      const session = await startSftp(channel, this.#lost).catch(() => null)
      return session === null ? refused('no subsystem') : { session, files: 0 }
    })
    if (isRefusal(held)) {
      this.#hasSftp = !held.detail.includes('subsystem')
      return null
    }
    return await this.#openedIn('sftp', held, await held.session.open(path))
  }

  async #byLoop(path: string): Promise<Opened | RangeRefusal> {
    let first: Loop['first'] | null = null
    const held = await this.#session('loop', async () => {
      const nonce = randomBytes(NONCE_BYTES).toString('hex')
      const channel = await this.#channel((client, opened) => {
        client.exec(loopCommand(nonce, path), opened)
      })
      if (typeof channel === 'string') return refused(channel)
      const loop = await startLoop(channel, nonce, this.#lost)
      if (isRefusal(loop)) return loop
      first = loop.first
      return { session: loop.session, files: 0 }
    })
    if (isRefusal(held)) return held
    return await this.#openedIn('loop', held, first ?? (await held.session.open(path)))
  }

  /** A session that is there, or a new one for all who wait for it. */
  async #session(
    kind: 'sftp' | 'loop',
    start: () => Promise<Held | RangeRefusal>,
  ): Promise<Held | RangeRefusal> {
    const known = this.#held.get(kind)
    const held = known === undefined ? null : await known.catch(() => null)
    if (held !== null && isRefusal(held)) return held
    if (held?.session.alive === true) {
      held.files += 1
      return held
    }
    if (this.#held.get(kind) !== known) return await this.#session(kind, start)
    const starting = start()
    this.#held.set(kind, starting)
    starting.catch(() => undefined)
    const began = await starting
    if (isRefusal(began)) this.#held.delete(kind)
    else began.files += 1
    return began
  }

  /** Counts the file as closed at once where it was refused. */
  async #openedIn(
    kind: 'sftp' | 'loop',
    held: Held,
    file: OpenFile | RangeRefusal,
  ): Promise<Opened | RangeRefusal> {
    if (!isRefusal(file)) return { way: held.session.way, file, left: () => this.#left(kind, held) }
    await this.#left(kind, held)
    return file
  }

  async #left(kind: 'sftp' | 'loop', held: Held): Promise<void> {
    held.files -= 1
    if (held.files > 0) return
    const known = await this.#held.get(kind)?.catch(() => null)
    if (held.files > 0) return
    if (known === held) this.#held.delete(kind)
    await held.session.end()
  }

  readonly #lost = (detail: string): UserError =>
    new UserError('connection-lost', {
      host: this.#entry.name,
      address: this.#entry.address,
      port: this.#entry.port,
      detail,
    })
}

interface Opened {
  readonly way: Session['way']
  readonly file: OpenFile
  left(): Promise<void>
}

class Reader implements RangeReader {
  readonly way: RangeReader['way']
  readonly #opened: Opened
  readonly #byLoop: () => Promise<Opened | RangeRefusal>
  #loop: Promise<Opened | RangeRefusal> | null = null
  #closed = false

  constructor(opened: Opened, byLoop: () => Promise<Opened | RangeRefusal>) {
    this.way = opened.way
    this.#opened = opened
    this.#byLoop = byLoop
  }

  async read(ranges: readonly MemoryRange[], instant = false): Promise<readonly RangeBytes[]> {
    if (this.#closed || ranges.length === 0) return ranges.map(() => null)
    const { file } = instant ? await this.#instantly() : this.#opened
    return await file.read(ranges, instant)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#opened.file.close()
    await this.#opened.left()
    const loop = await this.#loop?.catch(() => null)
    if (loop === undefined || loop === null || isRefusal(loop)) return
    loop.file.close()
    await loop.left()
  }

  /** The loop reads all of a batch before it sends any; where there is none, SFTP does what it can. */
  async #instantly(): Promise<Opened> {
    if (this.way !== 'sftp') return this.#opened
    this.#loop ??= this.#byLoop()
    const loop = await this.#loop
    return isRefusal(loop) ? this.#opened : loop
  }
}

function refused(detail: string): RangeRefusal {
  return { reason: 'failed', detail }
}

/** The path on the host. Throws a bug's error where no evidence can have given it. */
function pathOf(file: RangedFile): string {
  if (file.kind === 'file') {
    if (!file.path.startsWith('/') || file.path.includes('\0'))
      throw new Error(`not a path of evidence: ${JSON.stringify(file.path)}`)
    return file.path
  }
  if (!Number.isInteger(file.pid) || file.pid < 1 || file.pid > PID_MAX)
    throw new Error(`not a pid: ${file.pid}`)
  return `/proc/${file.pid}/${file.kind === 'memory' ? 'mem' : 'pagemap'}`
}

/** A file of a process that is not there tells that the process is gone. */
function inTermsOf(file: RangedFile, refusal: RangeRefusal): RangeRefusal {
  return refusal.reason === 'absent' && file.kind !== 'file'
    ? { ...refusal, reason: 'gone' }
    : refusal
}
