/**
 * One file read over several channels where the round trip is long: what is under way on a channel is bound by its
 * window (2 MB in ssh2: 20 MB/s at 50 ms, measured, and 68 MB/s over four). Near hosts and small reads have one.
 */
import { LIMITS } from '../../domain/limits.ts'
import type { FileAbout, MemoryRange, RangeBytes } from '../../domain/memory.ts'
import { isRange, type OpenFile } from './session.ts'

/** The same file on a channel of its own. */
export interface Further {
  readonly file: OpenFile
  /** Ends the channel. */
  end(): Promise<void>
}

/** Opens it, or gives null where no channel is to be had. `wanted` is called when somebody waits for the channel. */
export type OpenFurther = (wanted: () => void) => Promise<Further | null>

/** Round trips from here on leave a channel's window empty for most of the time. */
const FAR_MS = 10
/** Asked and not yet come: less has come before a second channel is open. */
const LARGE_BYTES = 4 * 1024 * 1024
/** What is asked of a channel at once: whole chunks of SFTP (255 KiB), and of small ranges as many as a loop's line has. */
const LOAD_BYTES = 5 * 255 * 1024
const LOAD_RANGES = 512
/** Under way on one channel: its window twice, so that it never runs dry. */
const LANE_BYTES = 4 * 1024 * 1024

interface Load {
  readonly ranges: readonly MemoryRange[]
  readonly bytes: number
  settle(came: readonly RangeBytes[]): void
  fail(error: unknown): void
}

interface Lane {
  readonly file: OpenFile
  /** Null for the channel that the file was opened on. */
  readonly end: (() => Promise<void>) | null
  bytes: number
  /** Takes no more, and is ended when what is under way has come. */
  leaving: boolean
}

export class WideFile implements OpenFile {
  readonly #first: OpenFile
  readonly #further: OpenFurther
  readonly #nowMs: () => number
  #lanes: Lane[]
  readonly #loads: Load[] = []
  readonly #ending: Promise<void>[] = []
  #far: Promise<boolean> | null = null
  #widening: Promise<void> | null = null
  #askedBytes = 0
  #open = true

  constructor(first: OpenFile, further: OpenFurther, nowMs = () => performance.now()) {
    this.#first = first
    this.#further = further
    this.#nowMs = nowMs
    this.#lanes = [{ file: first, end: null, bytes: 0, leaving: false }]
  }

