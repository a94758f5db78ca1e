/** The header in front of a chunk, as each version writes it: its size and whom it names. */
import { u32, u64 } from '../bytes.ts'
import type { ChunkHeader } from './fields.ts'

/** Bits of a word before its low bit: bit 34 of the header is bit 2 of its upper word. */
const OFFSET_SHIFT = 2

/** 16 and later: bytes from the chunk's block to its header. */
export function blockOffset(header: Uint8Array): number {
  return ((u32(header, 4) >>> OFFSET_SHIFT) >>> 1) * 2
}

/** MemoryContextMethodID of an AllocSet in the lowest bits. */
const ALLOC_SET_METHOD = 3
const METHOD_BITS = { 'mask-3': 3, 'mask-4': 4 } as const
/** Free lists of an AllocSet hold chunks of 8 << index bytes. */
export const FREELISTS = 11
const SMALLEST_CHUNK = 8

export function chunkHeaderBytes(kind: ChunkHeader): 8 | 16 {
  return kind === 'mask-3' || kind === 'mask-4' ? 8 : 16
}

/** Size of a chunk in free list `index`. */
export function freelistBytes(index: number): number {
  return SMALLEST_CHUNK << index
}

export interface Chunk {
  /** Payload as handed out, without the header; null where the header gives none (an external chunk). */
  readonly bytes: number | null
  /** Whom it names: a set, a shared header or the next free chunk; null where that follows from its place. */
  readonly names: number | null
  /** False where no version of palloc writes such a header. */
  readonly sound: boolean
}

/** What the header of a chunk of an AllocSet says, `offset` bytes into its block where that is known. */
export function readChunk(kind: ChunkHeader, header: Uint8Array, offset: number | null): Chunk {
  switch (kind) {
    case 'size-set':
      return sized(u64(header, 0), u64(header, 8))
    case 'set-size':
    case 'shared-size':
      return sized(u64(header, 8), u64(header, 0))
    case 'mask-3':
    case 'mask-4':
      return masked(METHOD_BITS[kind], header, offset)
  }
}

function sized(bytes: number, names: number): Chunk {
  return { bytes, names, sound: bytes >= SMALLEST_CHUNK && bytes % 8 === 0 && names % 8 === 0 }
}

function masked(methodBits: number, header: Uint8Array, offset: number | null): Chunk {
  const low = u32(header, 0)
  const method = low & ((1 << methodBits) - 1)
  if (method !== ALLOC_SET_METHOD) return { bytes: null, names: null, sound: false }
  if (((low >>> methodBits) & 1) === 1) return { bytes: null, names: null, sound: true }
  // The value stands in 30 bits behind the external bit; a free list's index fits the lower word alone.
  const index = (low >>> (methodBits + 1)) & 0x7ffffff
  const sound = index < FREELISTS && (offset === null || blockOffset(header) === offset)
  return { bytes: sound ? freelistBytes(index) : null, names: null, sound }
}
