/** A file as it comes: held whole up to a bound, as a stream beyond it, and a core let be for its ranges. */
import type { RangeReader } from '../../domain/memory.ts'
import type { Files } from '../../domain/ports.ts'
import type { AnyFormat } from '../../domain/source.ts'
import { looksLikeCore } from '../../memory/core.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'

/** A core where it can be read by ranges; one that came through a pipe or is to be read as another kind cannot. */
export async function coreAt(
  path: string,
  first: Uint8Array,
  files: Files,
  as: AnyFormat | null,
): Promise<RangeReader | null> {
  if (!looksLikeCore(first) || path === STDIN) return null
  if (as !== null && as.id !== memoryContexts.id) return null
  const reader = await files.ranges(path)
  return 'reason' in reader ? null : reader
}

const STDIN = '-'

type Held =
  | { readonly bytes: Uint8Array }
  | { readonly rest: AsyncIterable<Uint8Array> }
  | { readonly core: RangeReader }

/** Bytes up to a bound; beyond it, the whole again as a stream. What `coreOf` knows by its first bytes is let be. */
export async function held(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
  coreOf: (first: Uint8Array) => Promise<RangeReader | null>,
): Promise<Held> {
  const parts: Uint8Array[] = []
  let length = 0
  const iterator = chunks[Symbol.asyncIterator]()
  for (;;) {
    const next = await iterator.next()
    if (next.done === true) break
    const core = parts.length === 0 ? await coreOf(next.value) : null
    if (core !== null) {
      await iterator.return?.()
      return { core }
    }
    parts.push(next.value)
    length += next.value.length
    if (length > mostBytes) return { rest: joined(parts, iterator) }
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { bytes }
}

async function* joined(
  before: Uint8Array[],
  after: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  // Each is let go as it is handed on: memory falls while the file goes by.
  for (let part = before.shift(); part !== undefined; part = before.shift()) yield part
  for (let next = await after.next(); next.done !== true; next = await after.next())
    yield next.value
}
