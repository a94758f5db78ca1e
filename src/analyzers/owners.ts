/**
 * Mappings by owner: who in the process holds the memory. Pure.
 * Names in brackets are kinds ([heap], [glibc arenas]); all others are paths as the kernel prints them.
 */
import { KIB, MIB } from '../domain/bytes.ts'

export type OwnerKind =
  | 'heap'
  | 'arenas'
  | 'stacks'
  | 'anonymous'
  | 'go-heap'
  | 'shared'
  | 'file'
  | 'deleted'
  | 'kernel'

/** Where a mapping is and what it is of: all that the grouping looks at. */
export interface Placed {
  /** Hex, as the kernel prints it. */
  readonly start: string
  readonly end: string
  readonly sizeBytes: number
  readonly perms: string
  readonly path: string
}

/** What smaps says that a mapping holds. */
export interface Mapping extends Placed {
  readonly rssBytes: number
  readonly pssBytes: number
  readonly anonymousBytes: number
  readonly swapBytes: number
}

export interface Owner {
  readonly kind: OwnerKind
  readonly name: string
  readonly mappings: number
  readonly sizeBytes: number
  readonly rssBytes: number
  readonly pssBytes: number
  readonly anonymousBytes: number
  readonly swapBytes: number
}

/** One heap of a glibc arena: HEAP_MAX_SIZE on 64 bit (glibc malloc/arena.c: 2 * DEFAULT_MMAP_THRESHOLD_MAX). */
const ARENA_BYTES = 64 * MIB
/** Go reserves its heap from here on in 64 MiB arenas that look the same (runtime/malloc.go: 0x00c0<<32). */
const GO_HEAP_FROM = 0xc0_0000_0000
/** A guard page under a thread's stack: one page by default, more on JVMs and large-page kernels. */
const GUARD_MAX_BYTES = MIB
/** Thread stacks larger than this are not usual (default ulimit -s is 8 MiB): rather an allocator's span. */
const STACK_MAX_BYTES = ARENA_BYTES
/** No thread runs on less (PTHREAD_STACK_MIN); smaller ones are pages that a program guards on its own. */
const STACK_MIN_BYTES = 16 * KIB

/** Owners by what they hold (resident and swapped), the largest first. */
export function ownersOf(mappings: readonly Mapping[]): readonly Owner[] {
  const owners = new Map<string, Owner>()
  const named = namedOwners(mappings)
  mappings.forEach((mapping, i) => {
    const { kind, name } = named[i] ?? NO_OWNER
    const key = `${kind} ${name}`
    const held = owners.get(key) ?? { ...NOTHING, kind, name }
    owners.set(key, {
      kind,
      name,
      mappings: held.mappings + 1,
      sizeBytes: held.sizeBytes + mapping.sizeBytes,
      rssBytes: held.rssBytes + mapping.rssBytes,
      pssBytes: held.pssBytes + mapping.pssBytes,
      anonymousBytes: held.anonymousBytes + mapping.anonymousBytes,
      swapBytes: held.swapBytes + mapping.swapBytes,
    })
  })
  return [...owners.values()].sort((a, b) => heldBy(b) - heldBy(a) || (a.name < b.name ? -1 : 1))
}

const NOTHING = {
  mappings: 0,
  sizeBytes: 0,
  rssBytes: 0,
  pssBytes: 0,
  anonymousBytes: 0,
  swapBytes: 0,
}

/** A mapping of /proc/PID/maps: its place is known, what it holds is not read. */
export function unread(of: Placed): Mapping {
  return { ...of, rssBytes: 0, pssBytes: 0, anonymousBytes: 0, swapBytes: 0 }
}

/** What an owner holds: resident and swapped out. */
export function heldBy(owner: Pick<Owner, 'rssBytes' | 'swapBytes'>): number {
  return owner.rssBytes + owner.swapBytes
}

/** What a mapping is of. */
export interface OwnerName {
  readonly kind: OwnerKind
  readonly name: string
}

const NO_OWNER: OwnerName = { kind: 'anonymous', name: '[anonymous]' }

/** The owner of each mapping of a process, in their order. */
export function namedOwners(mappings: readonly Placed[]): readonly OwnerName[] {
  const goEnd = goHeapEnd(mappings)
  return mappings.map((mapping, i) => ownerOf(mapping, mappings[i - 1], mappings[i + 1], goEnd))
}

