/**
 * The script's two streams -> frames, as they arrive. Pure, total, linear: any bytes in any chunking give the
 * same events, and what a host writes cannot become a frame of another source (random nonce, grep's own paths).
 */
import type { Frame, Raw } from '../domain/capture.ts'
import { mask } from '../domain/secrets.ts'
import type { AnySource } from '../domain/source.ts'
import { SectionErrors } from './errors.ts'
import { decode, MarkScanner, type Token } from './marks.ts'
import { bytesOf, isOver, keep, type Open, opened } from './open.ts'
import { type Ended, neverCame, outcomes } from './outcome.ts'
import { RC } from './prelude.ts'
import { inOrder, needsPid, type Section, sectionsOf } from './sections.ts'

export type Event =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'mark'; readonly name: 'levels' | 'bye' }

export interface ScriptCost {
  /** Processes that it started. */
  readonly forks: number
  /** CPU of the script and all that it started, in steps of 10 ms. */
  readonly cpuMs: number
}

interface FrameReaderOptions {
  readonly nonce: string
  /** Those that the script was compiled from. */
  readonly sources: readonly AnySource[]
  readonly pid: number | null
  readonly round: number
  /** Position of this round's first frame in the capture. */
  readonly firstSeq: number
}

export class FrameReader {
  readonly #options: FrameReaderOptions
  readonly #sections: ReadonlyMap<string, Section>
  readonly #scan: { readonly out: MarkScanner; readonly err: MarkScanner }
  readonly #queue: Open[] = []
  readonly #begun = new Set<string>()
  #open: Open | null = null
  readonly #errors: SectionErrors
  readonly #given = new Set<AnySource>()
  #cost: ScriptCost | null = null
  readonly #unknown = new Set<string>()
  #seq: number
  #ended = false

