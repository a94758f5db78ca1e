/**
 * A name -> one process, in the bot: no typed text reaches a shell. The exact comm first, then the base name of
 * argv[0], then a substring of either; never the collector itself, and what has no memory (a kernel thread, a zombie) only
 * where nothing else is called so. Several matches are a choice, not a guess; but a
 * postmaster and its own processes are one thing, led by it.
 */
import { heldBytesOf } from '../analyzers/group/members.ts'
import { type Instance, instancesIn, isServer } from '../analyzers/pg-instance/instances.ts'
import { formatBytes } from '../domain/bytes.ts'
import type { Evidence } from '../domain/evidence.ts'
import { LIMITS } from '../domain/limits.ts'
import { baseName } from '../domain/subject.ts'
import { firstArgs } from '../parsers/proc/firstArgs.ts'
import { type ProcessRow, processes } from '../parsers/proc/processes.ts'
import { nearWords } from './likeness.ts'

export type Match =
  | { readonly kind: 'one'; readonly pid: number }
  | {
      readonly kind: 'several'
      readonly rows: readonly { readonly pid: number; readonly label: string }[]
    }
  /** Whole instances of PostgreSQL, each with all that matched of it. */
  | { readonly kind: 'instances'; readonly instances: readonly Instance[] }
  | { readonly kind: 'none'; readonly near: readonly string[] }

/** What the collector's own script runs: seen in the table, and of no interest while it is this young. */
const COLLECTOR_COMMANDS = new Set(
  'sh dash bash ash busybox grep cat head wc timeout sleep getconf readlink sshd sshd-session tr'.split(
    ' ',
  ),
)
const COLLECTOR_AGE_TICKS = 3000

export function matchProcess(evidence: Evidence, name: string): Match {
  const table = evidence.get(processes)?.processes ?? []
  const rows = people(table)
  const match = matchAmong(rows, evidence, name)
  if (match.kind !== 'none') return match
  const bare = matchAmong(table.filter(isBare), evidence, name)
  return bare.kind === 'none' ? match : bare
}

function matchAmong(rows: readonly ProcessRow[], evidence: Evidence, name: string): Match {
  const arg0 = new Map((evidence.get(firstArgs)?.args ?? []).map((row) => [row.pid, row.arg0]))
  const wanted = name.toLowerCase()
  const baseOf = (row: ProcessRow): string =>
    baseName((arg0.get(row.pid) ?? '').split(' ')[0] ?? '').toLowerCase()
  const tests: readonly ((row: ProcessRow) => boolean)[] = [
    (row) => row.comm.toLowerCase() === wanted,
    (row) => baseOf(row) === wanted,
    (row) =>
      row.comm.toLowerCase().includes(wanted) ||
      (arg0.get(row.pid) ?? '').toLowerCase().includes(wanted),
  ]
  for (const test of tests) {
    const found = rows.filter(test).sort((a, b) => heldBytesOf(b) - heldBytesOf(a))
    const [first] = found
    if (first !== undefined && found.length === 1) return { kind: 'one', pid: first.pid }
    if (first !== undefined) {
      const instances = instancesOf(found, rows, evidence)
      const [only] = instances
      if (only !== undefined && instances.length === 1)
        return { kind: 'one', pid: only.postmaster.pid }
      if (only !== undefined) return { kind: 'instances', instances }
      return {
        kind: 'several',
        rows: found.slice(0, LIMITS.choices).map((row) => ({
          pid: row.pid,
          label: `${labelOf(row, arg0.get(row.pid))}, ${formatBytes(heldBytesOf(row))}`,
        })),
      }
    }
  }
  return { kind: 'none', near: nearest(rows, wanted) }
}

/** The instances whose postmasters matched; none where another program did too. */
function instancesOf(
  found: readonly ProcessRow[],
  rows: readonly ProcessRow[],
  evidence: Evidence,
): readonly Instance[] {
  const pids = new Set(found.map(({ pid }) => pid))
  const args = evidence.get(firstArgs)?.args ?? []
  const meant = instancesIn(rows, args).filter(({ postmaster }) => pids.has(postmaster.pid))
  const own = new Set(meant.flatMap(({ members }) => members.map(({ row }) => row.pid)))
  const arg0 = new Map(args.map((one) => [one.pid, one.arg0]))
  // A server that just begins, or a single-user one, does not stand in the way.
  return found.every((row) => own.has(row.pid) || isServer(row, arg0)) ? meant : []
}

/** As ps writes what has no arguments to show. */
function labelOf(row: ProcessRow, arg0: string | undefined): string {
  if (row.kernelThread) return `[${row.comm}]`
  return row.state === 'Z' ? `${row.comm} <defunct>` : (arg0 ?? row.comm).slice(0, 60)
}

/** Without memory of its own. */
function isBare(row: ProcessRow): boolean {
  return row.kernelThread || row.state === 'Z'
}

/** All that have memory but the collector's own young processes. */
function people(rows: readonly ProcessRow[]): readonly ProcessRow[] {
  const newest = rows.reduce((max, row) => Math.max(max, row.startTicks ?? 0), 0)
  return rows.filter(
    (row) =>
      !isBare(row) &&
      !(
        COLLECTOR_COMMANDS.has(row.comm) &&
        row.startTicks !== null &&
        newest - row.startTicks < COLLECTOR_AGE_TICKS
      ),
  )
}

/** Names that share most of their letters' pairs with the word: for "did you mean". */
function nearest(rows: readonly ProcessRow[], wanted: string): readonly string[] {
  return nearWords(
    wanted,
    rows.map((row) => row.comm),
  )
}
