/** Whom the kernel would kill now: over the host, or over the group that is full or was full last. */
import type { Evidence } from '../../domain/evidence.ts'
import { bindingGroup } from '../../parsers/cgroup/levels.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import type { KernelLog } from '../../parsers/kernel/events.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { oomScores } from '../../parsers/proc/oomScores.ts'
import { type ProcessRow, processes } from '../../parsers/proc/processes.ts'
import { isOfGroup } from './cause.ts'
import { isIn, type Ranking, rankGroup, rankHost } from './ranking.ts'
import { FULL_RATIO } from './thresholds.ts'

export interface Group {
  readonly path: string
  readonly limitBytes: number
}

export interface InLine {
  readonly ranking: Ranking
  /** The group that was searched; null for the whole host. */
  readonly group: Group | null
}

/** Gives the order, or null when processes or scores were not read. */
export function inLine(evidence: Evidence): InLine | null {
  const rows = evidence.get(processes)?.processes ?? null
  const scores = evidence.get(oomScores)?.scores ?? null
  if (rows === null || scores === null) return null
  const group = fullGroup(rows, evidence)
  return {
    ranking: group === null ? rankHost(rows, scores) : rankGroup(rows, scores, group),
    group,
  }
}

/** The group of the process asked for, if it is nearly full; else that of the newest kill by a group's limit. */
function fullGroup(rows: readonly ProcessRow[], evidence: Evidence): Group | null {
  const own = bindingGroup(evidence.get(cgroupMemory)?.groups ?? [])
  const limit = own?.limitBytes ?? null
  if (own !== null && limit !== null && own.usageBytes >= FULL_RATIO * limit) {
    return { path: own.path, limitBytes: limit }
  }
  const killed = lastKilledIn(evidence.get(kernelLog))
  return killed !== null && rows.some((row) => isIn(row.cgroup, killed.path)) ? killed : null
}

function lastKilledIn(log: KernelLog | null): Group | null {
  const newest = log?.ooms.at(-1)
  if (newest === undefined || !isOfGroup(newest)) return null
  const limitBytes = newest.memcg?.limitBytes ?? null
  return newest.oomMemcg === null || limitBytes === null
    ? null
    : { path: newest.oomMemcg, limitBytes }
}
