/** Ranges by the loop of an interpreter (loopScript.ts): requests as lines, answers in their order. */
import { LIMITS } from '../../domain/limits.ts'
import type { FileAbout, MemoryRange, RangeBytes, RangeRefusal } from '../../domain/memory.ts'
import { SECOND_MS } from '../../domain/time.ts'
import type { Channel } from '../transport.ts'
import { ByteQueue } from './byteQueue.ts'
import { ending } from './ending.ts'
import { FAULT, LOOP_FILES, LOOP_SCRIPT } from './loopScript.ts'
import { isRange, type OpenFile, refusalOf, type Session } from './session.ts'

/** What a login profile may say before the loop's nonce. */
const NOISE_BYTES = 64 * 1024
/** Ranges and bytes of one line, all of which are read before the first is sent: small, so that answers flow. */
const LINE_RANGES = 512
const LINE_BYTES = 256 * 1024
const WAYS = new Map([
  ['p', 'perl'],
  ['y', 'python3'],
] as const)

/** An answer that is waited for: a number that is no length, or the bytes. */
type Settle = (answer: number | Buffer) => void

export interface Loop {
  readonly session: Session
  /** The answer to opening the path that the loop was started with. */
  readonly first: OpenFile | RangeRefusal
}

/** The command of a loop that begins with opening `path`; its arguments are hex and digits. */
export function loopCommand(nonce: string, path: string): string {
  return `sh -s -- ${nonce} ${LIMITS.rangesIdleMs / 1000} ${hexOf(path)}`
}

/**
 * Starts the loop on a channel that runs `loopCommand`. Gives a refusal where the host has no interpreter; rejects
 * with what `lost` makes of a channel that ended.
 */
export async function startLoop(
  channel: Channel,
  nonce: string,
  lost: (detail: string) => Error,
): Promise<Loop | RangeRefusal> {
  const loop = new LoopSession(channel, nonce, lost)
  channel.write(LOOP_SCRIPT)
  const greeting = await loop.greeting
  const way = WAYS.get(greeting as 'p' | 'y')
  if (way === undefined) {
    await loop.end()
    return { reason: 'no-tool', detail: 'perl, python3' }
  }
  loop.way = way
  return { session: loop, first: await loop.first }
}

class LoopSession implements Session {
  way: Session['way'] = 'perl'
  readonly greeting: Promise<string>
  /** The answer to the opening that it was started with, which may come in one piece with the greeting. */
  readonly first: Promise<OpenFile | RangeRefusal>
  readonly #channel: Channel
  readonly #lost: (detail: string) => Error
  readonly #bytes = new ByteQueue()
  readonly #waiting: { readonly settle: Settle; readonly fail: (error: Error) => void }[] = []
  #next = 0
  #head: number | null = null
  #noise: Buffer | null = Buffer.alloc(0)
  #error: Error | null = null
  #greet: (letter: string) => void = () => undefined
  #refuse: (error: Error) => void = () => undefined

