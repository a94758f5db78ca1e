/** Cgroups by the processes in them: every group that a process table names, and all above. Pure. */
import { isAtOrBelow } from '../../domain/identity.ts'
import type { ProcessRow } from '../../parsers/proc/processes.ts'

export interface PeopledGroup {
  readonly path: string
  /** In it and in the groups below it; kernel threads and zombies are in none. The largest first. */
  readonly members: readonly ProcessRow[]
  /** Anonymous memory (else RSS) and swap of all of them. */
  readonly heldBytes: number
}

/** Anonymous memory (else RSS, before 4.5) and swap. */
export function heldBytesOf(row: ProcessRow): number {
  return (row.anonBytes ?? row.rssBytes ?? 0) + (row.swapBytes ?? 0)
}

/** All but the root, which is the host, the one that holds most first. */
export function peopledGroups(rows: readonly ProcessRow[]): readonly PeopledGroup[] {
  const members = new Map<string, Set<ProcessRow>>()
  for (const row of rows) {
    if (row.kernelThread || row.state === 'Z') continue
    for (const path of [row.cgroup, row.unitGroup]) {
      for (let at = path ?? ''; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
        const own = members.get(at)
        if (own === undefined) members.set(at, new Set([row]))
        else own.add(row)
      }
    }
  }
  return [...members]
    .map(([path, own]) => peopled(path, [...own]))
    .sort((a, b) => b.heldBytes - a.heldBytes)
}

/** One group with its members; none are left where all have ended. */
export function peopledGroup(path: string, rows: readonly ProcessRow[]): PeopledGroup {
  const within = (of: string | null): boolean => of !== null && isAtOrBelow(of, path)
  const alive = rows.filter((row) => !row.kernelThread && row.state !== 'Z')
  return peopled(
    path,
    alive.filter((row) => within(row.cgroup) || within(row.unitGroup)),
  )
}

/** Its main process by age: what was started first is what a unit or a container was started for. */
export function eldestOf(members: readonly ProcessRow[]): ProcessRow | null {
  return members.reduce<ProcessRow | null>(
    (eldest, row) => (eldest === null || isOlder(row, eldest) ? row : eldest),
    null,
  )
}

function isOlder(a: ProcessRow, b: ProcessRow): boolean {
  const [left, right] = [
    a.startTicks ?? Number.MAX_SAFE_INTEGER,
    b.startTicks ?? Number.MAX_SAFE_INTEGER,
  ]
  return left === right ? a.pid < b.pid : left < right
}

function peopled(path: string, own: readonly ProcessRow[]): PeopledGroup {
  const members = [...own].sort((a, b) => heldBytesOf(b) - heldBytesOf(a))
  return { path, members, heldBytes: members.reduce((sum, row) => sum + heldBytesOf(row), 0) }
}
