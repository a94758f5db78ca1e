/** What each mapping of a process is of. Pure. Names in brackets are kinds; all others are paths as printed. */
import { KIB } from '../domain/bytes.ts'
import { ARENA_BYTES, arenaHeapBytes, GUARD_MAX_BYTES, isArena, isArenaRest } from './arenaHeaps.ts'
import { address, isReserved, isWritable, type OwnerName, type Placed } from './placed.ts'

/** Go reserves its heap from here on in 64 MiB arenas that look the same (runtime/malloc.go: 0x00c0<<32). */
const GO_HEAP_FROM = 0xc0_0000_0000
/** Thread stacks larger than this are not usual (default ulimit -s is 8 MiB): rather an allocator's span. */
const STACK_MAX_BYTES = ARENA_BYTES
/** No thread runs on less (PTHREAD_STACK_MIN); smaller ones are pages that a program guards on its own. */
const STACK_MIN_BYTES = 16 * KIB

const [ARENAS, STACKS, GO_HEAP] = ['[glibc arenas]', '[thread stacks]', '[Go heap]'] as const

export const NO_OWNER: OwnerName = { kind: 'anonymous', name: '[anonymous]' }

/** The owner of each mapping of a process, in their order. */
export function namedOwners(mappings: readonly Placed[]): readonly OwnerName[] {
  const space = { goEnd: goHeapEnd(mappings), heapBytes: arenaHeapBytes(mappings) }
  return mappings.map((mapping, i) => ownerOf(mapping, mappings[i - 1], mappings[i + 1], space))
}

/** What the whole address space tells of each of its mappings. */
interface Space {
  readonly goEnd: number
  readonly heapBytes: number
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
  space: Space,
): OwnerName {
  const { path } = mapping
  if (path === '') return anonymousOwner(mapping, before, after, space)
  if (path === '[heap]') return { kind: 'heap', name: path }
  if (path.startsWith('[stack')) return { kind: 'stacks', name: '[stack]' }
  if (path.startsWith('[anon')) return namedAnonymous(path)
  if (path.startsWith('[')) return { kind: 'kernel', name: path }
  return fileOwner(path)
}

/** PR_SET_VMA_ANON_NAME (5.17): the allocator tells its own name; glibc 2.39 with glibc.mem.decorate_maps, Go 1.25. */
function namedAnonymous(path: string): OwnerName {
  if (path.startsWith('[anon: glibc: malloc arena')) return { kind: 'arenas', name: ARENAS }
  if (path.startsWith('[anon: glibc: pthread stack')) return { kind: 'stacks', name: STACKS }
  if (path.startsWith('[anon: Go: heap')) return { kind: 'go-heap', name: GO_HEAP }
  return { kind: 'anonymous', name: path }
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
  { goEnd, heapBytes }: Space,
): OwnerName {
  const start = address(mapping.start)
  if (start >= GO_HEAP_FROM && start < goEnd) return { kind: 'go-heap', name: GO_HEAP }
  if (isArena(mapping, after, heapBytes) || isArenaRest(mapping, before, heapBytes)) {
    return { kind: 'arenas', name: ARENAS }
  }
  if (isStack(mapping, before) || (after !== undefined && isStack(after, mapping))) {
    return { kind: 'stacks', name: STACKS }
  }
  return NO_OWNER
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
