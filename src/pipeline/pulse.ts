/**
 * The flight recorder's pulse: one exec reads the process table, and the largest subjects' sizes become samples. What
 * happened in the night is then there, though nobody looked.
 */
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import { LIMITS } from '../domain/limits.ts'
import { allArgs } from '../parsers/proc/allArgs.ts'
import { bootId } from '../parsers/proc/bootId.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { pageSize } from '../parsers/proc/pageSize.ts'
import { pressureMemory } from '../parsers/proc/pressure.ts'
import { type ProcessRow, processes } from '../parsers/proc/processes.ts'
import { uptime } from '../parsers/proc/uptime.ts'
import { vmstat } from '../parsers/proc/vmstat.ts'
import { type Part, processWho, sampleOf, tableValues } from './who.ts'

/** All that a pulse reads. */
export const PULSE_SOURCES: ReadonlySet<string> = new Set(
  [uptime, bootId, pageSize, meminfo, vmstat, pressureMemory, processes, allArgs].map(
    ({ id }) => id,
  ),
)

/** Samples of the largest subjects of a process table whose arguments were read too; none where they were not. */
export function pulseParts(
  host: string,
  evidence: Evidence,
  facts: Facts,
  nowMs: number,
): readonly Part[] {
  const table = evidence.reading(processes, 1)
  const names = evidence.get(allArgs)
  if (table === null || names === null) return []
  const argsOf = new Map(names.processes.map(({ pid, args }) => [pid, args]))
  return largest(table.value.processes).map((row) => {
    const who = processWho(host, facts, {
      pid: row.pid,
      comm: row.comm,
      ticks: row.startTicks,
      args: argsOf.get(row.pid) ?? [],
      exe: null,
    })
    return { who, sample: sampleOf('process', who, table, nowMs, valuesOf(row)) }
  })
}

function largest(rows: readonly ProcessRow[]): readonly ProcessRow[] {
  return rows
    .filter((row) => !row.kernelThread)
    .sort((a, b) => heldBytes(b) - heldBytes(a))
    .slice(0, LIMITS.pulseSubjects)
}

function heldBytes(row: ProcessRow): number {
  return (row.anonBytes ?? row.rssBytes ?? 0) + (row.swapBytes ?? 0)
}

function valuesOf({ rssBytes, anonBytes, shmemBytes, swapBytes, threads }: ProcessRow) {
  return tableValues({ rssBytes, anonBytes, shmemBytes, swapBytes, threads })
}
