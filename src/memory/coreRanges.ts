/**
 * Where the bytes of an address lie in a core file, or in the file that was mapped there: a kernel's core leaves out pages
 * that the program's own file has. So a core of many GiB stays where it is, and any walk over a process runs on it.
 */
import type { MemoryRange, RangeBytes, Walk } from '../domain/memory.ts'
import type { Core, HeldPart } from './core.ts'

/** Where bytes of memory lie: in the core, or in a file that was mapped; null where neither has them. */
export interface FilePart {
  /** Null is the core itself, else the path of the mapped file. */
  readonly file: string | null
  readonly at: number
  readonly bytes: number
}

/** Cuts a range of memory into the parts of files that hold it; null for a part that none holds. */
export function partsOf(core: Core, range: MemoryRange): readonly (FilePart | number)[] {
  const parts: (FilePart | number)[] = []
  const end = range.at + range.bytes
  for (let at = range.at; at < end; ) {
    const held = covering(core.held, at)
    const file = held === null ? covering(core.regions, at) : null
    const to = Math.min(end, held?.end ?? Math.min(file?.end ?? end, nextStart(core.held, at)))
    if (held !== null) parts.push({ file: null, at: held.offset + at - held.at, bytes: to - at })
    else if (file?.path.startsWith('/'))
      parts.push({ file: file.path, at: file.offset + at - file.at, bytes: to - at })
    else parts.push(to - at)
    at = to
  }
  return parts
}

/** The last part that begins at or before an address, where it reaches it. */
function covering<T extends { readonly at: number; readonly end: number }>(
  parts: readonly T[],
  at: number,
): T | null {
  const found = parts[firstBehind(parts, at) - 1]
  return found !== undefined && at < found.end ? found : null
}

function nextStart(parts: readonly HeldPart[], at: number): number {
  return parts[firstBehind(parts, at)]?.at ?? Number.POSITIVE_INFINITY
}

/** Place of the first part that begins behind an address, by bisection. */
function firstBehind(parts: readonly { readonly at: number }[], at: number): number {
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((parts[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** A walk over memory as a walk over files: yields parts of the core and of mapped files. */
export function* throughCore<T>(
  core: Core,
  walk: Walk<T>,
): Generator<readonly FilePart[], T, readonly RangeBytes[]> {
  let step = walk.next([])
  while (step.done !== true) {
    const wanted = step.value.map((range) => partsOf(core, range))
    const parts = wanted.flat().filter((part): part is FilePart => typeof part !== 'number')
    const came = parts.length === 0 ? [] : yield parts
    let next = 0
    step = walk.next(
      wanted.map((pieces) => {
        const bytes = pieces.map((piece) =>
          typeof piece === 'number' ? null : (came[next++] ?? null),
        )
        return joined(pieces, bytes)
      }),
    )
  }
  return step.value
}

/** The bytes of a range from its parts, up to the first that is missing; null where none is there. */
function joined(pieces: readonly (FilePart | number)[], came: readonly RangeBytes[]): RangeBytes {
  const found: number[] = []
  const whole: Uint8Array[] = []
  for (const [index, piece] of pieces.entries()) {
    const bytes = came[index] ?? null
    if (bytes === null) break
    whole.push(bytes)
    found.push(bytes.length)
    if (typeof piece !== 'number' && bytes.length < piece.bytes) break
  }
  if (whole.length === 1) return whole[0] ?? null
  const length = found.reduce((sum, one) => sum + one, 0)
  if (length === 0) return null
  const out = new Uint8Array(length)
  let at = 0
  for (const bytes of whole) {
    out.set(bytes, at)
    at += bytes.length
  }
  return out
}
