/** Heaps of glibc arenas in an address space, told by their form. Pure. */
import { MIB } from '../domain/bytes.ts'
import { address, isReserved, isWritable, type OwnerName, type Placed } from './placed.ts'

/** One heap of a glibc arena: HEAP_MAX_SIZE on 64 bit (glibc malloc/arena.c: 2 * DEFAULT_MMAP_THRESHOLD_MAX). */
export const ARENA_BYTES = 64 * MIB
/** And on 32 bit, where the default maximum is 512 KiB. */
const ARENA_32_BYTES = MIB
/** An address of 32 bit has no more digits. */
const DIGITS_32 = 8
/**
 * Heaps that are full are joined by the kernel with the next one. Only above this address and up to this size are
 * joined ones believed: a JVM's heap below 64 GiB (compressed pointers) is aligned and has a reserved rest as well.
 */
const JOINED_FROM = 2 ** 38
const JOINED_MAX_BYTES = 16 * ARENA_BYTES
/** A guard page under a thread's stack: one page by default, more on JVMs and large-page kernels. */
export const GUARD_MAX_BYTES = MIB

/** The size of one heap of an arena in this process: smaller where all its addresses are of 32 bit. */
export function arenaHeapBytes(mappings: readonly Placed[]): number {
  const is32 = mappings.every(({ end }) => end.replace(/^0+/, '').length <= DIGITS_32)
  return is32 ? ARENA_32_BYTES : ARENA_BYTES
}

/**
 * Heaps of an arena: rw memory from a heap's boundary on, and the rest of the last heap reserved (`---p`). One that
 * is full has no rest; on 32 bit that alone says too little.
 */
export function isArena(mapping: Placed, after: Placed | undefined, heapBytes: number): boolean {
  if (!isWritable(mapping)) return false
  const start = address(mapping.start)
  if (start % heapBytes !== 0) return false
  const { sizeBytes } = mapping
  if (sizeBytes === heapBytes) return heapBytes === ARENA_BYTES
  if (!hasRest(mapping, after, heapBytes)) return false
  return sizeBytes < heapBytes || (start >= JOINED_FROM && sizeBytes <= JOINED_MAX_BYTES)
}

/** The next mapping is reserved up to the heap's end; a guard that stands behind it may be joined with it. */
function hasRest(mapping: Placed, after: Placed | undefined, heapBytes: number): boolean {
  if (after === undefined || !isReserved(after) || after.start !== mapping.end) return false
  if (mapping.sizeBytes % heapBytes === 0) return false
  const restBytes = heapBytes - (mapping.sizeBytes % heapBytes)
  return after.sizeBytes >= restBytes && after.sizeBytes <= restBytes + GUARD_MAX_BYTES
}

/** The reserved rest; what stands behind a heap that is full is no part of it. */
export function isArenaRest(
  mapping: Placed,
  before: Placed | undefined,
  heapBytes: number,
): boolean {
  if (before === undefined || before.sizeBytes === heapBytes) return false
  return isReserved(mapping) && isArena(before, mapping, heapBytes)
}

/** How many heaps of arenas a mapping is: full ones are joined; none for the reserved rest and all else. */
export function arenaHeaps(mapping: Placed, owner: OwnerName | undefined): number {
  if (owner?.kind !== 'arenas' || !mapping.perms.startsWith('rw')) return 0
  return Math.ceil(mapping.sizeBytes / ARENA_BYTES)
}
