/** What is used of a limit, and the one way to make such a use of evidence. Pure. */
import type { Evidence } from '../../domain/evidence.ts'
import type { Quote } from '../../domain/finding.ts'

export type LimitKind =
  | 'commit'
  | 'address-space'
  | 'data'
  | 'locked'
  | 'processes'
  | 'mappings'
  | 'cgroup-tasks'
  | 'cgroup-memory'
  | 'tasks'
  | 'file-table'
  | 'huge-pages'
  | 'open-files'
  | 'shm-segments'
  | 'shm-pages'

export interface Use {
  readonly kind: LimitKind
  /** As the kernel names it: `RLIMIT_AS`, `kernel.pid_max`. */
  readonly name: string
  /** The cgroup that it belongs to; empty for the host or the process. */
  readonly group: string
  readonly unit: 'bytes' | 'count'
  readonly used: number
  readonly limit: number
  /** Forks that the group's limit has refused so far, where that is told. */
  readonly refused: number | null
  readonly evidence: readonly Quote[]
}

/** The share of the limit that is used; a limit of nothing is used up. */
export function ratioOf({ used, limit }: Pick<Use, 'used' | 'limit'>): number {
  return limit > 0 ? used / limit : 1
}

type Made = Omit<Use, 'evidence' | 'group' | 'refused'> & Partial<Pick<Use, 'group' | 'refused'>>

/** One use with its quoted lines; none where a part of it is not known. */
export function use(
  evidence: Evidence,
  of: { readonly [K in keyof Made]: Made[K] | null | undefined },
  quotes: readonly (readonly [source: string, line: RegExp])[],
): readonly Use[] {
  const { kind, name, unit, used, limit, group, refused } = of
  if (kind == null || name == null || unit == null || used == null || limit == null) return []
  return [
    {
      kind,
      name,
      unit,
      used,
      limit,
      group: group ?? '',
      refused: refused ?? null,
      evidence: quotes
        .map(([source, line]) => evidence.quote(source, line))
        .filter(({ line }) => line !== ''),
    },
  ]
}
