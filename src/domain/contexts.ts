/** PostgreSQL's MemoryContexts as data: the same shape from a walk over memory and from every form of dump. */

export type ContextKind = 'AllocSet' | 'Generation' | 'Slab' | 'Bump'

export interface MemoryContext {
  /** As PostgreSQL shows it: a dynahash context bears its table's name. */
  readonly name: string
  /** What tells it from others of its name: a query, a relation, a function; masked. */
  readonly ident: string | null
  /** 0 is TopMemoryContext. */
  readonly level: number
  /** Its parent's place in the list; null at the top and where a dump does not tell. */
  readonly parent: number | null
  readonly kind: ContextKind | null
  /** What it took from malloc, its own header counted as its version counts it. */
  readonly totalBytes: number
  readonly blocks: number | null
  readonly freeBytes: number | null
  readonly freeChunks: number | null
  /** How many contexts this row stands for: 1, or what a dump folds into "97 more child contexts". */
  readonly contexts: number
  /** True where 32 bits did not hold the size (a script's %d): `totalBytes` is the least it can be, never to be summed. */
  readonly overflowed?: true
}

export interface ContextSums {
  readonly totalBytes: number
  readonly blocks: number | null
  readonly freeBytes: number | null
  readonly freeChunks: number | null
}

export interface ContextTree {
  /** In the order of the walk or the dump: a parent before its children. */
  readonly contexts: readonly MemoryContext[]
  /** What the dump itself gives as its sum; null where it has none. */
  readonly grand: ContextSums | null
  /** False where parts are missing: folded rows, a cut dump, a torn walk. */
  readonly complete: boolean
  /** True where each context's bytes hold those of its descendants too (Greenplum 6's own accounting). */
  readonly inclusive?: true
}

/** A tree as a walk over a process's memory gave it, with how far it can be trusted. */
export interface WalkedContexts extends ContextTree {
  readonly pid: number
  readonly layout: {
    readonly id: string
    readonly version: string
    readonly greenplum: boolean
    /** False: read in source, never seen on a living server. */
    readonly verified: boolean
  }
  /** How it was read: `sftp`, `perl`, `python3`, or `local` for a core file. */
  readonly way: string
  /** Walks that were begun until one was clean, or all that may be. */
  readonly tries: number
  /** What contradicted itself in the walk that is told, by code. */
  readonly torn: readonly { readonly code: string; readonly count: number }[]
  /** The same of blocks and free chunks, which are read after the tree. */
  readonly tornDetails: readonly { readonly code: string; readonly count: number }[]
  /** Chunks whose header palloc cannot have written; `context` is a place in the list, `at` an address in hex. */
  readonly damaged: readonly { readonly context: number; readonly at: string }[]
  /** Greenplum 6's own counts of a context, by its place in the list. */
  readonly accounting: readonly ContextAccounting[]
  /** Pages in swap that were left there. */
  readonly swappedPages: number
  /** Transactions that the session has begun, from an unknown start: differences alone mean something. */
  readonly transactions: number | null
  /** What ended the walk early. */
  readonly spent: 'budget' | 'deadline' | null
}

export interface ContextAccounting {
  readonly context: number
  readonly allocatedBytes: number
  readonly freedBytes: number
  readonly heldAtMostBytes: number
  /** What the shared chunk headers say is in use in this context alone. */
  readonly balanceBytes: number
}
