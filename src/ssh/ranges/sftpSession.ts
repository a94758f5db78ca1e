/** Ranges by SFTP: a read-only client of its own, because ssh2's reads one chunk after the other. */
import type { MemoryRange, RangeBytes, RangeRefusal } from '../../domain/memory.ts'
import type { Channel } from '../transport.ts'
import { ending } from './ending.ts'
import { isRange, type OpenFile, type Session } from './session.ts'
import {
  aboutOf,
  closePacket,
  fstatPacket,
  initPacket,
  modeOf,
  openPacket,
  readPacket,
  SFTP,
  STATUS,
  statPacket,
  textIn,
} from './sftpPackets.ts'
import { type SftpAnswer, SftpReader } from './sftpReader.ts'

/** Most that one READ gives: OpenSSH's servers cut it at 256 KiB less 1 KiB for the packet (sftp-server.c). */
const CHUNK_BYTES = 255 * 1024
/** Reads in flight: at 50 ms 512 give 20 MB/s of scattered pages, 128 give 8 (measured). */
const IN_FLIGHT = 512
/** Bytes in flight, which wait in the server; a channel's window is 2 MB. */
const IN_FLIGHT_BYTES = 16 * 1024 * 1024
const FILE_TYPE = 0o170000
const REGULAR = 0o100000

interface Waiting {
  /** Where the data that is asked for is to stand. */
  readonly place: Buffer | null
  readonly settle: (answer: SftpAnswer) => void
  readonly fail: (error: Error) => void
}

/** Starts SFTP on a channel of its subsystem. Rejects with what `lost` makes of a channel that ended. */
export async function startSftp(
  channel: Channel,
  lost: (detail: string) => Error,
): Promise<Session> {
  const session = new SftpSession(channel, lost)
  await session.ready
  return session
}

class SftpSession implements Session {
  readonly way = 'sftp'
  readonly ready: Promise<void>
  readonly #channel: Channel
  readonly #lost: (detail: string) => Error
  readonly #reader = new SftpReader((id) => this.#waiting.get(id)?.place ?? null)
  readonly #waiting = new Map<number, Waiting>()
  readonly #queued: { readonly bytes: number; readonly go: () => void }[] = []
  #nextQueued = 0
  #out: Buffer[] = []
  #reads = 0
  #readBytes = 0
  #id = 0
  #error: Error | null = null
  #isReady: () => void = () => undefined
  #isNot: (error: Error) => void = () => undefined

