/** In which group the tasks of an OOM report ran: the report tells it of the victim, the process table of who lives. */
import type { Evidence } from '../../domain/evidence.ts'
import type { OomEvent } from '../../parsers/kernel/events.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { ownerName } from '../names.ts'
import type { Holder } from './holders.ts'

/** Gives the name of the group of a holder's largest task; empty where nothing tells it. */
export function unitsOf(event: OomEvent, evidence: Evidence): (holder: Holder) => string {
  const rows = evidence.get(processes)?.processes ?? []
  const alive = new Map(rows.map((row) => [row.pid, row]))
  const killed = new Set(event.victims.map(({ pid }) => pid))
  return ({ largest, name }) => {
    if (killed.has(largest.pid)) return ownerName(event.taskMemcg ?? '')
    const row = alive.get(largest.pid)
    // A pid may have been given to another process since: the name must agree.
    return row === undefined || row.comm !== name ? '' : ownerName(row.cgroup ?? '')
  }
}
