/**
 * The tree by headers: each context names its parent, first child and siblings. Whatever does not name back what led to
 * it ends its list, because a busy backend changes lists while they are read.
 */
import type { ContextKind } from '../../domain/contexts.ts'
import { decode, i32, u64 } from '../bytes.ts'
import { type Crew, type Task, textAt } from '../crew.ts'
import { accounting } from './accounting.ts'
import type { ContextRecord, Found } from './found.ts'
import { blocksOf } from './kinds.ts'

/** Longer names than any in the sources; a dynahash context's name is its ident. */
const MAX_NAME_BYTES = 128
/** As much as pg_backend_memory_contexts shows of an ident. */
const MAX_IDENT_BYTES = 1024

/** Walks all contexts from the top one on. */
export function plant(crew: Crew, found: Found, top: number): void {
  crew.start(siblings(crew, found, { first: top, parent: null, parentAt: 0, level: 0 }))
}

interface List {
  readonly first: number
  readonly parent: ContextRecord | null
  readonly parentAt: number
  readonly level: number
}

function* siblings(crew: Crew, found: Found, list: List): Task<void> {
  const { context } = found.detected.layout
  let at = list.first
  let previous = 0
  while (at !== 0) {
    const header = yield { at, bytes: context.size }
    const kind = kindOf(found, header, list, previous)
    if (header === null || kind === null || !found.meetContext(at)) {
      found.tornLists.push({ parent: list.parent, at })
      return
    }
    const record = recordOf(found, at, kind, header, list)
    found.records.push(record)
    list.parent?.children.push(record)
    for (const task of tasksOf(found, record, header)) crew.start(task)
    const { firstChild } = record
    if (firstChild !== 0)
      crew.start(
        siblings(crew, found, {
          first: firstChild,
          parent: record,
          parentAt: at,
          level: list.level + 1,
        }),
      )
    previous = at
    at = u64(header, context.nextChild)
  }
}

/** What the header is of; null, and the reason counted, where it is not one that belongs here. */
function kindOf(
  found: Found,
  header: Uint8Array | null,
  { parentAt }: List,
  previous: number,
): ContextKind | null {
  const { layout, baseTag } = found.detected
  const { context } = layout
  const kind = header === null ? undefined : layout.kinds[i32(header, 0) - baseTag]
  if (header === null) found.tear('unreadable')
  else if (kind === undefined) found.tear('tag')
  else if (u64(header, context.parent) !== parentAt) found.tear('parent')
  else if (context.prevChild !== null && u64(header, context.prevChild) !== previous)
    found.tear('sibling')
  else return kind
  return null
}

function recordOf(
  found: Found,
  at: number,
  kind: ContextKind,
  header: Uint8Array,
  { level }: List,
): ContextRecord {
  const { context } = found.detected.layout
  const memAllocated = context.memAllocated === null ? null : u64(header, context.memAllocated)
  return {
    at,
    kind,
    level,
    children: [],
    memAllocated,
    firstChild: u64(header, context.firstChild),
    name: '',
    ident: null,
    totalBytes: memAllocated === null ? 0 : totalOf(found, kind, memAllocated),
    blocks: 0,
    freeBytes: 0,
    freeChunks: 0,
    known: 'totals',
    accounting: null,
  }
}

/** What PostgreSQL's own row gives as total, from mem_allocated (13 and later). */
function totalOf(found: Found, kind: ContextKind, allocated: number): number {
  const { generation, bump, slab } = found.detected.layout
  switch (kind) {
    case 'AllocSet':
      return allocated
    case 'Generation':
      // Since 15 the header lies in the first block and is counted twice; before, it is not in mem_allocated.
      return allocated + (generation?.size ?? 0)
    case 'Slab':
      return allocated + (slab?.headerSize === null ? slab.size : 0)
    case 'Bump':
      return allocated - (bump?.size ?? 0)
  }
}

function tasksOf(found: Found, record: ContextRecord, header: Uint8Array): readonly Task<void>[] {
  const { context, slab } = found.detected.layout
  const ident = context.ident === null ? 0 : u64(header, context.ident)
  const tasks = [named(found, record, u64(header, context.name), ident)]
  if (context.memAllocated === null) tasks.push(blocksOf(found, record))
  else if (record.kind === 'Slab' && slab?.headerSize != null)
    tasks.push(slabHeader(found, record, slab.headerSize))
  if (context.accounting !== null) tasks.push(accounting(found, record))
  return tasks
}

/** As PostgreSQL shows it: a hash table's context bears the table's name. */
function* named(found: Found, record: ContextRecord, name: number, ident: number): Task<void> {
  const bytes = yield* textAt(name, MAX_NAME_BYTES)
  const more = ident === 0 ? null : yield* textAt(ident, MAX_IDENT_BYTES)
  if (bytes === null || (ident !== 0 && more === null)) found.tear('unreadable')
  record.name = bytes === null ? '' : decode(bytes)
  record.ident = more === null ? null : decode(more)
  if (record.name === 'dynahash' && record.ident !== null) {
    record.name = record.ident
    record.ident = null
  }
}

/** 13 to 15: a slab's own header with its list heads is as long as it says. */
function* slabHeader(found: Found, record: ContextRecord, offset: number): Task<void> {
  const size = yield { at: record.at + offset, bytes: 8 }
  if (size === null) found.tear('unreadable')
  else record.totalBytes += u64(size, 0)
}
