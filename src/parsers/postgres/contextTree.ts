/**
 * Rows of a dump in their order -> a tree with its sums, in bounded memory. A dump of a million rows keeps some
 * thousands one by one; the rest stand together by parent and name, so that sums and counts hold all the same.
 */
import type { MemoryContext } from '../../domain/contexts.ts'
import { maskIdent } from '../../domain/secrets.ts'

export interface TreeRow extends Omit<MemoryContext, 'level' | 'parent'> {
  /** Indentation or level, as printed: deeper rows have more. */
  readonly depth: number
  /** Its level where nothing above it was seen; else the tree tells. */
  readonly loneLevel: number
  /** Where the dump names it by a place of its own: the parent's index among the rows. */
  readonly under?: number | null
}

/** Rows kept one by one: real trees of sick backends have some ten thousand. */
export const MOST_ROWS = 20_000
/** Groups by parent and name beyond them. */
const MOST_GROUPS = 20_000
/** Nesting that is followed; the server itself stops at 100 (MemoryContextStats, 18). */
const MOST_DEPTH = 512

type Draft = { -readonly [Key in keyof MemoryContext]: MemoryContext[Key] }

export class TreeBuilder {
  readonly #rows: Draft[] = []
  /** By parent, then by name: of a million rows no key is put together. */
  readonly #groups = new Map<number | null, Map<string, number>>()
  #groupCount = 0
  readonly #open: { readonly depth: number; readonly at: number }[] = []
  #grouped = 0

  get isEmpty(): boolean {
    return this.#rows.length === 0
  }

  get rows(): readonly MemoryContext[] {
    return this.#rows
  }

  /** Rows that stand together with others of their name, because there were too many. */
  get grouped(): number {
    return this.#grouped
  }

  /** Gives the row's place. */
  add(row: TreeRow): number {
    const { depth, loneLevel, under } = row
    const parent = under === undefined ? this.#parentOf(depth) : under
    const at = this.#place(row, parent, loneLevel)
    if (under === undefined && this.#open.length < MOST_DEPTH) this.#open.push({ depth, at })
    return at
  }

  #parentOf(depth: number): number | null {
    while ((this.#open.at(-1)?.depth ?? -1) >= depth) this.#open.pop()
    return this.#open.at(-1)?.at ?? null
  }

  #place(row: TreeRow, parent: number | null, loneLevel: number): number {
    if (this.#rows.length < MOST_ROWS) {
      // Only what is kept is masked: it takes longer than all the rest.
      const ident = row.ident === null ? null : maskIdent(row.ident)
      return this.#keep(row, parent, loneLevel, ident)
    }
    this.#grouped += 1
    const full = this.#groupCount >= MOST_GROUPS
    const of = full ? NO_PARENT : parent
    const name = full ? OTHERS : row.name
    const known = this.#groups.get(of)?.get(name)
    const group = known === undefined ? null : (this.#rows[known] ?? null)
    if (known !== undefined && group !== null) {
      group.totalBytes += row.totalBytes
      group.blocks = sum(group.blocks, row.blocks)
      group.freeBytes = sum(group.freeBytes, row.freeBytes)
      group.freeChunks = sum(group.freeChunks, row.freeChunks)
      group.contexts += row.contexts
      if (row.overflowed === true) group.overflowed = true
      return known
    }
    const at = full
      ? this.#keep({ ...row, name: OTHERS }, null, 0, null)
      : this.#keep(row, parent, loneLevel, null)
    const names = this.#groups.get(of) ?? new Map<string, number>()
    this.#groups.set(of, names.set(name, at))
    this.#groupCount += 1
    return at
  }

  #keep(row: TreeRow, parent: number | null, loneLevel: number, ident: string | null): number {
    const { depth: _, loneLevel: __, under: ___, ...of } = row
    const level = parent === null ? loneLevel : (this.#rows[parent]?.level ?? 0) + 1
    return this.#rows.push({ ...of, ident, parent, level }) - 1
  }
}

/** No row has this place. */
const NO_PARENT = -1
/** Rows of so many names and parents that they are told as one. */
const OTHERS = '(others)'

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : a + (b ?? 0)
}
