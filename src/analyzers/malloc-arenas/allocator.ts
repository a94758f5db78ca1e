/** Which malloc a process uses and which runtime keeps a heap of its own, told from the libraries that it maps. Pure. */
import type { Known } from '../known.ts'

export interface Told {
  /** `jemalloc`, `glibc malloc`, `musl malloc`: a name, the same in all languages. */
  readonly name: string
  /** As its file's name tells it; null where it does not. */
  readonly version: string | null
  /** Address of the mapping that tells, as printed. */
  readonly start: string
}

/**
 * In this order: a replacement that is mapped stands before the C library's own. One that is linked into the
 * program itself shows only where it names its memory.
 */
const ALLOCATORS: readonly (readonly [name: string, path: RegExp])[] = [
  ['jemalloc', /\/libjemalloc[^/]*\.so|^\[anon:jemalloc/],
  ['tcmalloc', /\/libtcmalloc[^/]*\.so/],
  ['mimalloc', /\/libmimalloc[^/]*\.so/],
  ['snmalloc', /\/libsnmalloc[^/]*\.so/],
  ['Hoard', /\/libhoard[^/]*\.so/],
  ['TBB malloc', /\/libtbbmalloc_proxy[^/]*\.so/],
  ['Scudo', /^\[anon:scudo/],
  ['PartitionAlloc', /^\[anon:partition_alloc/],
  ['musl malloc', /\/(?:ld-musl-[^/]+|libc\.musl-[^/]+)\.so/],
  ['bionic malloc', /\/bionic\/libc\.so|^\[anon:libc_malloc/],
  [
    'glibc malloc',
    /\/libc(?:-(\d+\.\d+(?:\.\d+)?))?\.so(?:\.6)?(?: \(deleted\))?$|^libc(?:-(\d+\.\d+))?\.so(?:\.6)?$|^\[anon: glibc: malloc/,
  ],
]

/** Heaps of their own, beside malloc. */
const RUNTIMES: readonly (readonly [name: string, path: RegExp])[] = [
  ['Java', /(?:^|\/)libjvm\.so/],
  ['.NET', /(?:^|\/)libcoreclr\.so/],
  ['Go', /^\[anon: Go: /],
  ['V8', /\/(?:node|nodejs|deno|chrome|chromium)$/],
  ['Python', /(?:^|\/)(?:libpython[\d.]+[^/]*\.so|python[\d.]*$)/],
  ['PHP', /\/(?:php(?:-fpm)?[\d.]*|libphp[\d.]*\.so)$/],
  ['Ruby', /(?:^|\/)libruby[^/]*\.so/],
]

export interface Allocation {
  /** Null where no mapping tells: a static program. */
  readonly allocator: Told | null
  readonly runtimes: readonly Told[]
}

export function allocationOf({ mappings, owners }: Known): Allocation {
  const told = (list: typeof ALLOCATORS): readonly Told[] =>
    list.flatMap(([name, path]) => {
      const mapping = mappings.find((one) => path.test(one.path))
      if (mapping === undefined) return []
      const version =
        path
          .exec(mapping.path)
          ?.slice(1)
          .find((part) => part !== undefined) ?? null
      return [{ name, version, start: mapping.start }]
    })
  const runtimes = told(RUNTIMES)
  const goHeap = mappings[owners.findIndex(({ kind }) => kind === 'go-heap')]
  const go =
    goHeap === undefined || runtimes.some(({ name }) => name === 'Go')
      ? []
      : [{ name: 'Go', version: null, start: goHeap.start }]
  return { allocator: told(ALLOCATORS)[0] ?? null, runtimes: [...runtimes, ...go] }
}

/** Arenas of 64 MiB are glibc's; with another malloc what looks like them is not. */
export function mayHaveArenas({ allocator }: Allocation): boolean {
  return allocator === null || allocator.name === 'glibc malloc'
}
