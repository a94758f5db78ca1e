/** AllocSet: a list of blocks and eleven lists of free chunks. Source: AllocSetStats in aset.c of each release. */
import { u64 } from '../bytes.ts'
import type { Task } from '../crew.ts'
import { chunkHeaderBytes, freelistBytes, readChunk } from './chunks.ts'
import type { ContextRecord, Found } from './found.ts'

/** Adds up the blocks; without mem_allocated (before 13) their sum is the context's total. */
export function* setBlocks(found: Found, record: ContextRecord): Task<void> {
  const { layout } = found.detected
  const { block, set, context } = layout
  const head = yield { at: record.at + set.blocks, bytes: 8 }
  if (head === null) {
    found.spoil(record, 'unreadable')
    return
  }
  let total = set.counted
  let previous = 0
  for (let at = u64(head, 0); at !== 0; ) {
    const header = yield { at, bytes: block.size }
    const end = block.endptr === null ? yield* mallocEnd(at) : header && u64(header, block.endptr)
    if (header === null || end === null) {
      found.spoil(record, 'unreadable')
      return
    }
    const freeptr = u64(header, block.freeptr)
    if (!setBlockFits(found, record, { at, header, end, freeptr, previous })) return
    record.blocks += 1
    record.freeBytes += end - freeptr
    total += end - at
    found.setBlocks.push({ record, at, freeptr, end })
    previous = at
    at = u64(header, block.next)
  }
  if (context.memAllocated === null) record.totalBytes = total
  else if (total !== record.totalBytes) found.spoil(record, 'sum')
}

interface SetBlock {
  readonly at: number
  readonly header: Uint8Array
  readonly end: number
  readonly freeptr: number
  readonly previous: number
}

function setBlockFits(found: Found, record: ContextRecord, seen: SetBlock): boolean {
  const { block } = found.detected.layout
  const { at, header, end, freeptr, previous } = seen
  if (u64(header, 0) !== record.at) return found.spoil(record, 'owner')
  if (block.prev !== null && u64(header, block.prev) !== previous)
    return found.spoil(record, 'sibling')
  if (freeptr < at + block.size || freeptr > end) return found.spoil(record, 'bounds')
  return found.meetBlock(record, at)
}

/** Greenplum 6: gp_malloc keeps what it was asked for in the word before the block. */
function* mallocEnd(at: number): Task<number | null> {
  const size = yield { at: at - 8, bytes: 8 }
  return size === null ? null : at + u64(size, 0)
}

/**
 * Adds up one of the eleven lists. A header that no version writes ends it as suspect, and so does one that leads nowhere;
 * but where the first of the list leads to may be its payload still: a process can rest between the two stores of pfree.
 */
export function* freelist(found: Found, record: ContextRecord, index: number): Task<void> {
  const { set, chunk } = found.detected.layout
  const where = { freelist: index }
  const head = yield { at: record.at + set.freelists + index * 8, bytes: 8 }
  if (head === null) {
    found.spoil(record, 'unreadable')
    return
  }
  let previous: { readonly at: number; readonly bytes: Uint8Array } | null = null
  let passed = 0
  for (let at = u64(head, 0); at !== 0; ) {
    const bytes: Uint8Array | null = at % 8 === 0 ? yield { at, bytes: FREE_CHUNK_BYTES } : null
    // A chunk that was handed out between two reads names its set again.
    if (at === record.at || (bytes === null && previous === null)) {
      found.spoil(record, 'freelist')
      return
    }
    const suspect = bytes === null ? previous : isFree(found, bytes, index) ? null : { at, bytes }
    if (suspect !== null && passed === 1) {
      found.spoil(record, 'freelist')
      return
    }
    if (suspect !== null) {
      found.suspects.push({ record, where, at: suspect.at, bytes: suspect.bytes.slice() })
      return
    }
    if (bytes === null || !found.meetFreeChunk(record, at)) return
    record.freeChunks += 1
    record.freeBytes += freelistBytes(index) + chunkHeaderBytes(chunk)
    previous = { at, bytes }
    passed += 1
    at = linkOf(found, bytes)
  }
}

/** The longest header, and with the shortest the link behind it. */
const FREE_CHUNK_BYTES = 16

function isFree(found: Found, header: Uint8Array, index: number): boolean {
  const { bytes, sound } = readChunk(found.detected.layout.chunk, header, null)
  return sound && bytes === freelistBytes(index)
}

/** The next of the list stands in the payload since 16, before that in the place of the owner. */
function linkOf(found: Found, header: Uint8Array): number {
  const { chunk } = found.detected.layout
  return u64(header, chunk === 'set-size' || chunk === 'shared-size' ? 0 : 8)
}
