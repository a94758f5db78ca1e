/** Ranges of one host: a session of SFTP or of the loop, shared by all files that are open, ended after the last. */
import { randomBytes } from 'node:crypto'
import { UserError } from '../../domain/errors.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import type { RangedFile, RangeReader, RangeRefusal } from '../../domain/memory.ts'
import { PID_MAX } from '../../domain/target.ts'
import type { Ask, Channel } from '../transport.ts'
import { type Loop, loopCommand, startLoop } from './loopSession.ts'
import { isRefusal, type OpenFile, type Session } from './session.ts'
import { startSftp } from './sftpSession.ts'
import { type Further, WideFile } from './wideFile.ts'

/** Opens a channel of the host's connection, counted among its channels until it closes. A refusal comes as its words. */
export type OpenChannel = (ask: Ask) => Promise<Channel | string>

/** The same, where a channel is free and nobody waits for it; `wanted` is called once somebody does. */
export type OpenSpare = (ask: Ask, wanted: () => void) => Promise<Channel | string>

const NONCE_BYTES = 12

type Way = 'sftp' | 'loop'

interface Held {
  readonly session: Session
  files: number
}

export class HostRanges {
  readonly #entry: HostEntry
  readonly #channel: OpenChannel
  readonly #spare: OpenSpare
  readonly #held = new Map<Way, Promise<Held | RangeRefusal>>()
  readonly #only: Way | null
  #hasSftp = true

  /** `only` is for channels that give nothing else; where it fails, that is told as `no-tool`, and it is tried again. */
  constructor(
    entry: HostEntry,
    channel: OpenChannel,
    spare: OpenSpare = noSpare,
    only: Way | null = null,
  ) {
    this.#entry = entry
    this.#channel = channel
    this.#spare = spare
    this.#only = only
  }

  async open(file: RangedFile): Promise<RangeReader | RangeRefusal> {
    const path = pathOf(file)
    if (this.#only !== null) return await this.#byOne(file, path)
    // A living process is best read at one instant, which the loop does; a file lies still, and SFTP starts nothing.
    const still = file.kind === 'file' && !this.#held.has('loop')
    const ways: readonly Way[] = still ? ['sftp', 'loop'] : ['loop', 'sftp']
    let lacking: RangeRefusal = { reason: 'no-tool', detail: '' }
    for (const way of ways) {
      const opened = await (way === 'sftp' ? this.#bySftp(path) : this.#byLoop(path))
      if (!('lacks' in opened)) {
        return isRefusal(opened) ? inTermsOf(file, opened) : readerOf(opened)
      }
      if (lacking.detail === '' || way === 'loop') lacking = opened.lacks
    }
    return lacking
  }

  async #byOne(file: RangedFile, path: string): Promise<RangeReader | RangeRefusal> {
    this.#hasSftp = true
    const opened = await (this.#only === 'sftp' ? this.#bySftp(path) : this.#byLoop(path))
    if ('lacks' in opened) return { ...opened.lacks, reason: 'no-tool' }
    return isRefusal(opened) ? inTermsOf(file, opened) : readerOf(opened)
  }

  async #bySftp(path: string): Promise<Opened | RangeRefusal | Lacking> {
    // Asked once: ssh2 leaves the refused channel open on the host.
    if (!this.#hasSftp) return { lacks: refused('no SFTP') }
    const held = await this.#session('sftp', async () => {
      const session = await this.#startSftp(this.#channel)
      return isRefusal(session) ? session : { session, files: 0 }
    })
    if (!isRefusal(held)) return await this.#openedIn('sftp', held, path, null)
    this.#hasSftp = !held.detail.includes('subsystem')
    return { lacks: held }
  }

  async #byLoop(path: string): Promise<Opened | RangeRefusal | Lacking> {
    let first: Loop['first'] | null = null
    const held = await this.#session('loop', async () => {
      const loop = await this.#startLoop(this.#channel, path)
      if (isRefusal(loop)) return loop
      first = loop.first
      return { session: loop.session, files: 0 }
    })
    if (isRefusal(held)) return { lacks: held }
    return await this.#openedIn('loop', held, path, first)
  }

  async #startSftp(open: OpenChannel): Promise<Session | RangeRefusal> {
    const channel = await open({ kind: 'sftp' })
    if (typeof channel === 'string') return refused(channel)
    // What is no SFTP server, or a profile that talks, ends here.
    return await startSftp(channel, this.#lost).catch(() => refused('no subsystem'))
  }

  async #startLoop(open: OpenChannel, path: string): Promise<Loop | RangeRefusal> {
    const nonce = randomBytes(NONCE_BYTES).toString('hex')
    const channel = await open({ kind: 'exec', command: loopCommand(nonce, path) })
    if (typeof channel === 'string') return refused(channel)
    // A host that runs no shell for this account ends the channel; a lost connection is told by the other way.
    return await startLoop(channel, nonce, this.#lost).catch(() => refused('no shell'))
  }

  /** The file once more, in a session and on a channel of its own. */
  async #another(kind: Way, path: string, wanted: () => void): Promise<Further | null> {
    const spare: OpenChannel = (ask) => this.#spare(ask, wanted)
    const loop = kind === 'loop' ? await this.#startLoop(spare, path) : null
    if (loop !== null && isRefusal(loop)) return null
    const session = loop?.session ?? (await this.#startSftp(spare))
    if (isRefusal(session)) return null
    const file = loop?.first ?? (await session.open(path))
    if (!isRefusal(file)) return { file, end: () => session.end() }
    await session.end()
    return null
  }

  /** A session that is there, or a new one for all who wait for it. */
  async #session(
    kind: Way,
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

  /** Counts the file as closed at once where it was refused. `opened` is it where it was opened with the session. */
  async #openedIn(
    kind: Way,
    held: Held,
    path: string,
    opened: OpenFile | RangeRefusal | null,
  ): Promise<Opened | RangeRefusal> {
    const first = opened ?? (await held.session.open(path))
    if (isRefusal(first)) {
      await this.#left(kind, held)
      return first
    }
    const file = new WideFile(first, (wanted) => this.#another(kind, path, wanted))
    const left = async (): Promise<void> => {
      await Promise.all([file.ended(), this.#left(kind, held)])
    }
    return { way: held.session.way, file, left }
  }

  async #left(kind: Way, held: Held): Promise<void> {
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

/** A way that the host does not have. */
interface Lacking {
  readonly lacks: RangeRefusal
}

interface Opened {
  readonly way: Session['way']
  readonly file: OpenFile
  left(): Promise<void>
}

function readerOf({ way, file, left }: Opened): RangeReader {
  let open = true
  return {
    way,
    async read(ranges, instant = false) {
      if (!open || ranges.length === 0) return ranges.map(() => null)
      return await file.read(ranges, instant)
    },
    async about() {
      return open ? await file.about() : null
    },
    async close() {
      if (!open) return
      open = false
      file.close()
      await left()
    },
  }
}

const noSpare: OpenSpare = async () => 'no channel is free'

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
