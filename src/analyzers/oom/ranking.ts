/**
 * Who is next: the kernel's own score where the whole host would be searched, and where one group's limit is full the
 * same sum over the group. Rule: oom_badness in mm/oom_kill.c: RSS + swap + page tables, plus oom_score_adj thousandths
 * of what there is to give out; -1000, init and kernel threads are never killed.
 */
import type { OomScore } from '../../parsers/proc/oomScores.ts'
import type { ProcessRow } from '../../parsers/proc/processes.ts'

export interface Candidate {
  readonly row: ProcessRow
  /** /proc/PID/oom_score; null when it was not read. */
  readonly score: number | null
  readonly adj: number | null
  /** Anonymous memory and swap: what its end would give back. */
  readonly heldBytes: number
}

export interface Ranking {
  /** The likeliest first. */
  readonly candidates: readonly Candidate[]
  /** Never killed (oom_score_adj -1000), the largest first. */
  readonly spared: readonly Candidate[]
}

const NEVER = -1000
const INIT = 1
const ADJ_UNITS = 1000

/** Ranks all processes by the kernel's score; equal scores by size. */
export function rankHost(rows: readonly ProcessRow[], scores: readonly OomScore[]): Ranking {
  return ranked(rows, scores, (one) => one.score ?? 0)
}

/**
 * Ranks the processes of one group (and of those below it) by what the kernel would sum up there. This is our
 * estimate: the score that it shows is in thousandths of the host, not of the limit.
 */
export function rankGroup(
  rows: readonly ProcessRow[],
  scores: readonly OomScore[],
  group: { readonly path: string; readonly limitBytes: number },
): Ranking {
  const own = rows.filter((row) => isIn(row.cgroup, group.path))
  return ranked(
    own,
    scores,
    ({ row, adj }) =>
      (row.rssBytes ?? 0) + (row.swapBytes ?? 0) + ((adj ?? 0) / ADJ_UNITS) * group.limitBytes,
  )
}

/** True for the group itself and for all below it. */
export function isIn(path: string | null, group: string): boolean {
  if (path === null) return false
  return path === group || path.startsWith(group === '/' ? '/' : `${group}/`)
}

function ranked(
  rows: readonly ProcessRow[],
  scores: readonly OomScore[],
  points: (one: Candidate) => number,
): Ranking {
  const byPid = new Map(scores.map((score) => [score.pid, score]))
  const all = rows
    .filter((row) => !row.kernelThread && row.pid !== INIT)
    .map((row): Candidate => {
      const of = byPid.get(row.pid)
      return {
        row,
        score: of?.oomScore ?? null,
        adj: of?.oomScoreAdj ?? null,
        heldBytes: (row.anonBytes ?? row.rssBytes ?? 0) + (row.swapBytes ?? 0),
      }
    })
  const bySize = (a: Candidate, b: Candidate): number => b.heldBytes - a.heldBytes
  return {
    candidates: all
      .filter((one) => one.adj !== NEVER)
      .sort((a, b) => points(b) - points(a) || bySize(a, b)),
    spared: all.filter((one) => one.adj === NEVER).sort(bySize),
  }
}