  constructor(channel: Channel, nonce: string, lost: (detail: string) => Error) {
    this.#channel = channel
    this.#lost = lost
    this.greeting = new Promise((resolve, reject) => {
      this.#greet = resolve
      this.#refuse = reject
    })
    this.first = this.#opened()
    // Thrown where it is awaited; a host without an interpreter gives no such answer.
    this.first.catch(() => undefined)
    let said = ''
    channel.on('data', (bytes: Buffer) => this.#take(bytes, nonce))
    channel.stderr.on('data', (bytes: Buffer) => {
      if (said.length < SAID_CHARS) said += bytes.toString('latin1')
    })
    channel.on('error', (error: Error) => this.#die(error.message))
    channel.on('close', () => this.#die(said.trim().slice(0, SAID_CHARS) || 'the loop ended'))
  }

  get alive(): boolean {
    return this.#error === null
  }

  async open(path: string): Promise<OpenFile | RangeRefusal> {
    const answer = this.#opened()
    this.#say(`o ${hexOf(path)}\n`)
    return await answer
  }

  /** The next answer, as that to an opening. */
  async #opened(): Promise<OpenFile | RangeRefusal> {
    const answer = await this.#answer()
    if (typeof answer !== 'number') throw this.#lost('answered out of order')
    if (answer >= FAULT) return refusalOf(answer - FAULT)
    return this.#fileOf(FAULT - 1 - answer)
  }

  async end(): Promise<void> {
    await ending(this.#channel)
  }

  #fileOf(file: number): OpenFile {
    let giveUp: () => void = () => undefined
    const closed = new Promise<null>((resolve) => {
      giveUp = () => resolve(null)
    })
    let open = true
    return {
      read: async (ranges, instant) => {
        const nothing = ranges.map(() => null)
        if (!open) return nothing
        return (await Promise.race([this.#read(file, ranges, instant), closed])) ?? nothing
      },
      about: async () => {
        if (!open) return null
        const answer = this.#answer()
        this.#say(`s ${file}\n`)
        return aboutOf(await answer)
      },
      close: () => {
        if (!open) return
        open = false
        giveUp()
        if (this.alive) this.#say(`c ${file}\n`)
      },
    }
  }

  async #read(
    file: number,
    ranges: readonly MemoryRange[],
    instant: boolean,
  ): Promise<readonly RangeBytes[]> {
    const answers = ranges.map((range) => (isRange(range) ? this.#answer() : null))
    const asked = ranges.filter(isRange)
    for (const line of linesOf(asked, instant ? LIMITS.instantBytes : LINE_BYTES, instant)) {
      this.#say(
        `${instant ? 'i' : 'r'} ${file} ${line.map(({ at, bytes }) => `${at} ${bytes}`).join(' ')}\n`,
      )
    }
    const came = await Promise.all(answers)
    return came.map((answer) => (Buffer.isBuffer(answer) && answer.length > 0 ? answer : null))
  }

  #answer(): Promise<number | Buffer> {
    const error = this.#error
    if (error !== null) return Promise.reject(error)
    return new Promise((settle, fail) => this.#waiting.push({ settle, fail }))
  }

  #say(text: string): void {
    if (this.alive) this.#channel.write(text)
  }

  #take(bytes: Buffer, nonce: string): void {
    if (this.#noise === null) this.#bytes.push(bytes)
    else this.#begin(Buffer.concat([this.#noise, bytes]), nonce)
    for (;;) {
      this.#head ??= this.#bytes.take(4)?.readUInt32BE() ?? null
      const head = this.#head
      if (head === null) return
      const told = head >= FAULT - LOOP_FILES
      const answer = told ? head : this.#bytes.take(head)
      if (answer === null) return
      this.#head = null
      this.#settle(answer)
    }
  }

  #settle(answer: number | Buffer): void {
    const waiting = this.#waiting[this.#next]
    this.#next += 1
    waiting?.settle(answer)
    if (this.#next < this.#waiting.length) return
    this.#waiting.length = 0
    this.#next = 0
  }

  /** Looks for the nonce in what came so far. */
  #begin(said: Buffer, nonce: string): void {
    const at = said.indexOf(nonce)
    if (at < 0 || said.length < at + nonce.length + 1) {
      this.#noise = said
      if (said.length > NOISE_BYTES) this.#die('a login profile talks without end')
      return
    }
    this.#noise = null
    const from = at + nonce.length
    this.#bytes.push(said.subarray(from + 1))
    this.#greet(said.toString('latin1', from, from + 1))
  }

  #die(detail: string): void {
    if (this.#error !== null) return
    const error = this.#lost(detail)
    this.#error = error
    this.#refuse(error)
    for (const { fail } of this.#waiting.slice(this.#next)) fail(error)
    this.#waiting.length = 0
    this.#next = 0
  }
}

/** `417123456 1764158400`: bytes, and seconds since 1970. */
function aboutOf(answer: number | Buffer): FileAbout | null {
  const said = Buffer.isBuffer(answer) ? answer.toString('latin1') : ''
  const [, size, seconds] = /^(\d{1,15}) (\d{1,12})$/.exec(said) ?? []
  if (size === undefined || seconds === undefined) return null
  return { sizeBytes: Number(size), modifiedAtMs: Number(seconds) * SECOND_MS }
}

/** What is kept of a loop's last words. */
const SAID_CHARS = 200

function* linesOf(
  ranges: readonly MemoryRange[],
  maxBytes: number,
  instant: boolean,
): Generator<readonly MemoryRange[]> {
  let line: MemoryRange[] = []
  let bytes = 0
  for (const range of ranges) {
    const full = bytes + range.bytes > maxBytes || (!instant && line.length >= LINE_RANGES)
    if (full && line.length > 0) {
      yield line
      line = []
      bytes = 0
    }
    line.push(range)
    bytes += range.bytes
  }
  if (line.length > 0) yield line
}

function hexOf(path: string): string {
  return Buffer.from(path).toString('hex')
}
