/**
 * Readers that hang in the kernel (D state): SIGKILL does not end them, and whoever waits for them hangs too. The bot
 * stops waiting by its own clock, and leaves what hung alone for a while, so that each check does not leave one more there.
 */
import type { Frame } from '../domain/capture.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Clock } from '../domain/ports.ts'
import type { AnySource } from '../domain/source.ts'
import type { StuckReader } from '../domain/store.ts'
import { isoUtc, SECOND_MS } from '../domain/time.ts'
import { processStat } from '../parsers/proc/stat.ts'
import type { FrameReader } from '../script/frames.ts'
import { needsPid } from '../script/sections.ts'
import type { House } from './house.ts'
import type { Round } from './plan.ts'

/** Files of a process that wait on its memory lock, or on a page of it: reading them may hang on that process. */
const WAITING = /^\/proc\/PID\/(?:cmdline|environ|maps|smaps|smaps_rollup|numa_maps)$/

/** Whether reading it may hang on a process. */
export function mayHang({ at }: AnySource): boolean {
  return at.kind === 'args' || (at.kind === 'file' && WAITING.test(at.path))
}

export interface Spared {
  readonly round: Round
  /** Left out, because they hung not long ago. */
  readonly left: readonly AnySource[]
  /** How often and when it hung last; empty where nothing was left out. */
  readonly detail: string
}

/** The round without what hung on this host a while ago: of that process, and the arguments of all. */
export async function spared(
  house: Pick<House, 'store' | 'clock'>,
  host: HostEntry,
  round: Round,
): Promise<Spared> {
  const known = await house.store.stuck(host.name, house.clock.now() - LIMITS.stuckMs)
  const hung = (source: AnySource): boolean =>
    mayHang(source) &&
    (needsPid(source) ? known.some(({ pid }) => pid === round.pid) : known.length > 0)
  const left = round.sources.filter(hung)
  const sources = round.sources.filter((source) => !left.includes(source))
  return { round: { ...round, sources }, left, detail: left.length === 0 ? '' : detailOf(known) }
}

function detailOf(known: readonly StuckReader[]): string {
  const times = known.reduce((sum, one) => sum + one.times, 0)
  const lastMs = Math.max(...known.map(({ atMs }) => atMs))
  return `hung ${times}x, last ${isoUtc(lastMs)}`
}

/** Watches a stream: aborts when a section that may hang has been silent for too long. */
export class StallWatch {
  readonly #clock: Clock
  readonly #reader: FrameReader
  readonly #over = new AbortController()
  readonly #ended = new AbortController()
  #lastMs: number
  #hung: AnySource | null = null

  constructor(clock: Clock, reader: FrameReader) {
    this.#clock = clock
    this.#reader = reader
    this.#lastMs = clock.now()
    void this.#look()
  }

  /** Aborted when the bot stops waiting. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** What it waited for in vain; null while nothing hung. */
  get hung(): AnySource | null {
    return this.#hung
  }

  /** Bytes came. */
  heard(): void {
    this.#lastMs = this.#clock.now()
  }

  end(): void {
    this.#ended.abort()
  }

  async #look(): Promise<void> {
    const { signal } = this.#ended
    while (!signal.aborted && this.#hung === null) {
      await this.#clock.sleep(LIMITS.stallLookMs, signal)
      const open = signal.aborted ? null : this.#reader.openSource
      if (open === null || !mayHang(open)) continue
      const allowedMs = 2 * open.limits.seconds * SECOND_MS + LIMITS.stallMs
      if (this.#clock.now() - this.#lastMs < allowedMs) continue
      this.#hung = open
      this.#over.abort()
    }
  }
}

/** Writes down what hung, with the process's start time where it was read: a reused pid is another process. */
export async function rememberHung(
  house: Pick<House, 'store' | 'clock' | 'log'>,
  host: HostEntry,
  hung: AnySource,
  of: { readonly pid: number | null; readonly frames: readonly Frame[] },
): Promise<void> {
  const pid = needsPid(hung) ? of.pid : null
  const stat = of.frames.findLast(
    ({ source, pid: own }) => source === processStat.id && own === pid,
  )
  const parsed = stat?.raw.kind === 'ok' ? processStat.parse(stat.raw.text, { cut: false }) : null
  const startTicks = parsed !== null && 'value' in parsed ? parsed.value.starttimeTicks : null
  house.log.warn('reader-hung', { host: host.name, source: hung.id, pid })
  const atMs = house.clock.now()
  await house.store.putStuck({ host: host.name, pid, startTicks, source: hung.id, atMs })
}
