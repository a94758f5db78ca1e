/**
 * Mappings in series: those of one owner and one size, which one place of a program makes again and again. Pure.
 * The kernel joins neighbours of the same kind, so a count of mappings is the least number of calls that made them.
 */

import type { Known } from '../known.ts'
import { heldBy } from '../owners.ts'
import type { OwnerName } from '../placed.ts'

export interface Series {
  readonly owner: OwnerName
  /** Of each one. */
  readonly sizeBytes: number
  readonly count: number
  readonly totalBytes: number
  /** Resident and swapped, all together; 0 where only maps was read. */
  readonly heldBytes: number
  /** Address of the first, as printed. */
  readonly start: string
}

/** The series of a process, the most numerous first. */
export function seriesOf({ mappings, owners }: Known): readonly Series[] {
  const series = new Map<string, Series>()
  mappings.forEach((mapping, i) => {
    const owner = owners[i]
    if (owner === undefined) return
    const key = `${mapping.sizeBytes} ${owner.kind} ${owner.name}`
    const known = series.get(key)
    series.set(key, {
      owner,
      sizeBytes: mapping.sizeBytes,
      count: (known?.count ?? 0) + 1,
      totalBytes: (known?.totalBytes ?? 0) + mapping.sizeBytes,
      heldBytes: (known?.heldBytes ?? 0) + heldBy(mapping),
      start: known?.start ?? mapping.start,
    })
  })
  return [...series.values()].sort((a, b) => b.count - a.count || b.totalBytes - a.totalBytes)
}

export interface DeletedFile {
  /** With its mark, as the kernel prints it. */
  readonly path: string
  readonly sizeBytes: number
  readonly heldBytes: number
  readonly start: string
}

/**
 * Files without a name that are mapped, the largest first. Code and libraries are left out: an upgrade replaces
 * them under every running program, and they hold little.
 */
export function deletedFiles({ mappings, owners }: Known): readonly DeletedFile[] {
  const files = new Map<string, DeletedFile & { readonly code: boolean }>()
  mappings.forEach((mapping, i) => {
    if (owners[i]?.kind !== 'deleted') return
    const { path, perms, start } = mapping
    const known = files.get(path)
    files.set(path, {
      path,
      sizeBytes: (known?.sizeBytes ?? 0) + mapping.sizeBytes,
      heldBytes: (known?.heldBytes ?? 0) + heldBy(mapping),
      start: known?.start ?? start,
      code: (known?.code ?? false) || perms.includes('x'),
    })
  })
  return [...files.values()]
    .filter(({ code }) => !code)
    .sort((a, b) => b.sizeBytes - a.sizeBytes)
    .map(({ path, sizeBytes, heldBytes, start }) => ({ path, sizeBytes, heldBytes, start }))
}
