/** Why the memory of a process may not be read: asked of the way that reads it, which may have another user than the login. */
import type { Evidence } from '../../domain/evidence.ts'
import type { RangedFile, RangeReader, RangeRefusal } from '../../domain/memory.ts'
import { type LackingGrant, type ProcessDenial, processDenial } from '../../domain/rights.ts'
import { processStatus } from '../../parsers/proc/status.ts'

/** The code of a grant that gave nothing, in DENIAL_WORDS: `memory-as:password`. */
export function denialOf({ way, fault }: LackingGrant): string {
  return `${way}:${fault}`
}

type Open = (file: RangedFile) => Promise<RangeReader | RangeRefusal>

export async function whyDenied(open: Open, evidence: Evidence): Promise<ProcessDenial> {
  const own = /^Uid:\t\d+\t(\d+)/m.exec(await text(open, '/proc/self/status'))?.[1]
  const scope = await text(open, '/proc/sys/kernel/yama/ptrace_scope')
  return processDenial(
    {
      uid: Number(own ?? -1),
      ownerUid: evidence.get(processStatus)?.uid ?? null,
      ptraceScope: Number(scope),
    },
    'attach',
  )
}

/** The start of a file of the kernel's; empty where it is not there. */
async function text(open: Open, path: string): Promise<string> {
  const reader = await open({ kind: 'file', path })
  if ('reason' in reader) return ''
  const [bytes] = await reader.read([{ at: 0, bytes: 4096 }])
  await reader.close()
  return String.fromCharCode(...(bytes ?? []))
}
