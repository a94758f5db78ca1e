/**
 * One round = one exec: the script goes out, frames come back as they are written and are kept as they arrive
 * (design 1.3, 1.4). The callback for the first levels runs beside the stream, so that a slow chat never delays keeping.
 */
import { type Cost, costsOf, type Frame, NO_COST, type Raw } from '../domain/capture.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ExecEnd, ExecRequest } from '../domain/ports.ts'
import type { Progress } from '../domain/progress.ts'
import { SECOND_MS } from '../domain/time.ts'
import { type Event, FrameReader } from '../script/frames.ts'
import type { Ended } from '../script/outcome.ts'
import type { House } from './house.ts'
import { maskedRaw } from './maskedRaw.ts'
import { askedOf, pinnedRefusal } from './pinned.ts'
import type { Round } from './plan.ts'
import { rememberHung, StallWatch, spared } from './stuck.ts'

export interface Collected {
  readonly frames: readonly Frame[]
  readonly cost: Cost
}

/** Gathers a run's frames; each batch is kept before anything is made of it. */
export class Collector {
  readonly #house: House
  readonly #runId: string
  readonly #host: HostEntry
  readonly #frames: Frame[] = []
  readonly #told: (progress: Progress) => void
  #cost: Cost = NO_COST

  /** `told` hears of each round whose bytes begin to come. */
  constructor(
    house: House,
    runId: string,
    host: HostEntry,
    told: (progress: Progress) => void = () => undefined,
  ) {
    this.#house = house
    this.#told = told
    this.#runId = runId
    this.#host = host
  }

  collected(): Collected {
    return { frames: [...this.#frames], cost: this.#cost }
  }

  /**
   * Runs one round to its end. `onLevels` is called once everything for the first verdict is kept; it is
   * awaited before this returns. Throws UserError when the host cannot be reached; a connection that is lost
   * in the middle is no error: what came is kept, the rest is a gap.
   */
  async round(asked: Round, onLevels: () => Promise<void>): Promise<void> {
    const { round, left, detail } = await spared(this.#house, this.#host, asked)
    for (const { id } of left) await this.add(id, { kind: 'gap', reason: 'stuck', detail })
    const { clock, ids, remote } = this.#house
    const nonce = ids.nonce()
    const sent = askedOf(this.#house, this.#host, round, nonce)
    const reader = new FrameReader({
      nonce,
      sources: sent.sources,
      pid: round.pid,
      round: round.number,
      firstSeq: this.#frames.length,
    })
    let keeping: Promise<void> = Promise.resolve()
    let levels: Promise<void> = Promise.resolve()
    const take = (events: readonly Event[]): void => {
      if (events.length === 0) return
      keeping = keeping.then(async () => {
        if (!(await this.#keep(events))) return
        levels = onLevels()
        // Thrown where it is awaited, below; until the stream ends it must only not go unhandled.
        levels.catch(() => undefined)
      })
      // A failed write is thrown where the round is awaited, below; here it must only not go unhandled.
      keeping.catch(() => undefined)
    }
    await this.#writeDown(round, sent.request)
    let began: number | null = null
    const stall = new StallWatch(clock, reader)
    const exec = remote.exec(this.#host, {
      ...sent.request,
      sign: `@@${nonce} `,
      run: this.#runId,
      signal: stall.signal,
      deadlineMs: LIMITS.roundMs,
      maxBytes: LIMITS.roundBytes,
      onBytes: (stream, bytes) => {
        // The connection and the host's rest come before the first byte, and are no work of the host.
        if (began === null) this.#told({ kind: 'reading', round: round.number + 1 })
        began ??= clock.now()
        stall.heard()
        this.#cost = { ...this.#cost, bytes: this.#cost.bytes + bytes.length }
        take(reader.push(stream, bytes, clock.now()).map(sent.told))
      },
    })
    const end = await exec.finally(() => stall.end())
    const why = stall.hung === null ? endedBy(end) : 'stalled'
    const last = reader.end(why, clock.now())
    const workMs = clock.now() - (began ?? clock.now()) - round.waitSeconds * SECOND_MS
    this.#cost = costsOf(this.#cost, {
      ...NO_COST,
      execs: 1,
      hostMs: Math.max(0, workMs),
      ...reader.cost,
    })
    const refused = why === 'exited' && !reader.begun ? pinnedRefusal(this.#host, last) : null
    if (refused !== null) throw refused
    take([...last.map(sent.told), ...sent.left(reader.nextSeq, clock.now())])
    await keeping
    if (stall.hung !== null)
      await rememberHung(this.#house, this.#host, stall.hung, {
        pid: round.pid,
        frames: this.#frames,
      })
    await levels
    this.#house.log.step(this.#runId, `collected-${round.number}`)
  }

  /** What is about to run there, by its hash; of a pinned host its own script tells it (kept with what it gives). */
  async #writeDown(round: Round, { script }: Pick<ExecRequest, 'script'>): Promise<void> {
    if (script === null) return
    await this.#house.store.audit({
      atMs: this.#house.clock.now(),
      actor: this.#house.owner,
      surface: 'pipeline',
      place: '',
      action: `round-${round.number}`,
      class: 'look',
      target: round.pid === null ? this.#host.name : `${this.#host.name} ${round.pid}`,
      decision: 'allowed',
      rule: 'run',
      runId: this.#runId,
      script: this.#house.ids.sha256(script),
      detail: { sources: round.sources.map(({ id }) => id).join(' ') },
    })
  }

  /** Keeps what came from elsewhere about this run: as a section of a round of its own. */
  async add(source: string, raw: Raw, cost: Cost = NO_COST): Promise<void> {
    this.#cost = costsOf(this.#cost, cost)
    const frame: Frame = {
      seq: this.#frames.length,
      round: (this.#frames.at(-1)?.round ?? 0) + 1,
      source,
      reading: 1,
      pid: null,
      raw: maskedRaw(raw, this.#house.formats.find(({ id }) => id === source)?.mask ?? 'args'),
      hostUptimeSec: null,
      atMs: this.#house.clock.now(),
    }
    await this.#keep([{ kind: 'frame', frame }])
  }

  /** Keeps a batch; true when it held the mark after which the first verdict can be given. */
  async #keep(events: readonly Event[]): Promise<boolean> {
    const frames = events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []))
    if (frames.length > 0) {
      this.#frames.push(...frames)
      await this.#house.store.keep(this.#runId, frames)
      this.#house.log.step(this.#runId, 'kept')
    }
    return events.some((event) => event.kind === 'mark' && event.name === 'levels')
  }
}

function endedBy(end: ExecEnd): Ended {
  if (end.kind === 'killed') return end.why
  return end.kind
}
