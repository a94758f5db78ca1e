/**
 * Why the memory of a process may not be read, so that the least right that would do can be told: ptrace(2), "Ptrace
 * access mode checking", and Documentation/admin-guide/LSM/Yama.rst.
 */
import type { Evidence } from '../../domain/evidence.ts'
import type { RangedFile, RangeReader, RangeRefusal } from '../../domain/memory.ts'
import type { LackingGrant } from '../../domain/rights.ts'
import { processStatus } from '../../parsers/proc/status.ts'

/**
 * - `other-user`: the process is another user's.
 * - `ptrace-scope`: it is the same user's, and Yama lets only a parent or root read.
 * - `not-dumpable`: it is the same user's, and has kept others from its memory (changed its user, or said so).
 * - `no-capability`: root without CAP_SYS_PTRACE, as in a container.
 */
type Denial = 'other-user' | 'ptrace-scope' | 'not-dumpable' | 'no-capability'

/** The code of a grant that gave nothing, in DENIAL_WORDS: `memory-as:password`. */
export function denialOf({ way, fault }: LackingGrant): string {
  return `${way}:${fault}`
}

type Open = (file: RangedFile) => Promise<RangeReader | RangeRefusal>

export async function whyDenied(open: Open, evidence: Evidence): Promise<Denial> {
  const own = Number(/^Uid:\t\d+\t(\d+)/m.exec(await text(open, '/proc/self/status'))?.[1] ?? -1)
  if (own === 0) return 'no-capability'
  const owner = evidence.get(processStatus)?.uid ?? null
  if (owner !== null && owner !== own) return 'other-user'
  const scope = Number(await text(open, '/proc/sys/kernel/yama/ptrace_scope'))
  return scope > 0 ? 'ptrace-scope' : 'not-dumpable'
}

/** The start of a file of the kernel's; empty where it is not there. */
async function text(open: Open, path: string): Promise<string> {
  const reader = await open({ kind: 'file', path })
  if ('reason' in reader) return ''
  const [bytes] = await reader.read([{ at: 0, bytes: 4096 }])
  await reader.close()
  return String.fromCharCode(...(bytes ?? []))
}
