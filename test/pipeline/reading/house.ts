/** What `read` needs of a house, for tests: the real formats and analyzers, a clock that stands. */
import { ANALYZERS } from '../../../src/analyzers/index.ts'
import { FORMATS } from '../../../src/parsers/index.ts'
import type { House } from '../../../src/pipeline/house.ts'
import { type Part, readBrought } from '../../../src/pipeline/readFile.ts'
import type { Brought } from '../../../src/pipeline/reading/parts.ts'

export const NOW_MS = Date.UTC(2026, 10, 20, 8)

/** A bug in an analyzer must not hide as "not checked". */
const log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug(event: string, cause: unknown): string {
    throw new Error(event, { cause })
  },
}

// Reading touches no more of the house than these.
export const HOUSE = {
  formats: FORMATS,
  analyzers: ANALYZERS,
  log,
  clock: { now: () => NOW_MS },
} as unknown as House

export interface Answer {
  readonly exit: number
  readonly parts: readonly Part[]
  readonly text: string
}

export function file(
  name: string,
  text: string | Uint8Array,
  mtimeMs: number | null = null,
): Brought {
  return { name, bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text, mtimeMs }
}

export function answer(...files: readonly Brought[]): Answer {
  const done = readBrought(HOUSE, files, null, 'en')
  const { parts } = done.json as { parts: readonly Part[] }
  return { exit: done.exit, parts, text: JSON.stringify(done.message) }
}

/** A text under a name that says nothing. */
export function read(text: string): Answer {
  return answer(file('paste', text))
}

export function kinds(of: Answer): readonly string[] {
  return of.parts.map((part) => part.kind)
}

export function codes(of: Answer): readonly string[] {
  return of.parts.flatMap((part) => part.findings.map((one) => `${one.severity} ${one.code}`))
}
