/** Shared memory of a process by what it is, told from the names of its mappings. Pure. */
import type { Known } from '../known.ts'
import { heldBy } from '../owners.ts'

/** Named as they are made: shmget, memfd_create, mmap without a file, shm_open or a file on tmpfs. */
export const SHM_KINDS = ['sysv', 'memfd', 'anonymous', 'tmpfs', 'tmpfs-deleted'] as const
export type ShmKind = (typeof SHM_KINDS)[number]

export interface ShmPart {
  readonly kind: ShmKind
  readonly mappings: number
  readonly sizeBytes: number
  readonly heldBytes: number
  /** Address of the largest, as printed. */
  readonly start: string
}

/** The kinds that the process has, the largest first. */
export function shmParts({ mappings }: Known): readonly ShmPart[] {
  return SHM_KINDS.flatMap((kind): readonly ShmPart[] => {
    const own = mappings
      .filter(({ path }) => kindOf(path) === kind)
      .sort((a, b) => heldBy(b) - heldBy(a) || b.sizeBytes - a.sizeBytes)
    const [first] = own
    if (first === undefined) return []
    return [
      {
        kind,
        mappings: own.length,
        sizeBytes: own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        heldBytes: own.reduce((sum, mapping) => sum + heldBy(mapping), 0),
        start: first.start,
      },
    ]
  }).sort((a, b) => b.heldBytes - a.heldBytes || b.sizeBytes - a.sizeBytes)
}

function kindOf(path: string): ShmKind | null {
  if (path.startsWith('/SYSV')) return 'sysv'
  if (path.startsWith('/memfd:')) return 'memfd'
  if (path.startsWith('/dev/zero')) return 'anonymous'
  if (path.startsWith('/dev/shm/')) return path.endsWith(' (deleted)') ? 'tmpfs-deleted' : 'tmpfs'
  return null
}
