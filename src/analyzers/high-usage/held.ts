/** Processes with what each holds, its role and its place among those of the same role. Pure. */
import type { ProcessRow } from '../../parsers/proc/processes.ts'
import { ownerName } from '../names.ts'
import type { Role } from './role.ts'
import { roleOf } from './roles.ts'

export interface Holder {
  readonly row: ProcessRow
  /** Anonymous memory and swap; RSS where the kernel does not tell anonymous memory (before 4.5). */
  readonly heldBytes: number
  /** False where shared memory and files may be in it. */
  readonly isPrivate: boolean
  readonly role: Role | null
  /** Role, else the process's own name. */
  readonly label: string
  /** Others that do the same work; none for what works alone. */
  readonly peers: Peers | null
}

/** Those alike, the process itself among them. */
export interface Peers {
  readonly count: number
  /** 1 is the largest. */
  readonly rank: number
  /** Of the others. */
  readonly medianBytes: number
  readonly totalBytes: number
}

/** All but kernel threads, the largest first. */
export function holdersOf(
  rows: readonly ProcessRow[],
  args: readonly { readonly pid: number; readonly arg0: string }[],
): readonly Holder[] {
  const arg0 = new Map(args.map((one) => [one.pid, one.arg0]))
  const bare = rows
    .filter((row) => !row.kernelThread)
    .map((row) => bareHolder(row, arg0.get(row.pid) ?? null))
    .sort((a, b) => b.heldBytes - a.heldBytes)
  const alike = new Map<string, number[]>()
  for (const { role, heldBytes } of bare) {
    if (role?.peers !== true) continue
    const sizes = alike.get(role.name)
    if (sizes === undefined) alike.set(role.name, [heldBytes])
    else sizes.push(heldBytes)
  }
  const seen = new Map<string, number>()
  return bare.map((holder) => {
    const name = holder.role?.name ?? ''
    const sizes = alike.get(name) ?? []
    if (sizes.length < 2) return { ...holder, peers: null }
    const rank = (seen.get(name) ?? 0) + 1
    seen.set(name, rank)
    return { ...holder, peers: peersOf(sizes, rank) }
  })
}

/** Whose group a process is in, in few words; empty for none in particular. */
export function whereOf(row: ProcessRow): string {
  return row.cgroup === null || row.cgroup === '/' ? '' : ownerName(row.cgroup)
}

type Bare = Omit<Holder, 'peers'>

function bareHolder(row: ProcessRow, arg0: string | null): Bare {
  const role = roleOf(row.comm, arg0)
  return {
    row,
    heldBytes: (row.anonBytes ?? row.rssBytes ?? 0) + (row.swapBytes ?? 0),
    isPrivate: row.anonBytes !== null,
    role,
    label: role?.name ?? row.comm,
  }
}

/** @param sizes of all that are alike, the largest first */
function peersOf(sizes: readonly number[], rank: number): Peers {
  return {
    count: sizes.length,
    rank,
    medianBytes: medianWithout(sizes, rank - 1),
    totalBytes: sizes.reduce((sum, size) => sum + size, 0),
  }
}

/** The median of a sorted list from which one place is left out. */
function medianWithout(sorted: readonly number[], left: number): number {
  const at = (i: number): number => sorted[i < left ? i : i + 1] ?? 0
  const count = sorted.length - 1
  const middle = Math.floor(count / 2)
  return count % 2 === 1 ? at(middle) : Math.round((at(middle - 1) + at(middle)) / 2)
}
