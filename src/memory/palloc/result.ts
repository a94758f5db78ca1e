/** What a walk gives: the tree as data, how far it can be trusted, and what it cost. */
import type { ContextTree, MemoryContext } from '../../domain/contexts.ts'
import type { Program } from '../elf.ts'
import type { View } from '../view.ts'
import type { Accounting, ContextRecord, Found, TornCode } from './found.ts'

/** What does not change from try to try, so that only the first looks it up. */
export interface KnownProgram {
  readonly program: Program
  /** Where the pointer to TopMemoryContext lies. */
  readonly symbol: number
  /** Where its count of transactions lies; null where this build does not tell. */
  readonly transactions: number | null
}

/** A header that palloc cannot have written, in an otherwise sound block: something wrote past its end. */
export interface DamagedChunk {
  /** Its context's place in the tree's list. */
  readonly context: number
  readonly at: number
}

export interface Tear {
  readonly code: TornCode
  readonly count: number
}

export interface ContextWalk {
  readonly tree: ContextTree
  /** Beside each context of the tree: where it lies, and Greenplum 6's own counts. */
  readonly places: readonly { readonly at: number; readonly accounting: Accounting | null }[]
  readonly layout: {
    readonly id: string
    readonly version: string
    readonly greenplum: boolean
    /** False: read in source, never seen on a living server. */
    readonly verified: boolean
  }
  /** Where lists of contexts contradicted each other: the tree is not whole. */
  readonly torn: readonly Tear[]
  /** Where a context's blocks or free chunks did: its blocks and free space are not told. */
  readonly unclear: readonly Tear[]
  readonly damaged: readonly DamagedChunk[]
  /** Transactions that the session has begun, counted from an unknown start; null where that is not told. */
  readonly transactions: number | null
  readonly pagesRead: number
  /** For the next try. */
  readonly known: KnownProgram
  /** What the walk goes on from. */
  readonly state: WalkState
}

export interface WalkState {
  readonly view: View
  readonly found: Found
  readonly known: KnownProgram
  readonly transactions: number | null
}

/** True where no list of contexts contradicted another: only such a tree is told without "partial". */
export function isClean({ torn }: Pick<ContextWalk, 'torn'>): boolean {
  return torn.length === 0
}

export function resultOf(
  state: WalkState,
  damage: readonly { record: ContextRecord; at: number }[] = [],
): ContextWalk {
  const { view, found, known, transactions } = state
  const { layout, version } = found.detected
  const rows: { record: ContextRecord; parent: number | null }[] = []
  const places = new Map<ContextRecord, number>()
  // Depth first, as PostgreSQL prints it; by hand, since chains may be deep.
  const open: { record: ContextRecord; parent: number | null }[] = found.records
    .slice(0, 1)
    .map((record) => ({ record, parent: null }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const place = rows.push(next) - 1
    places.set(next.record, place)
    for (const record of next.record.children.toReversed()) open.push({ record, parent: place })
  }
  const torn = tears(found.torn)
  return {
    tree: {
      contexts: rows.map(({ record, parent }) => contextOf(record, parent)),
      grand: null,
      complete: torn.length === 0,
    },
    places: rows.map(({ record: { at, accounting } }) => ({ at, accounting })),
    layout: {
      id: layout.id,
      version,
      greenplum: layout.greenplum,
      verified: layout.verified,
    },
    torn,
    unclear: tears(found.unclear),
    damaged: damage.flatMap(({ record, at }) => {
      const context = places.get(record)
      return context === undefined ? [] : [{ context, at }]
    }),
    transactions,
    pagesRead: view.read,
    known,
    state,
  }
}

function tears(counts: ReadonlyMap<TornCode, number>): readonly Tear[] {
  return [...counts].map(([code, count]) => ({ code, count }))
}

function contextOf(record: ContextRecord, parent: number | null): MemoryContext {
  const { name, ident, level, kind, totalBytes } = record
  const told = record.known === 'all'
  return {
    name,
    ident,
    level,
    parent,
    kind,
    totalBytes,
    blocks: told ? record.blocks : null,
    freeBytes: told ? record.freeBytes : null,
    freeChunks: told ? record.freeChunks : null,
    contexts: 1,
  }
}
