/** A core file that lies on a host, within a run: what it is and the tree of contexts in it, kept as two sections. */
import { type Actor, isRefusal } from '../../domain/authorize.ts'
import type { Cost } from '../../domain/capture.ts'
import { type CoreFile, unreadCore } from '../../domain/core.ts'
import { UserError } from '../../domain/errors.ts'
import type { RangeReader, RangeRefusal } from '../../domain/memory.ts'
import { maskName, maskText } from '../../domain/secrets.ts'
import type { Run } from '../../domain/store.ts'
import type { Target } from '../../domain/target.ts'
import type { Core } from '../../memory/core.ts'
import { coreFile, coreText } from '../../parsers/core/coreFile.ts'
import { contextsText, memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import type { Collector } from '../collect.ts'
import { hostNamed } from '../hostNamed.ts'
import type { House } from '../house.ts'
import { permitted } from '../leave.ts'
import { contextsIn, coreIn, type OpenCore, pidOf } from './coreContexts.ts'
import { WALK_LIMITS } from './drive.ts'

type CoreTarget = Extract<Target, { readonly kind: 'core' }>

/**
 * Reads it into the run's frames. Where the host does not grant its memory, that is the one gap. Throws a UserError
 * `core-…` for a file that gives no tree, and what the host's connection throws.
 */
export async function readCoreOn(
  house: House,
  run: Run,
  actor: Actor,
  target: CoreTarget,
  collector: Collector,
): Promise<void> {
  const look = new Look(house, target)
  try {
    const action = { name: `source:${memoryContexts.id}`, class: 'memory' } as const
    await permitted(house, actor, action, run.place, target)
    const text = await look.tree()
    await collector.add(coreFile.id, look.told, look.cost)
    await collector.add(memoryContexts.id, { kind: 'ok', text, cut: null })
  } catch (cause) {
    // What it is and what it cost stand in the capture of a run that failed too.
    await collector.add(coreFile.id, look.told, look.cost)
    if (!(cause instanceof UserError && isRefusal(cause.code))) throw cause
    await collector.add(memoryContexts.id, { kind: 'gap', reason: 'not-granted', detail: '' })
  }
}

/** One look at a core file, and what it has come to know and to cost by now. */
class Look {
  readonly #house: House
  readonly #target: CoreTarget
  readonly #beganMs: number
  #file: CoreFile
  #execs = 0
  #bytes = 0

  constructor(house: House, target: CoreTarget) {
    this.#house = house
    this.#target = target
    this.#beganMs = house.clock.now()
    this.#file = unreadCore(target.path)
  }

  get told() {
    return { kind: 'ok', text: coreText(this.#file), cut: null } as const
  }

  get cost(): Cost {
    const hostMs = this.#house.clock.now() - this.#beganMs
    return { execs: this.#execs, bytes: this.#bytes, hostMs, stoppedMs: 0 }
  }

  /** The tree as it is kept. */
  async tree(): Promise<string> {
    const { path } = this.#target
    const reader = await this.#open(path)
    if ('reason' in reader) throw this.#refused(reader)
    this.#execs = 1
    try {
      const about = await reader.about()
      if (about !== null)
        this.#file = {
          ...this.#file,
          sizeBytes: about.sizeBytes,
          writtenAtMs: about.modifiedAtMs,
        }
      return await this.#walked(reader)
    } catch (cause) {
      throw cause instanceof UserError && cause.code.startsWith('core-')
        ? new UserError(cause.code, { ...cause.params, host: this.#target.host }, cause)
        : cause
    } finally {
      await reader.close()
    }
  }

  async #walked(reader: RangeReader): Promise<string> {
    const open: OpenCore = {
      name: this.#target.path,
      reader,
      open: (path) => this.#open(path),
      clock: this.#house.clock,
      limits: WALK_LIMITS,
    }
    const core = await coreIn(open)
    this.#file = { ...this.#file, ...toldBy(core) }
    const { contexts, cut } = await contextsIn(core, open)
    this.#file = { ...this.#file, cut }
    return contextsText(contexts)
  }

  /** A file of the host, of which each byte that comes is counted. */
  async #open(path: string): Promise<RangeReader | RangeRefusal> {
    const host = hostNamed(this.#house, this.#target.host)
    const reader = await this.#house.ranges.open(host, { kind: 'file', path })
    if ('reason' in reader) return reader
    return {
      way: reader.way,
      about: () => reader.about(),
      close: () => reader.close(),
      read: async (ranges, instant) => {
        const came = await reader.read(ranges, instant)
        this.#bytes += came.reduce((sum, one) => sum + (one?.length ?? 0), 0)
        return came
      },
    }
  }

  #refused({ reason, detail }: RangeRefusal): UserError {
    const { host, path } = this.#target
    const code =
      reason === 'absent'
        ? 'core-absent'
        : reason === 'denied'
          ? 'core-denied'
          : /not a regular file/i.test(detail)
            ? 'core-not-core'
            : 'core-unreadable'
    return new UserError(code, { host, file: path, detail })
  }
}

function toldBy(core: Core): Partial<CoreFile> {
  const title = maskText(core.process?.title ?? '')
  return {
    pid: pidOf(core) || null,
    program: core.program === null ? null : maskName(core.program),
    title: title === '' ? null : title,
    signal: core.threads[0]?.signal ?? null,
    threads: core.threads.length,
  }
}
