/** What a walk gathers while it runs: one record a context, counts of what did not fit, caps. */
import type { ContextKind } from '../../domain/contexts.ts'
import type { Detected } from './detect.ts'

/** More than any backend that was ever told of; a walk in a circle ends here at the latest. */
const MAX_CONTEXTS = 200_000
const MAX_BLOCKS = 1_000_000
const MAX_FREE_CHUNKS = 2_000_000

/** What did not fit while a list was followed; the list ends there and the walk is torn. */
export type TornCode =
  | 'unreadable'
  | 'misaligned'
  | 'cycle'
  | 'tag'
  | 'parent'
  | 'sibling'
  | 'owner'
  | 'bounds'
  | 'freelist'
  | 'sum'
  | 'cap'

/** Greenplum 6 counts what a context and all below it took and gave back; older 6.x count too much at the root. */
export interface Accounting {
  readonly allocatedBytes: number
  readonly freedBytes: number
  readonly heldAtMostBytes: number
  /** What its shared headers say is in use in this context alone. */
  readonly balanceBytes: number
}

export interface ContextRecord {
  readonly at: number
  readonly kind: ContextKind
  readonly level: number
  readonly children: ContextRecord[]
  readonly memAllocated: number | null
  readonly firstChild: number
  name: string
  ident: string | null
  totalBytes: number
  blocks: number
  freeBytes: number
  freeChunks: number
  /** How far it is known: its totals alone, its blocks and free chunks too, or parts of them are missing. */
  known: 'totals' | 'all' | 'broken'
  accounting: Accounting | null
}

/** A header that palloc cannot have written, in a block (its chunk) or in a free list, as first seen. */
export interface Suspect {
  readonly record: ContextRecord
  readonly where: { readonly block: SetBlock } | { readonly freelist: number }
  readonly at: number
  readonly bytes: Uint8Array
}

/** A block of an AllocSet whose header is sound: its chunks lie between the header and `freeptr`. */
export interface SetBlock {
  readonly record: ContextRecord
  readonly at: number
  readonly freeptr: number
  readonly end: number
}

/** A list of siblings that ended before its end. */
export interface TornList {
  readonly parent: ContextRecord | null
  readonly at: number
}

export class Found {
  readonly detected: Detected
  readonly records: ContextRecord[] = []
  /** Of the tree itself. */
  readonly torn = new Map<TornCode, number>()
  /** Of blocks and free chunks: the sums of these contexts are not told. */
  readonly unclear = new Map<TornCode, number>()
  readonly tornLists: TornList[] = []
  readonly suspects: Suspect[] = []
  readonly setBlocks: SetBlock[] = []
  readonly #contexts = new Set<number>()
  readonly #blocks = new Set<number>()
  readonly #freeChunks = new Set<number>()

  constructor(detected: Detected) {
    this.detected = detected
  }

  tear(code: TornCode): false {
    this.torn.set(code, (this.torn.get(code) ?? 0) + 1)
    return false
  }

  /** The list of a context's parts ends here: its sums are not to be told. */
  spoil(record: ContextRecord, code: TornCode): false {
    record.known = 'broken'
    this.unclear.set(code, (this.unclear.get(code) ?? 0) + 1)
    return false
  }

  /** True once for each address, and within the cap; else the reason is counted. */
  meetContext(at: number): boolean {
    return this.#meet(this.#contexts, at, MAX_CONTEXTS)
  }

  meetBlock(record: ContextRecord, at: number): boolean {
    return this.#meet(this.#blocks, at, MAX_BLOCKS, record)
  }

  meetFreeChunk(record: ContextRecord, at: number): boolean {
    return this.#meet(this.#freeChunks, at, MAX_FREE_CHUNKS, record)
  }

  #meet(seen: Set<number>, at: number, cap: number, record: ContextRecord | null = null): boolean {
    const code = at % 8 !== 0 ? 'misaligned' : seen.has(at) ? 'cycle' : 'cap'
    const good = code === 'cap' && seen.size < cap
    if (good) seen.add(at)
    else if (record === null) this.tear(code)
    else this.spoil(record, code)
    return good
  }
}
