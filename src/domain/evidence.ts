/** Parsed values of one run by source, with a gap for each that is missing. */
import type { Gap } from './capture.ts'
import type { Loss, ParseFault } from './parsed.ts'
import type { Source } from './source.ts'

export interface Reading1<T> {
  readonly value: T
  readonly hostUptimeSec: number | null
  readonly atMs: number
  readonly pid: number | null
}

/** Values are held by source id; the Source object carries the type back. */
export class Evidence {
  readonly #first: ReadonlyMap<string, Reading1<unknown>>
  readonly #second: ReadonlyMap<string, Reading1<unknown>>
  readonly gaps: readonly Gap[]
  readonly losses: readonly Loss[]
  readonly faults: readonly ParseFault[]
  /** Raw (masked) text by source id, for quotes and drilldowns. */
  readonly #texts: ReadonlyMap<string, string>

  constructor(of: {
    readonly first: ReadonlyMap<string, Reading1<unknown>>
    readonly second: ReadonlyMap<string, Reading1<unknown>>
    readonly texts: ReadonlyMap<string, string>
    readonly gaps: readonly Gap[]
    readonly losses: readonly Loss[]
    readonly faults: readonly ParseFault[]
  }) {
    this.#first = of.first
    this.#second = of.second
    this.#texts = of.texts
    this.gaps = of.gaps
    this.losses = of.losses
    this.faults = of.faults
  }

  /** First reading's value, or null when it is missing. */
  get<T>(source: Source<T>): T | null {
    return this.reading(source, 1)?.value ?? null
  }

  /** A reading with its clock. The map holds what this very Source parsed: the one cast of the house. */
  reading<T>(source: Source<T>, which: 1 | 2): Reading1<T> | null {
    const found = (which === 1 ? this.#first : this.#second).get(source.id)
    return (found as Reading1<T> | undefined) ?? null
  }

  has(sourceId: string): boolean {
    return this.#first.has(sourceId)
  }

  gapOf(sourceId: string): Gap | null {
    return this.gaps.find((gap) => gap.source === sourceId) ?? null
  }

  text(sourceId: string): string | null {
    return this.#texts.get(sourceId) ?? null
  }

  /** Source ids that have text, in order of arrival. */
  ids(): readonly string[] {
    return [...this.#texts.keys()]
  }

  /** The first line of a source's text that matches, as quoted evidence; the pattern itself when none does. */
  quote(sourceId: string, pattern: RegExp): { readonly source: string; readonly line: string } {
    const line = (this.#texts.get(sourceId) ?? '').split('\n').find((text) => pattern.test(text))
    return { source: sourceId, line: (line ?? '').trim().slice(0, QUOTE_CHARS) }
  }
}

const QUOTE_CHARS = 160
