/**
 * The kill switch before all that reaches a host: nothing begins while a pause stands, and what runs is ended once one
 * is set, here or by another process on the same store. Ended means killed on the host, not only left alone.
 */
import { UserError } from '../../domain/errors.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { RangedFile, RangeReader, RangeRefusal, Ranges } from '../../domain/memory.ts'
import { type Pause, pauseOf } from '../../domain/pause.ts'
import type { Clock, ExecEnd, ExecRequest, Log, Remote } from '../../domain/ports.ts'
import type { Store } from '../../domain/store.ts'

export interface GateParts {
  readonly store: Pick<Store, 'pauses'>
  readonly clock: Clock
  readonly log: Pick<Log, 'bug'>
}

/** What runs on a host now. */
interface Running {
  readonly host: string
  /** Ends it; called once. */
  readonly stop: () => void
  pause: Pause | null
}

/** The same edge behind the switch. `exec` and `open` throw UserError `paused` beside the edge's own. */
export function behindPause(edge: Remote & Ranges, parts: GateParts): Remote & Ranges {
  const watch = new Watch(parts)
  return {
    async exec(host: HostEntry, request: ExecRequest): Promise<ExecEnd> {
      await watch.mustRun(host.name)
      const over = new AbortController()
      const running = watch.begin(host.name, () => over.abort())
      const own = request.signal
      const signal = own === undefined ? over.signal : AbortSignal.any([own, over.signal])
      try {
        const end = await edge.exec(host, { ...request, signal })
        if (running.pause !== null) throw pausedError(running.pause, host.name)
        return end
      } finally {
        watch.end(running)
      }
    },
    async open(host: HostEntry, file: RangedFile): Promise<RangeReader | RangeRefusal> {
      await watch.mustRun(host.name)
      const reader = await edge.open(host, file)
      return 'read' in reader ? stoppable(reader, host.name, watch) : reader
    },
    close: () => edge.close(),
  }
}

/** A reader that is closed by a pause: what is asked of it then is refused, and what it was asked fails. */
function stoppable(reader: RangeReader, host: string, watch: Watch): RangeReader {
  let stop: (error: UserError) => void = () => undefined
  const stopped = new Promise<never>((_, reject) => {
    stop = reject
  })
  stopped.catch(() => undefined)
  const running = watch.begin(host, () => {
    if (running.pause !== null) stop(pausedError(running.pause, host))
    // It is closed for good: whether the host still answers to that is no matter.
    reader.close().catch(() => undefined)
  })
  return {
    way: reader.way,
    read: (ranges, instant) => Promise.race([reader.read(ranges, instant), stopped]),
    about: () => Promise.race([reader.about(), stopped]),
    async close(): Promise<void> {
      watch.end(running)
      await reader.close()
    },
  }
}

/** Looks at the switch as long as anything runs. */
class Watch {
  readonly #parts: GateParts
  readonly #running = new Set<Running>()
  #looking: AbortController | null = null

  constructor(parts: GateParts) {
    this.#parts = parts
  }

  async mustRun(host: string): Promise<void> {
    const pause = pauseOf(await this.#parts.store.pauses(), host)
    if (pause !== null) throw pausedError(pause, host)
  }

  begin(host: string, stop: () => void): Running {
    const running: Running = { host, stop, pause: null }
    this.#running.add(running)
    if (this.#looking === null) {
      this.#looking = new AbortController()
      void this.#look(this.#looking.signal)
    }
    return running
  }

  end(running: Running): void {
    this.#running.delete(running)
    if (this.#running.size > 0) return
    this.#looking?.abort()
    this.#looking = null
  }

  async #look(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#parts.clock.sleep(LIMITS.pauseLookMs, signal)
      if (signal.aborted) return
      try {
        this.#stopAll(await this.#parts.store.pauses())
      } catch (cause) {
        // A store that is busy now is asked again: the switch must not stop working for it.
        this.#parts.log.bug('pause-look.threw', cause)
      }
    }
  }

  #stopAll(pauses: readonly Pause[]): void {
    for (const running of this.#running) {
      const pause = running.pause === null ? pauseOf(pauses, running.host) : null
      if (pause === null) continue
      running.pause = pause
      running.stop()
    }
  }
}

/** Who paused, when, and how it goes on. */
export function pausedError({ host: scope, by, atMs }: Pause, host: string): UserError {
  const resumeCommand = `memcheck resume ${scope}`.trim()
  return new UserError('paused', { host, scope, by, sinceAtMs: atMs, resumeCommand })
}
