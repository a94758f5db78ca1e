/** All limits that make the kernel refuse memory, threads or files while the host has room. Pure. */
import type { Evidence } from '../../domain/evidence.ts'
import { groupUses } from './groupUses.ts'
import { commitUse, fileUse, hugePageUse, shmUses, taskUses } from './hostUses.ts'
import { mappingUse, rlimitUses } from './processUses.ts'
import { ratioOf, type Use } from './use.ts'

/** Limits that are known, with what is used of them, the nearest first. */
export function usesOf(evidence: Evidence): readonly Use[] {
  return [
    ...commitUse(evidence),
    ...hugePageUse(evidence),
    ...taskUses(evidence),
    ...fileUse(evidence),
    ...shmUses(evidence),
    ...rlimitUses(evidence),
    ...mappingUse(evidence),
    ...groupUses(evidence),
  ].sort((a, b) => ratioOf(b) - ratioOf(a))
}
