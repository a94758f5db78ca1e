/** Parsed values of one run by source, with a gap for each that is missing. */
import type { Gap } from './capture.ts'
import type { Quote } from './finding.ts'
import type { Loss, ParseFault } from './parsed.ts'
import type { Format } from './source.ts'

export interface Reading1<T> {
  readonly value: T
  readonly hostUptimeSec: number | null
  readonly atMs: number
  readonly pid: number | null
}

/** Values are held by source id; the Format object carries the type back. */
export class Evidence {
  readonly #first: ReadonlyMap<string, Reading1<unknown>>
  readonly #second: ReadonlyMap<string, Reading1<unknown>>
  readonly gaps: readonly Gap[]
  readonly losses: readonly Loss[]
  readonly faults: readonly ParseFault[]
  /** Raw (masked) text by source id, for quotes and drilldowns. */
  readonly #texts: ReadonlyMap<string, string>
  /** For a value that another text told too (`Format.also`): the id of that text. */
  readonly #told: ReadonlyMap<string, string>

  constructor(of: {
    readonly first: ReadonlyMap<string, Reading1<unknown>>
    readonly second: ReadonlyMap<string, Reading1<unknown>>
    readonly texts: ReadonlyMap<string, string>
    readonly told: ReadonlyMap<string, string>
    readonly gaps: readonly Gap[]
    readonly losses: readonly Loss[]
    readonly faults: readonly ParseFault[]
  }) {
    this.#first = of.first
    this.#second = of.second
    this.#texts = of.texts
    this.#told = of.told
    this.gaps = of.gaps
    this.losses = of.losses
    this.faults = of.faults
  }

  /** The same evidence with both readings' values of one source as `change` makes them; the text stays. */
  changed<T>(source: Format<T>, change: (value: T) => T): Evidence {
    const of = (readings: ReadonlyMap<string, Reading1<unknown>>, which: 1 | 2) => {
      const reading = this.reading(source, which)
      if (reading === null) return readings
      return new Map(readings).set(source.id, { ...reading, value: change(reading.value) })
    }
    return new Evidence({
      first: of(this.#first, 1),
      second: of(this.#second, 2),
      texts: this.#texts,
      told: this.#told,
      gaps: this.gaps,
      losses: this.losses,
      faults: this.faults,
    })
  }

  /** First reading's value, or null when it is missing. */
  get<T>(source: Format<T>): T | null {
    return this.reading(source, 1)?.value ?? null
  }

  /** A reading with its clock. The map holds what this very Format parsed: the one cast of the house. */
  reading<T>(source: Format<T>, which: 1 | 2): Reading1<T> | null {
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

  /** The first line of a source's text that matches, as quoted evidence; of another text, the line that told it. */
  quote(sourceId: string, pattern: RegExp): Quote {
    const origin = this.#told.get(sourceId)
    const text = this.#texts.get(origin ?? sourceId) ?? ''
    const line =
      lineWith(text, pattern) ??
      (origin === undefined ? '' : toldLine(text.split('\n'), pattern.source))
    return { source: origin ?? sourceId, line: line.trim().slice(0, QUOTE_CHARS) }
  }
}

const QUOTE_CHARS = 160

/** The first line that matches; null where none does. No list of a million lines is made for the sake of one. */
export function lineWith(text: string, pattern: RegExp): string | null {
  for (let at = 0; at <= text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, end)
    if (pattern.test(line)) return line
    at = end + 1
  }
  return null
}

/**
 * The line of another format that told a value: the row of the process whose number the pattern begins with, the
 * memory or swap line for fields of meminfo, else the first line there is.
 */
function toldLine(lines: readonly string[], pattern: string): string {
  const [, pid, area] = /^\^(?:(\d+)\\?\/|(Mem|Swap))/.exec(pattern) ?? []
  const words = new RegExp(pid === undefined ? `\\b${area}\\b` : `(?:^|\\s)${pid}(?:\\s|$)`)
  const row =
    pid === undefined && area === undefined ? undefined : lines.find((line) => words.test(line))
  return row ?? lines.find((text) => text.trim() !== '') ?? ''
}
