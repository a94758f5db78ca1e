/** Evidence -> what each program of the host holds: the parts of its memory in use. Pure. */
import { holdersOf } from '../analyzers/high-usage/held.ts'
import type { ComponentPart, ComponentSnapshot } from '../domain/components.ts'
import type { Evidence } from '../domain/evidence.ts'
import { allArgs } from '../parsers/proc/allArgs.ts'
import { firstArgs } from '../parsers/proc/firstArgs.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { processes } from '../parsers/proc/processes.ts'

/**
 * Anonymous memory and swap by role or name, summed over the processes of each; the total is what is in use and what
 * is swapped out, so the kernel's own and shared memory are what no program accounts for. Null where the process
 * table or the arguments that tell roles were not read.
 */
export function programsOf(evidence: Evidence): ComponentSnapshot | null {
  const table = evidence.reading(processes, 1)
  const args = argsOf(evidence)
  if (table === null || args === null) return null
  const holders = holdersOf(table.value.processes, args)
  // A zombie has no sizes at all; a size without its anonymous part is a kernel's before 4.5.
  const tellsAnon = holders.every(({ row, isPrivate }) => isPrivate || row.rssBytes === null)
  const parts = new Map<string, ComponentPart>()
  for (const { label, heldBytes } of holders) {
    const held = parts.get(label)
    parts.set(label, {
      path: [label],
      bytes: heldBytes + (held?.bytes ?? 0),
      count: 1 + (held?.count ?? 0),
    })
  }
  return {
    atMs: table.atMs,
    // A cut table does not name all.
    complete: !evidence.losses.some(({ source }) => source === processes.id),
    totalBytes: tellsAnon ? totalOf(evidence) : null,
    parts: [...parts.values()],
  }
}

function argsOf(
  evidence: Evidence,
): readonly { readonly pid: number; readonly arg0: string }[] | null {
  const first = evidence.get(firstArgs)?.args
  if (first !== undefined) return first
  const all = evidence.get(allArgs)?.processes
  return all?.map(({ pid, args }) => ({ pid, arg0: args[0] ?? '' })) ?? null
}

function totalOf(evidence: Evidence): number | null {
  const mem = evidence.get(meminfo)
  const available = mem?.['memAvailableBytes']
  if (mem === null || available === undefined) return null
  const swapped = (mem['swapTotalBytes'] ?? 0) - (mem['swapFreeBytes'] ?? 0)
  return mem.memTotalBytes - available + swapped
}