  async read(ranges: readonly MemoryRange[], instant: boolean): Promise<readonly RangeBytes[]> {
    // One moment is one channel's.
    if (instant) return await this.#first.read(ranges, true)
    const asked = ranges.filter(isRange)
    const bytes = sumOf(asked)
    // Asked ahead of all else, so that nothing is in its way.
    if (this.#askedBytes === 0) this.#far ??= this.#measured()
    this.#askedBytes += bytes
    try {
      if (this.#askedBytes <= LARGE_BYTES) return await this.#first.read(ranges, false)
      this.#widening ??= this.#widen()
      const came = (await this.#inLoads(asked))[Symbol.iterator]()
      return ranges.map((range) => (isRange(range) ? (came.next().value ?? null) : null))
    } finally {
      this.#askedBytes -= bytes
    }
  }

  about(): Promise<FileAbout | null> {
    return this.#first.about()
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    for (const { ranges, settle } of this.#loads.splice(0)) settle(ranges.map(() => null))
    this.#first.close()
    for (const lane of this.#lanes) this.#leave(lane)
  }

  /** Resolves when no further channel is left of a closed file. */
  async ended(): Promise<void> {
    await this.#widening
    await Promise.all(this.#ending)
  }

  async #measured(): Promise<boolean> {
    const askedAt = this.#nowMs()
    // A lost connection is told by the read itself.
    await this.#first.about().catch(() => null)
    return this.#nowMs() - askedAt >= FAR_MS
  }

  async #widen(): Promise<void> {
    if ((await this.#far) !== true) return
    const more = Array.from({ length: LIMITS.rangeChannels - 1 }, () => this.#addLane())
    await Promise.all(more)
  }

  async #addLane(): Promise<void> {
    let lane: Lane | null = null
    let wanted = false
    const further = await this.#further(() => {
      wanted = true
      if (lane !== null) this.#leave(lane)
    }).catch(() => null)
    if (further === null) return
    lane = { file: further.file, end: further.end, bytes: 0, leaving: false }
    this.#lanes.push(lane)
    if (wanted || !this.#open) this.#leave(lane)
    else this.#pump()
  }

  /** Ranges by loads, each on the channel that has least under way. */
  async #inLoads(ranges: readonly MemoryRange[]): Promise<readonly RangeBytes[]> {
    const parts = ranges.map((range) => [...partsOf(range)])
    const came = await Promise.all([...loadsOf(parts.flat())].map((load) => this.#queued(load)))
    const bytes = came.flat()[Symbol.iterator]()
    return parts.map((own) =>
      whole(
        own,
        own.map(() => bytes.next().value ?? null),
      ),
    )
  }

  #queued(ranges: readonly MemoryRange[]): Promise<readonly RangeBytes[]> {
    return new Promise((settle, fail) => {
      if (!this.#open) {
        settle(ranges.map(() => null))
        return
      }
      this.#loads.push({ ranges, bytes: sumOf(ranges), settle, fail })
      this.#pump()
    })
  }

  #pump(): void {
    for (;;) {
      const free = this.#lanes.filter(({ bytes, leaving }) => !leaving && bytes < LANE_BYTES)
      const [lane] = free.sort((a, b) => a.bytes - b.bytes)
      const load = lane === undefined ? undefined : this.#loads.shift()
      if (lane === undefined || load === undefined) return
      void this.#run(lane, load)
    }
  }

  async #run(lane: Lane, load: Load): Promise<void> {
    lane.bytes += load.bytes
    try {
      load.settle(await lane.file.read(load.ranges, false))
    } catch (error) {
      // A further channel that broke is one less; where the connection is lost, the first one tells.
      if (lane.end === null || !this.#open) load.fail(error)
      else this.#loads.unshift(load)
      lane.leaving ||= lane.end !== null
    }
    lane.bytes -= load.bytes
    if (lane.leaving && lane.bytes === 0) this.#leave(lane)
    this.#pump()
  }

  /** Ends a further channel: at once where the file is closed, else once what is under way has come. */
  #leave(lane: Lane): void {
    if (lane.end === null) return
    lane.leaving = true
    if ((this.#open && lane.bytes > 0) || !this.#lanes.includes(lane)) return
    this.#lanes = this.#lanes.filter((one) => one !== lane)
    lane.file.close()
    this.#ending.push(lane.end())
  }
}

function sumOf(ranges: readonly MemoryRange[]): number {
  return ranges.reduce((sum, { bytes }) => sum + bytes, 0)
}

function* partsOf({ at, bytes }: MemoryRange): Generator<MemoryRange> {
  for (let done = 0; done < bytes; done += LOAD_BYTES)
    yield { at: at + done, bytes: Math.min(LOAD_BYTES, bytes - done) }
}

function* loadsOf(ranges: readonly MemoryRange[]): Generator<readonly MemoryRange[]> {
  let load: MemoryRange[] = []
  let bytes = 0
  for (const range of ranges) {
    if (load.length > 0 && (bytes + range.bytes > LOAD_BYTES || load.length >= LOAD_RANGES)) {
      yield load
      load = []
      bytes = 0
    }
    load.push(range)
    bytes += range.bytes
  }
  if (load.length > 0) yield load
}

/** What follows a short part, or one that did not come, is of no use. */
function whole(parts: readonly MemoryRange[], came: readonly RangeBytes[]): RangeBytes {
  const short = came.findIndex(
    (bytes, i) => bytes === null || bytes.length < (parts[i]?.bytes ?? 0),
  )
  const good = came.slice(0, short < 0 ? came.length : short + 1).filter((bytes) => bytes !== null)
  if (good.length <= 1) return good[0] ?? null
  return Buffer.concat(good)
}
