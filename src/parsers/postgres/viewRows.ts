/** Rows of pg_backend_memory_contexts -> a tree. People sort them: then levels and parents' names must do, as far as they do. */
import type { ContextKind, MemoryContext } from '../../domain/contexts.ts'
import type { LossLog } from '../../domain/parsed.ts'
import { wholeNumber } from '../text/numbers.ts'
import { type ContextDump, dumpOf, type Lack } from './contextDumps.ts'
import { IDENT_CHARS, sizeOf } from './contextRow.ts'
import { MOST_ROWS, TreeBuilder } from './contextTree.ts'

/** Cells by column. */
export type ViewCells = Map<string, string>

const TOP = 'TopMemoryContext'
const KINDS: ReadonlySet<string> = new Set<ContextKind>(['AllocSet', 'Generation', 'Slab', 'Bump'])

/** Null where no row has a size. */
export function viewDump(
  rows: readonly ViewCells[],
  told: number | null,
  line: number,
  losses: LossLog,
): ContextDump | null {
  const read = rows.flatMap((cells) => {
    const of = contextOf(cells)
    if (of === null) losses.add('bad-number', null, [...cells.values()].join(' | '))
    return of === null ? [] : [{ of, cells }]
  })
  if (read.length === 0) return null
  const lacks = new Set<Lack>()
  if (!read.some(({ of }) => of.name === TOP)) lacks.add('top')
  if (told !== null && told !== rows.length) {
    lacks.add('rows')
    losses.add('missing-field', line, `${rows.length} of ${told} rows`)
  }
  const tree = treeOf(read, losses)
  // A choice of the rows has children without parents; without these columns nothing tells.
  if (!read.some(({ cells }) => cells.has('level'))) lacks.add('unsure')
  else if (tree.some(({ parent, name }) => parent === null && name !== TOP)) lacks.add('rows')
  return dumpOf(
    tree,
    { form: 'view', pid: null, at: null, line, failed: null, grand: null, lacks: [...lacks] },
    losses,
  )
}

interface Read {
  readonly of: MemoryContext
  readonly cells: ViewCells
}

function contextOf(cells: ViewCells): MemoryContext | null {
  const number = (name: string): number | null => sizeOf(cells.get(name) ?? '')
  const [total, free, used] = [number('total_bytes'), number('free_bytes'), number('used_bytes')]
  const totalBytes = total ?? (used === null ? null : used + (free ?? 0))
  const name = cells.get('name') ?? ''
  if (totalBytes === null || name === '') return null
  const kind = cells.get('type') ?? ''
  const ident = cells.get('ident') ?? ''
  return {
    name: name.slice(0, 200),
    ident: ident === '' ? null : ident.slice(0, IDENT_CHARS),
    level: levelOf(cells) ?? (name === TOP ? 0 : 1),
    parent: null,
    kind: isKind(kind) ? kind : null,
    totalBytes,
    blocks: number('total_nblocks'),
    freeBytes: free ?? (used === null || total === null ? null : total - used),
    freeChunks: number('free_chunks'),
    contexts: 1,
  }
}

function isKind(kind: string): kind is ContextKind {
  return KINDS.has(kind)
}

/** 18 has a path beside its levels, which begin at 1. */
function levelOf(cells: ViewCells): number | null {
  const level = wholeNumber(cells.get('level') ?? '')
  if (level === null) return null
  return cells.has('path') || cells.has('type') ? Math.max(0, level - 1) : level
}

/** By paths where there are some (18), else by order and parents' names. */
function treeOf(read: readonly Read[], losses: LossLog): readonly MemoryContext[] {
  if (read.length > MOST_ROWS) losses.add('too-many', null, `${read.length} rows by name`)
  const builder = new TreeBuilder()
  const byPath = new Map<string, number>()
  const parents = new Parents()
  for (const { of, cells } of parentsFirst(read)) {
    const path = idsOf(cells.get('path') ?? '')
    const under =
      path === null
        ? parents.of(of, cells.get('parent') ?? null)
        : (byPath.get(path.slice(0, -1).join(',')) ?? null)
    const at = builder.add({ ...of, depth: of.level, loneLevel: of.level, under })
    if (path !== null) byPath.set(path.join(','), at)
    parents.seen(of, at)
  }
  return builder.rows
}

/** As they come where they come in the tree's order; sorted by size they are put by level, which is stable. */
function parentsFirst(read: readonly Read[]): readonly Read[] {
  const inOrder = read.every(({ of }, i) => of.level <= (read[i - 1]?.of.level ?? of.level) + 1)
  return inOrder ? read : read.toSorted((a, b) => a.of.level - b.of.level)
}

function idsOf(path: string): readonly string[] | null {
  const ids = /^\{(\d{1,9}(?:,\d{1,9}){0,500})\}$/.exec(path)?.[1]
  return ids === undefined ? null : ids.split(',')
}

/** The last row a level above of the parent's name; where none was, the only one of that name. */
class Parents {
  readonly #lastAt = new Map<number, { readonly name: string; readonly at: number }>()
  readonly #byName = new Map<string, number>()

  of({ level }: MemoryContext, parent: string | null): number | null {
    const above = this.#lastAt.get(level - 1) ?? null
    if (parent === null || parent === '') return level === 0 ? null : (above?.at ?? null)
    if (above !== null && above.name === parent) return above.at
    return this.#byName.get(`${level - 1}\n${parent}`) ?? null
  }

  seen({ name, level }: MemoryContext, at: number): void {
    this.#lastAt.set(level, { name, at })
    this.#byName.set(`${level}\n${name}`, at)
  }
}
