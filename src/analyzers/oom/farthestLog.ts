/** The kernel's log as far back as it was read. */
import type { Evidence } from '../../domain/evidence.ts'
import type { KernelLog } from '../../parsers/kernel/events.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { kernelLogFar } from '../../parsers/kernel/logFar.ts'

/** All logs where they were read; else what every check reads, or what somebody brought. */
export function farthestLog(evidence: Evidence): KernelLog | null {
  return evidence.get(kernelLogFar) ?? evidence.get(kernelLog)
}