  constructor(channel: Channel, lost: (detail: string) => Error) {
    this.#channel = channel
    this.#lost = lost
    this.ready = new Promise((resolve, reject) => {
      this.#isReady = resolve
      this.#isNot = reject
    })
    channel.on('data', (bytes: Buffer) => this.#take(bytes))
    // Undrained it would stop the channel.
    channel.stderr.on('data', () => undefined)
    channel.on('error', (error: Error) => this.#die(error.message))
    channel.on('close', () => this.#die('the SFTP channel closed'))
    channel.write(initPacket())
  }

  get alive(): boolean {
    return this.#error === null
  }

  async open(path: string): Promise<OpenFile | RangeRefusal> {
    // Before it is opened: a server that opens a pipe waits there, and a device may take it for a command.
    const stat = await this.#request((id) => statPacket(id, path))
    const mode = stat.type === SFTP.attrs ? modeOf(stat.rest) : null
    if (mode !== null && (mode & FILE_TYPE) !== REGULAR)
      return { reason: 'failed', detail: 'Not a regular file' }
    const opened = await this.#request((id) => openPacket(id, path))
    const handle = opened.type === SFTP.handle ? textIn(opened.rest) : null
    return handle === null ? refusalIn(opened) : this.#fileOf(handle)
  }

  async end(): Promise<void> {
    await ending(this.#channel)
  }

  #fileOf(handle: Buffer): OpenFile {
    let giveUp: () => void = () => undefined
    const closed = new Promise<null>((resolve) => {
      giveUp = () => resolve(null)
    })
    let open = true
    return {
      read: async (ranges) => {
        const nothing = ranges.map(() => null)
        if (!open) return nothing
        const came = Promise.all(ranges.map((range) => this.#range(handle, range, () => open)))
        return (await Promise.race([came, closed])) ?? nothing
      },
      about: async () => {
        if (!open) return null
        const answer = await this.#request((id) => fstatPacket(id, handle))
        return answer.type === SFTP.attrs ? aboutOf(answer.rest) : null
      },
      close: () => {
        if (!open) return
        open = false
        giveUp()
        if (this.alive) this.#request((id) => closePacket(id, handle)).catch(() => undefined)
      },
    }
  }

  /** A range by chunks, all asked at once; what follows a short or failed one is of no use. */
  async #range(handle: Buffer, range: MemoryRange, wanted: () => boolean): Promise<RangeBytes> {
    if (!isRange(range)) return null
    const place = Buffer.allocUnsafe(range.bytes)
    const chunks: Promise<number>[] = []
    for (let done = 0; done < range.bytes; done += CHUNK_BYTES) {
      const own = place.subarray(done, done + CHUNK_BYTES)
      chunks.push(this.#chunk(handle, range.at + done, own, wanted))
    }
    const came = await Promise.all(chunks)
    const short = came.findIndex((bytes) => bytes < CHUNK_BYTES)
    const bytes = short < 0 ? range.bytes : short * CHUNK_BYTES + (came[short] ?? 0)
    if (bytes === 0) return null
    return bytes === range.bytes ? place : place.subarray(0, bytes)
  }

  /** Bytes that came, from the start of `place`. */
  async #chunk(handle: Buffer, at: number, place: Buffer, wanted: () => boolean): Promise<number> {
    const bytes = place.length
    if (this.#isFull(bytes)) await new Promise<void>((go) => this.#queued.push({ bytes, go }))
    else this.#begun(bytes)
    try {
      if (!wanted()) return 0
      return (await this.#request((id) => readPacket(id, handle, at, bytes), place)).filledBytes
    } finally {
      this.#ended(bytes)
    }
  }

  #isFull(bytes: number): boolean {
    return this.#reads >= IN_FLIGHT || this.#readBytes + bytes > IN_FLIGHT_BYTES
  }

  #begun(bytes: number): void {
    this.#reads += 1
    this.#readBytes += bytes
  }

  /** A read that has ended makes room for those that wait. */
  #ended(bytes: number): void {
    this.#reads -= 1
    this.#readBytes -= bytes
    for (;;) {
      const next = this.#queued[this.#nextQueued]
      if (next === undefined || this.#isFull(next.bytes)) break
      this.#nextQueued += 1
      this.#begun(next.bytes)
      next.go()
    }
    if (this.#nextQueued < this.#queued.length) return
    this.#queued.length = 0
    this.#nextQueued = 0
  }

  #request(packetOf: (id: number) => Buffer, place: Buffer | null = null): Promise<SftpAnswer> {
    const error = this.#error
    if (error !== null) return Promise.reject(error)
    this.#id = (this.#id + 1) >>> 0
    const id = this.#id
    return new Promise((settle, fail) => {
      this.#waiting.set(id, { place, settle, fail })
      this.#send(packetOf(id))
    })
  }

  /** What is asked in one go is sent in one go: each write is a packet of SSH with its own cipher and MAC. */
  #send(packet: Buffer): void {
    this.#out.push(packet)
    if (this.#out.length > 1) return
    queueMicrotask(() => {
      const all = Buffer.concat(this.#out)
      this.#out = []
      if (this.alive) this.#channel.write(all)
    })
  }

  #take(bytes: Buffer): void {
    this.#reader.push(bytes)
    for (let answer = this.#reader.next(); answer !== null; answer = this.#reader.next()) {
      if (answer === 'broken') {
        this.#die('no SFTP: a login profile may talk')
        this.#channel.kill()
        return
      }
      this.#settle(answer)
    }
  }

  #settle(answer: SftpAnswer): void {
    if (answer.type === SFTP.version) {
      this.#isReady()
      return
    }
    this.#waiting.get(answer.id)?.settle(answer)
    this.#waiting.delete(answer.id)
  }

  #die(detail: string): void {
    if (this.#error !== null) return
    const error = this.#lost(detail)
    this.#error = error
    this.#isNot(error)
    for (const { fail } of this.#waiting.values()) fail(error)
    this.#waiting.clear()
  }
}

function refusalIn({ type, rest }: SftpAnswer): RangeRefusal {
  const code = type === SFTP.status && rest.length >= 4 ? rest.readUInt32BE(0) : null
  const detail = (code === null ? null : textIn(rest.subarray(4)))?.toString('utf8') ?? ''
  if (code === STATUS.denied) return { reason: 'denied', detail }
  if (code === STATUS.noSuchFile) return { reason: 'absent', detail }
  return { reason: 'failed', detail }
}