  constructor(options: FrameReaderOptions) {
    this.#options = options
    this.#seq = options.firstSeq
    this.#sections = new Map(
      inOrder(sectionsOf(options.sources)).map((section) => [section.name, section]),
    )
    this.#errors = new SectionErrors(new Set(this.#sections.keys()))
    this.#scan = { out: new MarkScanner(options.nonce), err: new MarkScanner(options.nonce) }
  }

  /** What the script took there, once it has told at its end. */
  get cost(): ScriptCost | null {
    return this.#cost
  }

  /** What is being read now; of a group its first; null between sections. */
  get openSource(): AnySource | null {
    return this.#open?.section?.sources[0] ?? null
  }

  /** Takes bytes of one stream; gives what became complete by them. */
  push(stream: 'out' | 'err', bytes: Uint8Array, atMs: number): readonly Event[] {
    if (this.#ended) return []
    const tokens = this.#scan[stream].push(bytes)
    for (const token of tokens) this.#take(stream, token)
    return this.#settled(atMs)
  }

  /** The stream's end: open sections keep what came, and each source that gave nothing gets its gap. */
  end(why: Ended, atMs: number): readonly Event[] {
    if (this.#ended) return []
    this.#ended = true
    for (const token of this.#scan.out.rest()) this.#take('out', token)
    for (const token of this.#scan.err.rest()) this.#take('err', token)
    const events = this.#queue.splice(0).flatMap((open) => this.#close(open, why, atMs))
    const missing = this.#options.sources
      .filter((source) => !this.#given.has(source))
      .map((source) => this.#frame(source, this.#missing(source, why), 1, null, atMs))
    return [...events, ...missing]
  }

  /** True when a section of the script has shown itself: what ran was the script. */
  get begun(): boolean {
    return this.#begun.size > 0
  }

  /** Position of the next frame in the capture. */
  get nextSeq(): number {
    return this.#seq
  }

  #take(stream: 'out' | 'err', token: Token): void {
    if (stream === 'out') this.#takeOut(token)
    else this.#errors.take(token)
  }

  #takeOut(token: Token): void {
    if (token.kind === 'text') {
      if (this.#open !== null) keep(this.#open, token.bytes)
      return
    }
    const [verb, name = ''] = token.line.split(' ')
    if (verb === 'B') this.#begin(name)
    else if (verb === 'E') this.#endSection(name, token.line)
    else if (verb === 'C') this.#cost ??= costIn(token.line)
    else if (verb === 'M' && (name === 'levels' || name === 'bye'))
      this.#queue.push(opened(null, name))
  }

  /** A section begins once; an unknown one, or a second one of a name, is not ours and is not read. */
  #begin(name: string): void {
    if (this.#open !== null && this.#open.end === null)
      this.#open.end = { rc: null, uptimeSec: null }
    const section = this.#sections.get(name)
    if (section === undefined || this.#begun.has(name)) {
      this.#open = null
      return
    }
    this.#begun.add(name)
    this.#open = opened(section, null)
    this.#queue.push(this.#open)
  }

  #endSection(name: string, line: string): void {
    // A pinned script says so of a word that it does not know, whether or not it would be a section of its own.
    if (line.split(' ')[2] === String(RC.notPinned)) this.#unknown.add(name)
    if (this.#open?.section?.name !== name) return
    const [rc, uptime] = line.split(' ').slice(2)
    this.#open.end = { rc: wholeOrNull(rc), uptimeSec: numberOrNull(uptime) }
    this.#open = null
  }

  /** The head of the queue, as far as it is complete; a failed section waits for its errors on the other stream. */
  #settled(atMs: number): readonly Event[] {
    const ready = this.#queue.findIndex((open) => !this.#complete(open))
    const done = this.#queue.splice(0, ready < 0 ? this.#queue.length : ready)
    return done.flatMap((open) => this.#close(open, 'exited', atMs))
  }

  #complete(open: Open): boolean {
    if (open.section === null) return true
    if (open.end === null) return false
    return open.end.rc === 0 || this.#errors.ended(open.section.name)
  }

  #close(open: Open, why: Ended, atMs: number): readonly Event[] {
    const { section, mark: name, end } = open
    if (section === null) return name === null ? [] : [{ kind: 'mark', name }]
    const came = {
      text: decode(bytesOf(open)),
      over: isOver(open),
      err: this.#errors.text(section.name),
      rc: end?.rc ?? null,
      ended: why,
    }
    return outcomes(section, this.#options.pid, came).map(([source, raw]) => {
      if (section.reading === 1) this.#given.add(source)
      const told = this.#unknown.has(source.id) ? NOT_PINNED : raw
      return this.#frame(source, told, section.reading, end?.uptimeSec ?? null, atMs)
    })
  }

  #missing(source: AnySource, why: Ended): Raw {
    const asked = this.#options.pid !== null || !needsPid(source)
    return asked
      ? neverCame(why, this.#errors.text(''))
      : { kind: 'gap', reason: 'not-asked', detail: '' }
  }

  #frame(
    source: AnySource,
    raw: Raw,
    reading: 1 | 2,
    hostUptimeSec: number | null,
    atMs: number,
  ): Event {
    const frame: Frame = {
      seq: this.#seq,
      round: this.#options.round,
      source: source.id,
      reading,
      pid: needsPid(source) ? this.#options.pid : null,
      raw: raw.kind === 'ok' ? { ...raw, text: mask(raw.text, source.mask) } : raw,
      hostUptimeSec,
      atMs,
    }
    this.#seq += 1
    return { kind: 'frame', frame }
  }
}

const NOT_PINNED: Raw = { kind: 'gap', reason: 'not-pinned', detail: '' }

function wholeOrNull(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,3}$/.test(word) ? Number(word) : null
}

function numberOrNull(word: string | undefined): number | null {
  return word !== undefined && /^\d+(?:\.\d+)?$/.test(word) ? Number(word) : null
}

/** USER_HZ, the unit of times in /proc/PID/stat, is 100 on every port of Linux in use (proc_pid_stat(5)). */
const TICK_MS = 10

function costIn(line: string): ScriptCost | null {
  const [, forks, ticks] = /^C (\d{1,6}) (\d{1,9})$/.exec(line) ?? []
  if (forks === undefined || ticks === undefined) return null
  return { forks: Number(forks), cpuMs: Number(ticks) * TICK_MS }
}
