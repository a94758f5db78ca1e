/** Processes that have no memory of their own, by their status. Pure. */
import type { Evidence } from '../../domain/evidence.ts'
import { processStatus } from '../../parsers/proc/status.ts'

/**
 * `zombie`: it has ended, and its parent has not yet asked how. `headless`: its main thread has ended and others go on,
 * whose memory /proc/PID no longer shows. Null for a process with memory, and where no process was read.
 */
export type Bare = 'zombie' | 'headless' | 'kernel-thread'

export function bareKind(evidence: Evidence): Bare | null {
  const status = evidence.get(processStatus)
  if (status === null) return null
  if (status.kthread) return 'kernel-thread'
  // Z is what stays until it is reaped, X is seen only while it goes (proc_pid_stat(5)).
  if (!/^[ZX]/.test(status.state)) return null
  return (status.threads ?? 1) > 1 ? 'headless' : 'zombie'
}
