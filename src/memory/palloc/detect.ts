/**
 * Which layout a process's contexts have: the version is a hint, what lies in memory decides. TopMemoryContext bears its
 * name, has no parent, its first child names it as parent, its first block names it as owner, and the first chunk or the
 * keeper block lies where that version puts it.
 */
import { i32, u64 } from '../bytes.ts'
import { type Task, textAt } from '../crew.ts'
import { blockOffset } from './chunks.ts'
import type { Layout } from './fields.ts'
import { LAYOUTS } from './layouts.ts'

export const TOP_NAME = 'TopMemoryContext'
/** As long as the longest struct of the table. */
const TOP_BYTES = 320
/** A block of an AllocSet: 1 KiB at least, 1 GiB at most (MaxAllocSize) and its headers. */
const MAX_BLOCK_BYTES = 2 ** 30 + 4096

export interface Detected {
  readonly layout: Layout
  /** NodeTag of an AllocSetContext here. */
  readonly baseTag: number
  /** As the hint says, or as the tag is known from; else the first that has this layout. */
  readonly version: string
}

/**
 * Tries the hinted layouts, then those whose tag fits, then the others; null when none fits. Where all but the first
 * child fits, as when a busy backend has just made another, the layout is that one and the walk will see the tear.
 */
export function* detectLayout(top: number, hint: string | null): Task<Detected | null> {
  const header = yield { at: top, bytes: TOP_BYTES }
  if (header === null) return null
  const baseTag = i32(header, 0)
  const order = inOrder(hint, baseTag)
  const fitting: Layout[] = []
  for (const layout of order) {
    if (!(yield* fits(layout, top, header))) continue
    if (yield* childFits(layout, top, header)) return detected(layout, baseTag, hint)
    fitting.push(layout)
  }
  const [only] = fitting
  return only === undefined ? null : detected(only, baseTag, hint)
}

function detected(layout: Layout, baseTag: number, hint: string | null): Detected {
  const hinted = layout.versions.find((version) => version === hint)
  return { layout, baseTag, version: layout.tags[baseTag] ?? hinted ?? layout.versions[0] ?? '' }
}

function inOrder(hint: string | null, tag: number): readonly Layout[] {
  const rank = (layout: Layout): number => {
    if (layout.tags[tag] !== undefined) return 0
    return hint !== null && layout.versions.includes(hint) ? 1 : 2
  }
  return [...LAYOUTS].sort((a, b) => rank(a) - rank(b))
}

function* fits(layout: Layout, top: number, header: Uint8Array): Task<boolean> {
  const { context, set } = layout
  if (u64(header, context.parent) !== 0 || u64(header, context.nextChild) !== 0) return false
  const name = yield* textAt(u64(header, context.name), TOP_NAME.length + 1)
  if (name === null || new TextDecoder().decode(name) !== TOP_NAME) return false
  return set.counted === 0
    ? yield* firstBlockFits(layout, top, header)
    : yield* keeperFits(layout, top, header)
}

function* childFits({ context }: Layout, top: number, header: Uint8Array): Task<boolean> {
  const child = u64(header, context.firstChild)
  if (child === 0) return true
  const parent = yield { at: child + context.parent, bytes: 8 }
  return parent !== null && u64(parent, 0) === top
}

/** Before 11: the first of the list names the set and has sound bounds. */
function* firstBlockFits(layout: Layout, top: number, header: Uint8Array): Task<boolean> {
  const { block, set } = layout
  const at = u64(header, set.blocks)
  const bytes = yield { at, bytes: block.size }
  if (bytes === null || u64(bytes, 0) !== top) return false
  if (block.prev !== null && u64(bytes, block.prev) !== 0) return false
  const freeptr = u64(bytes, block.freeptr)
  if (freeptr < at + block.size) return false
  if (block.endptr === null) return yield* sharedFits(layout, top, header)
  const end = u64(bytes, block.endptr)
  if (end < freeptr || end - at > MAX_BLOCK_BYTES) return false
  return freeptr === at + block.size || (yield* chunkFits(layout, top, at))
}

/** Since 11 the struct and its first block are one piece of memory: that block stays while others come and go. */
function* keeperFits(layout: Layout, top: number, header: Uint8Array): Task<boolean> {
  const { block, set, tags } = layout
  const keeper = top + set.size
  if (set.keeper !== null && u64(header, set.keeper) !== keeper) return false
  const bytes = yield { at: keeper, bytes: block.size }
  if (bytes === null || u64(bytes, 0) !== top) return false
  // A known tag is proof enough: the first chunk may be damaged.
  if (tags[i32(header, 0)] !== undefined || u64(bytes, block.freeptr) === keeper + block.size)
    return true
  return yield* chunkFits(layout, top, keeper)
}

/** The first chunk of a block that was never freed names its owner the way of its version. */
function* chunkFits(layout: Layout, top: number, block: number): Task<boolean> {
  const at = block + layout.block.size
  const bytes = yield { at, bytes: 16 }
  if (bytes === null) return false
  switch (layout.chunk) {
    case 'set-size':
      return plausibleSize(u64(bytes, 8)) && (yield* ownedOrFree(u64(bytes, 0), top))
    case 'size-set':
      return plausibleSize(u64(bytes, 0)) && (yield* ownedOrFree(u64(bytes, 8), top))
    case 'mask-3':
    case 'mask-4':
      return blockOffset(bytes) === layout.block.size
    case 'shared-size':
      return true
  }
}

/** A free chunk has the next of its list in the place of its owner. */
function* ownedOrFree(owner: number, top: number): Task<boolean> {
  if (owner === top || owner === 0) return true
  return (yield { at: owner, bytes: 8 }) !== null
}

function plausibleSize(bytes: number): boolean {
  return bytes > 0 && bytes % 8 === 0 && bytes <= MAX_BLOCK_BYTES
}

/** Greenplum 6: the first shared header names its context. */
function* sharedFits(layout: Layout, top: number, header: Uint8Array): Task<boolean> {
  const first = u64(header, layout.set.sharedHeaders ?? 0)
  if (first === 0) return true
  const shared = yield { at: first, bytes: 8 }
  return shared !== null && u64(shared, 0) === top
}
