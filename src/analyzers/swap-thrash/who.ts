/** Who is swapped out. VmSwap is a process's anonymous memory alone: swapped tmpfs and shared memory is nobody's. */
import type { ProcessRow } from '../../parsers/proc/processes.ts'

export interface SwappedRow extends ProcessRow {
  readonly swapBytes: number
}

/** Processes with pages in swap, the largest first. */
export function swappedOf(rows: readonly ProcessRow[]): readonly SwappedRow[] {
  return rows
    .filter((row): row is SwappedRow => row.swapBytes !== null && row.swapBytes > 0)
    .sort((a, b) => b.swapBytes - a.swapBytes)
}

export interface SwappedGroup {
  readonly path: string
  readonly swapBytes: number
  /** Its largest. */
  readonly holder: SwappedRow
}

/**
 * The cgroup whose own processes have most in swap; null when that is the root, which no limit of its own can
 * make swap, or when no process's group is known.
 */
export function mostSwappedGroup(rows: readonly ProcessRow[]): SwappedGroup | null {
  const groups = new Map<string, SwappedGroup>()
  for (const row of swappedOf(rows)) {
    const path = row.cgroup ?? '/'
    const known = groups.get(path)
    const swapBytes = (known?.swapBytes ?? 0) + row.swapBytes
    groups.set(path, { path, swapBytes, holder: known?.holder ?? row })
  }
  const [most] = [...groups.values()].sort((a, b) => b.swapBytes - a.swapBytes)
  return most === undefined || most.path === '/' ? null : most
}
