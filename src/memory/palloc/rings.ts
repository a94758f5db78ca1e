/**
 * The kinds that keep their blocks in doubly linked rings. Sources: GenerationStats, SlabStats and BumpStats of each
 * release, lib/ilist.h.
 */
import { i32, u32, u64 } from '../bytes.ts'
import type { Task } from '../crew.ts'
import type { SlabFields } from './fields.ts'
import type { ContextRecord, Found } from './found.ts'

/** List heads of a slab before 16: one for each count of free chunks. */
const MAX_SLAB_LISTS = 65_536
const HEAD_BYTES = 16
/** As long as the longest block header of these kinds. */
const BLOCK_HEADER_BYTES = 56
const SLAB_HEADER_BYTES = 192

interface Ring {
  readonly head: number
  /** Where a block's node lies in it. */
  readonly node: number
  /** Adds a block up; false where its header does not fit. */
  readonly visit: (at: number, header: Uint8Array) => boolean
}

/** Follows a ring once around. Each node names the one before it, the head included. */
function* around(found: Found, record: ContextRecord, { head, node, visit }: Ring): Task<boolean> {
  const first = yield { at: head, bytes: HEAD_BYTES }
  if (first === null) return found.spoil(record, 'unreadable')
  let previous = head
  for (let at = u64(first, 8); at !== 0 && at !== head; ) {
    const header = yield { at: at - node, bytes: BLOCK_HEADER_BYTES }
    if (header === null) return found.spoil(record, 'unreadable')
    if (u64(header, node) !== previous) return found.spoil(record, 'sibling')
    if (!found.meetBlock(record, at - node)) return false
    if (!visit(at - node, header)) return false
    record.blocks += 1
    previous = at
    at = u64(header, node + 8)
  }
  return true
}

/** With mem_allocated (13 and later) the blocks must add up to it; before, they are all there is. */
function settle(found: Found, record: ContextRecord, total: number): void {
  if (found.detected.layout.context.memAllocated === null) record.totalBytes = total
  else if (total !== record.totalBytes) found.spoil(record, 'sum')
}

export function* generationBlocks(found: Found, record: ContextRecord): Task<void> {
  const { generation } = found.detected.layout
  if (generation === null) return
  const { block } = generation
  let total = generation.size
  const visit = (at: number, header: Uint8Array): boolean => {
    const [size, freeptr, end] = [block.size, block.freeptr, block.endptr].map((field) =>
      u64(header, field),
    )
    const free = i32(header, block.free)
    if (size === undefined || freeptr === undefined || end === undefined) return false
    if (end - at !== size || freeptr < at || freeptr > end || free < 0)
      return found.spoil(record, 'bounds')
    total += size
    record.freeBytes += end - freeptr
    record.freeChunks += free
    return true
  }
  const head = record.at + generation.blocks
  if (yield* around(found, record, { head, node: 0, visit })) settle(found, record, total)
}

export function* bumpBlocks(found: Found, record: ContextRecord): Task<void> {
  const { bump } = found.detected.layout
  if (bump === null) return
  let total = 0
  const visit = (at: number, header: Uint8Array): boolean => {
    const freeptr = u64(header, bump.block.freeptr)
    const end = u64(header, bump.block.endptr)
    if (freeptr < at || freeptr > end) return found.spoil(record, 'bounds')
    total += end - at
    record.freeBytes += end - freeptr
    return true
  }
  const head = record.at + bump.blocks
  if (yield* around(found, record, { head, node: 0, visit })) settle(found, record, total)
}

export function* slabBlocks(found: Found, record: ContextRecord): Task<void> {
  const { slab, set } = found.detected.layout
  if (slab === null) return
  const header = yield { at: record.at, bytes: SLAB_HEADER_BYTES }
  if (header === null) {
    found.spoil(record, 'unreadable')
    return
  }
  const { chunkBytes, blockBytes, lists, emptyBlocks, headerBytes } = slabNumbers(slab, header)
  if (lists > MAX_SLAB_LISTS) {
    found.spoil(record, 'bounds')
    return
  }
  const visit = (_at: number, block: Uint8Array): boolean => {
    const free = i32(block, slab.block.free)
    if (free < 0 || free * chunkBytes > blockBytes) return found.spoil(record, 'bounds')
    record.freeBytes += free * chunkBytes
    record.freeChunks += free
    return true
  }
  for (let index = 0; index < lists; index += 1) {
    const head = record.at + slab.lists + index * HEAD_BYTES
    if (!(yield* around(found, record, { head, node: slab.block.node, visit }))) return
  }
  // Before 11 no context's own header is counted.
  const counted = set.counted === 0 ? 0 : headerBytes
  settle(found, record, counted + (emptyBlocks + record.blocks) * blockBytes)
}

function slabNumbers(slab: SlabFields, header: Uint8Array) {
  const number = (at: number): number => (slab.width === 4 ? u32(header, at) : u64(header, at))
  return {
    chunkBytes: number(slab.chunkSize),
    blockBytes: number(slab.blockSize),
    lists: slab.listCount ?? u32(header, slab.chunksPerBlock) + 1,
    emptyBlocks: slab.emptyBlocks === null ? 0 : u32(header, slab.emptyBlocks),
    headerBytes: slab.headerSize === null ? slab.size : u64(header, slab.headerSize),
  }
}
