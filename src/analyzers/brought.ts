/** What files that somebody brought can be judged on. */
import type { Evidence } from '../domain/evidence.ts'
import { cgroupMemory } from '../parsers/cgroup/memory.ts'

/** Whether a whole group was read: one number of it alone (`memory.current`) says nothing good or bad. */
export function hasGroup(evidence: Evidence): boolean {
  return (evidence.get(cgroupMemory)?.groups.length ?? 0) > 0
}
