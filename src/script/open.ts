/** A section while it is being received: its bytes up to the cap, and how it ended. */
import { joined } from './marks.ts'
import type { Section } from './sections.ts'

/** A section or mark that has begun, in order of stdout. */
export interface Open {
  readonly section: Section | null
  readonly mark: 'levels' | 'bye' | null
  readonly chunks: Uint8Array[]
  /** Bytes kept in `chunks`. */
  bytes: number
  readonly maxBytes: number
  end: { readonly rc: number | null; readonly uptimeSec: number | null } | null
}

/** What a group's paths may add in front of its lines. */
const GROUP_OVERHEAD = 4

export function opened(section: Section | null, mark: 'levels' | 'bye' | null): Open {
  const caps = section?.sources.reduce((sum, source) => sum + source.limits.bytes, 0) ?? 0
  const maxBytes = section?.step === 'group' ? caps * GROUP_OVERHEAD : caps
  return { section, mark, chunks: [], bytes: 0, maxBytes, end: null }
}

/** Keeps text up to the cap, and two bytes more by which a cut is seen. */
export function keep(open: Open, bytes: Uint8Array): void {
  const room = open.maxBytes + 2 - open.bytes
  if (room > 0) open.chunks.push(bytes.length <= room ? bytes : bytes.slice(0, room))
  open.bytes += bytes.length
}

/** The text as it was in the file: without the newline that the script adds, and within the cap. */
export function bytesOf(open: Open): Uint8Array {
  const bytes = joined(open.chunks)
  // The script writes a newline before the end mark, so that text without one ends too.
  const own =
    open.end !== null && bytes[bytes.length - 1] === NEWLINE ? bytes.subarray(0, -1) : bytes
  return own.subarray(0, open.maxBytes)
}

/** True when there was more than the cap. */
export function isOver(open: Open): boolean {
  return open.bytes - (open.end === null ? 0 : 1) > open.maxBytes
}

const NEWLINE = 10
