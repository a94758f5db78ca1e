/** What of palloc's structures a walk needs: offsets and sizes in bytes, null where a version has no such field. */
import type { ContextKind } from '../../domain/contexts.ts'

/** How a chunk's header in front of its payload tells size and owner. */
export type ChunkHeader =
  /** 9.4 to 9.6: the set's address, then the size. */
  | 'set-size'
  /** 10 to 15: the size, then the set's address. */
  | 'size-set'
  /** Greenplum 6: a shared header's address, then the size. */
  | 'shared-size'
  /** 16: one word of bits, three of them the method. */
  | 'mask-3'
  /** 17 and later: one word of bits, four of them the method. */
  | 'mask-4'

export interface ContextFields {
  readonly memAllocated: number | null
  readonly parent: number
  readonly firstChild: number
  readonly prevChild: number | null
  readonly nextChild: number
  readonly name: number
  readonly ident: number | null
  readonly size: number
  /** Greenplum 6: allBytesAlloc, with allBytesFreed, maxBytesHeld and localMinHeld behind it. */
  readonly accounting: number | null
}

export interface SetFields {
  readonly blocks: number
  readonly freelists: number
  /** Size of the struct, filled up to 8 bytes. */
  readonly size: number
  /** What of it PostgreSQL counts into the context's total: all of it since 11. */
  readonly counted: number
  /** Where the address of the keeper block lies (11 to 16); before it is not always there, after it the block follows. */
  readonly keeper: number | null
  /** Greenplum 6: where the list of shared headers begins. */
  readonly sharedHeaders: number | null
}

export interface BlockFields {
  /** Null before 10. */
  readonly prev: number | null
  readonly next: number
  readonly freeptr: number
  /** Greenplum 6 has none: gp_malloc keeps the size in the word before the block. */
  readonly endptr: number | null
  readonly size: number
}

export interface GenerationFields {
  readonly blocks: number
  readonly size: number
  readonly block: {
    readonly size: number
    readonly free: number
    readonly freeptr: number
    readonly endptr: number
  }
}

export interface SlabFields {
  readonly chunkSize: number
  readonly blockSize: number
  /** Bytes of a number: 4 since 17. */
  readonly width: 4 | 8
  /** Before 16: one list for each count of free chunks, the header with them is `headerSize` long. */
  readonly headerSize: number | null
  readonly chunksPerBlock: number
  /** Since 16: blocks with no chunk in use are kept apart. */
  readonly emptyBlocks: number | null
  readonly lists: number
  /** Since 16 as many lists; before, chunksPerBlock and one more. */
  readonly listCount: number | null
  readonly size: number
  readonly block: { readonly node: number; readonly free: number }
}

export interface BumpFields {
  readonly blocks: number
  readonly size: number
  readonly block: { readonly freeptr: number; readonly endptr: number }
}

export interface Layout {
  readonly id: string
  /** What PG_VERSION says where it is in use. */
  readonly versions: readonly string[]
  readonly greenplum: boolean
  /** False where the layout was read in source alone, never seen on a living server. */
  readonly verified: boolean
  /** NodeTag of an AllocSetContext by version, as measured: tells neighbours apart that only differ in rarer kinds. */
  readonly tags: Readonly<Record<number, string>>
  /** Kinds in the order of their tags, AllocSet first. */
  readonly kinds: readonly ContextKind[]
  readonly context: ContextFields
  readonly set: SetFields
  readonly block: BlockFields
  readonly chunk: ChunkHeader
  readonly generation: GenerationFields | null
  readonly slab: SlabFields | null
  readonly bump: BumpFields | null
}
