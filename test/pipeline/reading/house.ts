/** What `read` needs of a house, for tests: the real formats and analyzers, a clock that stands. */
import { ANALYZERS } from '../../../src/analyzers/index.ts'
import { archives } from '../../../src/archive/open.ts'
import { UserError } from '../../../src/domain/errors.ts'
import type { Files } from '../../../src/domain/ports.ts'
import { FORMATS } from '../../../src/parsers/index.ts'
import type { House } from '../../../src/pipeline/house.ts'
import { type Part, readPaths } from '../../../src/pipeline/readFile.ts'
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

/** A deadline that nobody reaches: it ends with its signal. */
async function sleep(_: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
}

// Reading touches no more of the house than these.
export const HOUSE = {
  formats: FORMATS,
  analyzers: ANALYZERS,
  archives: archives(),
  log,
  clock: { now: () => NOW_MS, sleep },
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

/** A folder in memory, as the terminal's files. */
export function filesOf(brought: readonly Brought[]): Files {
  const of = (path: string): Brought => {
    const found = brought.find((one) => one.name === path)
    if (found === undefined)
      throw new UserError('file-unreadable', { file: path, detail: 'ENOENT' })
    return found
  }
  return {
    read: async (path) => of(path).bytes,
    async *chunks(path) {
      const { bytes } = of(path)
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
        yield bytes.subarray(at, at + CHUNK_BYTES)
    },
    async list(path) {
      const { name, bytes, mtimeMs } = of(path)
      return [{ path: name, sizeBytes: bytes.length, mtimeMs }]
    },
    async ranges(path) {
      const found = brought.find((one) => one.name === path)
      if (found === undefined) return { reason: 'absent', detail: 'ENOENT' }
      return {
        way: 'local',
        read: async (ranges) =>
          ranges.map(({ at, bytes }) => {
            const piece = found.bytes.subarray(at, at + bytes)
            return piece.length === 0 ? null : piece
          }),
        about: async () => null,
        close: async () => undefined,
      }
    },
    write: async () => undefined,
  }
}

const CHUNK_BYTES = 65_536

export async function answer(...files: readonly Brought[]): Promise<Answer> {
  return answerAs(null, ...files)
}

export async function answerAs(as: string | null, ...files: readonly Brought[]): Promise<Answer> {
  const names = files.map(({ name }) => name)
  const done = await readPaths(HOUSE, filesOf(files), names, as, 'en')
  const { parts } = done.json as { parts: readonly Part[] }
  return { exit: done.exit, parts, text: JSON.stringify(done.message) }
}

/** A text under a name that says nothing. */
export async function read(text: string): Promise<Answer> {
  return answer(file('paste', text))
}

export function kinds(of: Answer): readonly string[] {
  return of.parts.map((part) => part.kind)
}

export function codes(of: Answer): readonly string[] {
  return of.parts.flatMap((part) => part.findings.map((one) => `${one.severity} ${one.code}`))
}