/**
 * Where the Go heap ends; its beginning when there is none. That something lies in the range proves nothing, for
 * others map at random there (V8 does): the runtime's first arena begins at its very address, and the run of
 * anonymous memory from there on is whole arenas.
 */
function goHeapEnd(mappings: readonly Placed[]): number {
  let end = GO_HEAP_FROM
  for (const mapping of mappings) {
    if (mapping.path === '' && address(mapping.start) === end) end = address(mapping.end)
  }
  return (end - GO_HEAP_FROM) % ARENA_BYTES === 0 ? end : GO_HEAP_FROM
}

/** The owner of one mapping, given its neighbours. */
function ownerOf(
  mapping: Placed,
  before: Placed | undefined,
  after: Placed | undefined,
  goEnd: number,
): OwnerName {
  const { path } = mapping
  if (path === '') return anonymousOwner(mapping, before, after, goEnd)
  if (path === '[heap]') return { kind: 'heap', name: path }
  if (path.startsWith('[stack')) return { kind: 'stacks', name: '[stack]' }
  // PR_SET_VMA_ANON_NAME: the allocator tells its own name.
  if (path.startsWith('[anon')) return { kind: 'anonymous', name: path }
  if (path.startsWith('[')) return { kind: 'kernel', name: path }
  return fileOwner(path)
}

function fileOwner(path: string): OwnerName {
  // These carry "(deleted)" because their inode has no name; nothing was removed.
  if (path.startsWith('/dev/zero')) return { kind: 'shared', name: '[shared anonymous]' }
  if (path.startsWith('/anon_hugepage')) return { kind: 'shared', name: '[huge pages]' }
  if (/^\/(SYSV|memfd:)/.test(path))
    return { kind: 'shared', name: path.replace(/ \(deleted\)$/, '') }
  if (path.startsWith('/dev/shm/')) return { kind: 'shared', name: path }
  return { kind: path.endsWith(' (deleted)') ? 'deleted' : 'file', name: path }
}

function anonymousOwner(
  mapping: Placed,
  before: Placed | undefined,
  after: Placed | undefined,
  goEnd: number,
): OwnerName {
  const start = address(mapping.start)
  if (start >= GO_HEAP_FROM && start < goEnd) {
    return { kind: 'go-heap', name: '[Go heap]' }
  }
  if (isArena(mapping, after) || isArenaRest(mapping, before)) {
    return { kind: 'arenas', name: '[glibc arenas]' }
  }
  if (isStack(mapping, before) || (after !== undefined && isStack(after, mapping))) {
    return { kind: 'stacks', name: '[thread stacks]' }
  }
  return NO_OWNER
}

/** One heap of an arena: rw from a 64 MiB boundary on, and the rest of the 64 MiB reserved (`---p`). */
function isArena(mapping: Placed, after: Placed | undefined): boolean {
  if (!isWritable(mapping) || address(mapping.start) % ARENA_BYTES !== 0) return false
  if (mapping.sizeBytes === ARENA_BYTES) return true
  return (
    after !== undefined &&
    isReserved(after) &&
    after.start === mapping.end &&
    address(after.end) - address(mapping.start) === ARENA_BYTES
  )
}

/** A thread's stack: rw memory straight above a guard that nothing may touch. */
function isStack(mapping: Placed, before: Placed | undefined): boolean {
  return (
    before !== undefined &&
    isWritable(mapping) &&
    isReserved(before) &&
    before.end === mapping.start &&
    before.sizeBytes <= GUARD_MAX_BYTES &&
    mapping.sizeBytes >= STACK_MIN_BYTES &&
    mapping.sizeBytes <= STACK_MAX_BYTES
  )
}

/** The reserved rest; what stands behind a heap that is full is no part of it. */
function isArenaRest(mapping: Placed, before: Placed | undefined): boolean {
  return before !== undefined && before.sizeBytes < ARENA_BYTES && isArena(before, mapping)
}

/** A heap of an arena that is in use, not the reserved rest of its 64 MiB. */
export function isArenaHeap(mapping: Placed, owner: OwnerName | undefined): boolean {
  return owner?.kind === 'arenas' && isWritable(mapping)
}

function isWritable({ path, perms }: Placed): boolean {
  return path === '' && perms.startsWith('rw') && perms.endsWith('p')
}

function isReserved({ path, perms }: Placed): boolean {
  return path === '' && perms === '---p'
}

/** Exact in a double although it may have 57 bits: a page's address ends in twelve zeros. */
function address(hex: string): number {
  return Number.parseInt(hex, 16)
}
