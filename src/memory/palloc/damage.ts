/**
 * Chunks whose header palloc cannot have written, in otherwise sound blocks and free lists: something wrote past the end of
 * the chunk before. A busy backend's memory, read at two moments, looks alike: only what is there again, unchanged, each time
 * that it is read anew from its beginning, is damage.
 */
import type { Walk } from '../../domain/memory.ts'
import { u64 } from '../bytes.ts'
import { Crew, type Task } from '../crew.ts'
import { View } from '../view.ts'
import { freelist } from './allocSet.ts'
import { chunkHeaderBytes, FREELISTS, freelistBytes, readChunk } from './chunks.ts'
import { type ContextRecord, Found, type SetBlock, type Suspect } from './found.ts'

/** Chunks that are looked at in what was read anyway: some tenths of a second at most. */
const MAX_SCANNED_CHUNKS = 200_000
/** One write past an end damages one header; more than so many tell no more. */
const MAX_SUSPECTS = 32
/** A block is read anew up to the suspect when no longer than this. */
const MAX_ANEW_BYTES = 8 * 1024 * 1024
const CHUNK_BYTES = 16
/**
 * Looks beyond the first that must find it as it was. A statement that is run again and again lays the same bytes in the
 * same places, so that two looks can be torn alike.
 */
const LOOKS_ANEW = 3

/** Follows the chunks of each block as far as the view has them; the first that cannot be is a suspect. */
export function scanBlocks(found: Found, view: View): readonly Suspect[] {
  const budget = { chunks: MAX_SCANNED_CHUNKS }
  const suspects: Suspect[] = []
  for (const block of found.setBlocks) {
    if (budget.chunks <= 0 || suspects.length >= MAX_SUSPECTS) return suspects
    const suspect = scanBlock(found, view, block, budget)
    if (suspect !== null) suspects.push(suspect)
  }
  return suspects
}

function scanBlock(
  found: Found,
  view: View,
  block: SetBlock,
  budget: { chunks: number },
): Suspect | null {
  const { layout } = found.detected
  const headerBytes = chunkHeaderBytes(layout.chunk)
  for (let at = block.at + layout.block.size; at + headerBytes <= block.freeptr; ) {
    const header = view.see(at, headerBytes)
    budget.chunks -= 1
    if (header == null || budget.chunks < 0) return null
    const { bytes, names, sound } = readChunk(layout.chunk, header, at - block.at)
    const end = at + headerBytes + (bytes ?? 0)
    const known = names === null || names === 0 || view.mapped(names, CHUNK_BYTES)
    if (!sound || !known || end > block.freeptr)
      return isNewest(block.freeptr - at - headerBytes)
        ? null
        : { record: block.record, where: { block }, at, bytes: header.slice() }
    // An external chunk fills its block.
    if (bytes === null) return null
    at = end
  }
  return null
}

/**
 * True where a chunk of that size ends at the block's free space: it may be the newest, whose header is written after the
 * free space was moved, and a process can rest in between.
 */
function isNewest(bytes: number): boolean {
  return Array.from({ length: FREELISTS }, (_, index) => freelistBytes(index)).includes(bytes)
}

/** Reads the suspects' lists and blocks anew, past what the walk has seen; gives those that are as they were. */
export function* confirm(found: Found, seen: View): Walk<readonly Suspect[]> {
  let confirmed: readonly Suspect[] = [
    ...found.suspects.slice(0, MAX_SUSPECTS),
    ...scanBlocks(found, seen),
  ]
  for (let looks = 0; looks < LOOKS_ANEW && confirmed.length > 0; looks += 1)
    confirmed = yield* asBefore(found, new View(seen.regions), confirmed)
  // A free list that ended early has not been added up.
  for (const suspect of found.suspects) {
    if (confirmed.includes(suspect)) suspect.record.known = 'broken'
    else found.spoil(suspect.record, 'freelist')
  }
  return confirmed
}

/** Those of the suspects that a new view shows as they were. */
function* asBefore(
  found: Found,
  view: View,
  suspects: readonly Suspect[],
): Walk<readonly Suspect[]> {
  const unchanged: Suspect[] = []
  const crew = new Crew(view)
  for (const suspect of suspects) crew.start(anew(found, view, suspect, unchanged))
  yield* crew.run()
  return unchanged
}

function* anew(found: Found, view: View, suspect: Suspect, confirmed: Suspect[]): Task<void> {
  const { where } = suspect
  const again =
    'block' in where
      ? yield* blockAnew(found, view, where.block, suspect.at)
      : yield* listAnew(found, suspect.record, where.freelist)
  if (again !== null && again.at === suspect.at && same(again.bytes, suspect.bytes))
    confirmed.push(suspect)
}

function* blockAnew(
  found: Found,
  view: View,
  { record, at, end }: SetBlock,
  upTo: number,
): Task<Suspect | null> {
  const { block } = found.detected.layout
  const bytes = Math.min(upTo + CHUNK_BYTES, end) - at
  if (bytes > MAX_ANEW_BYTES) return null
  const read = yield { at, bytes }
  if (read === null || u64(read, 0) !== record.at) return null
  const freeptr = u64(read, block.freeptr)
  if (block.endptr !== null && u64(read, block.endptr) !== end) return null
  return scanBlock(found, view, { record, at, freeptr, end }, { chunks: MAX_SCANNED_CHUNKS })
}

function* listAnew(found: Found, record: ContextRecord, index: number): Task<Suspect | null> {
  const scratch = new Found(found.detected)
  yield* freelist(scratch, { ...record, children: [] }, index)
  return scratch.suspects[0] ?? null
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
